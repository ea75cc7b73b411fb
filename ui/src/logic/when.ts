// Dates in words: `2017-01-04` as "4 Jan 2017", and beside another date as "next day".
//
// Dates are calendar days as the article states them, so no time zone is applied.
// Not here: clocks; nothing on this page depends on today.

const SHORT = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const LONG = [
  'January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December',
];
const DAY_MS = 86_400_000;

interface Day { year: number; month: number | null; day: number | null }

/** "4 Jan 2017"; a date without day or month says only what it knows. Else the text itself. */
export function shortDate(published: string): string {
  return words(published, SHORT);
}

/** "4 January 2017". */
export function longDate(published: string): string {
  return words(published, LONG);
}

/**
 * The date of one article seen from another: "same day", "next day", "day before",
 * "6 Jan" in the same year, else the whole date.
 */
export function dateBeside(published: string, other: string | null): string {
  const day = parse(published);
  const base = other === null ? null : parse(other);
  if (!day || !base) return shortDate(published);
  const apart = daysBetween(base, day);
  if (apart === 0) return 'same day';
  if (apart === 1) return 'next day';
  if (apart === -1) return 'day before';
  if (day.year !== base.year || day.month === null) return shortDate(published);
  const month = SHORT[day.month - 1] ?? '';
  return day.day === null ? month : `${String(day.day)} ${month}`;
}

function parse(text: string): Day | null {
  const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/u.exec(text);
  if (!match) return null;
  const month = match[2] === undefined ? null : Number(match[2]);
  const day = match[3] === undefined ? null : Number(match[3]);
  const valid = (month === null || (month >= 1 && month <= 12)) && (day === null || (day >= 1 && day <= 31));
  return valid ? { year: Number(match[1]), month, day } : null;
}

function words(text: string, months: string[]): string {
  const date = parse(text);
  if (!date) return text;
  const month = date.month === null ? null : months[date.month - 1];
  return [date.day, month, date.year].filter((part) => part !== null).join(' ');
}

function daysBetween(from: Day, to: Day): number | null {
  if (from.month === null || from.day === null || to.month === null || to.day === null) return null;
  const ms = Date.UTC(to.year, to.month - 1, to.day) - Date.UTC(from.year, from.month - 1, from.day);
  return Math.round(ms / DAY_MS);
}

/**
 * "4–6 Jan 2031", "30 Jan – 2 Feb 2031", "Dec 2030 – 4 Jan 2031"; one date when both are
 * the same, nothing when neither is known.
 */
export function dateSpan(first: string | null, last: string | null): string {
  const [from, to] = [first ?? last, last ?? first];
  if (from === null || to === null) return '';
  const [a, b] = [parse(from), parse(to)];
  if (!a || !b || from.slice(0, 10) === to.slice(0, 10)) return shortDate(to);
  if (a.year !== b.year || a.month === null || a.day === null) return `${shortDate(from)} – ${shortDate(to)}`;
  if (a.month === b.month && b.day !== null) return `${String(a.day)}–${shortDate(to)}`;
  return `${String(a.day)} ${SHORT[a.month - 1] ?? ''} – ${shortDate(to)}`;
}

/** "Jan 2031" for `2031-01`. */
export function monthName(month: string): string {
  return shortDate(month);
}

/** This moment, ISO 8601 in UTC. */
export const nowIso = (): string => new Date().toISOString();
