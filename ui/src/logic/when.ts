// Dates in words: `2017-01-04` as "4 Jan 2017", and beside another date as "next day".
//
// Dates are calendar days as the article states them, so no time zone is applied.
// Not here: clocks, nothing on this page depends on today; how a language writes a date.
import { strings } from '../strings';
import { dayOf as parse } from '../strings/tools';
import type { Day } from '../strings/tools';

const DAY_MS = 86_400_000;

/** "4 Jan 2017"; a date without day or month says only what it knows. Else the text itself. */
export function shortDate(published: string): string {
  const date = parse(published);
  return date ? strings.say.shortDate(date) : published;
}

/** "4 January 2017". */
export function longDate(published: string): string {
  const date = parse(published);
  return date ? strings.say.longDate(date) : published;
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
  if (apart === 0) return strings.when.sameDay;
  if (apart === 1) return strings.when.nextDay;
  if (apart === -1) return strings.when.dayBefore;
  if (day.year !== base.year || day.month === null) return shortDate(published);
  return strings.say.dayOfYear(day);
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
  if ([a.month, a.day, b.month, b.day].includes(null)) return `${shortDate(from)} – ${shortDate(to)}`;
  return strings.say.span(a, b);
}

/** "Jan 2031" for `2031-01`. */
export function monthName(month: string): string {
  return shortDate(month);
}

/** This moment, ISO 8601 in UTC. */
export const nowIso = (): string => new Date().toISOString();
