// Where the days of a story stand on a line of a given width.
//
// Days far apart are drawn nearer than they are (the gap grows with its logarithm), so
// that a story of one week with a look back at 2014 can be read. Days of articles are
// always drawn, joined with their neighbour when there is no room; of the days that are
// only mentioned, those mentioned most. Not here: drawing.

export interface TimelineArticle { articleId: number; day: string | null }
export interface TimelineEvent { date: string; articleId: number }

export interface TimelineMark {
  /** The first day it stands for; `2016-04` and `2014` are days too. */
  date: string;
  /** The last one; the same unless days were joined. */
  until: string;
  x: number;
  articles: number[];
  /** Positions in the list of events given. */
  events: number[];
}

export interface Timeline { marks: TimelineMark[]; nLeftOut: number }

/** Pixels a mark needs for its words. */
const ROOM_PX = 108;
const PAD_PX = 56;

/** The marks in time order, `x` in pixels from the left. */
export function timeline(articles: readonly TimelineArticle[], events: readonly TimelineEvent[], widthPx: number): Timeline {
  const byDate = new Map<string, TimelineMark>();
  const markAt = (date: string): TimelineMark => {
    const mark = byDate.get(date) ?? { date, until: date, x: 0, articles: [], events: [] };
    byDate.set(date, mark);
    return mark;
  };
  for (const article of articles) {
    if (article.day !== null) markAt(article.day.slice(0, 10)).articles.push(article.articleId);
  }
  events.forEach((event, i) => { markAt(event.date).events.push(i); });
  const all = [...byDate.values()].sort((a, b) => numberOf(a.date) - numberOf(b.date) || a.date.localeCompare(b.date));
  const nMost = Math.max(2, Math.floor((widthPx - PAD_PX) / ROOM_PX));
  const marks = joined(chosen(all, events, nMost), nMost);
  place(marks, widthPx);
  const nDrawn = marks.reduce((n, mark) => n + (mark.articles.length > 0 ? 0 : 1), 0);
  const nMentioned = all.filter((mark) => mark.articles.length === 0).length;
  return { marks, nLeftOut: nMentioned - nDrawn };
}

function chosen(all: TimelineMark[], events: readonly TimelineEvent[], nMost: number): TimelineMark[] {
  const nOwn = all.filter((mark) => mark.articles.length > 0).length;
  const room = Math.max(0, nMost - nOwn);
  const nTelling = (mark: TimelineMark): number => new Set(mark.events.map((i) => events[i]?.articleId)).size;
  const mentioned = all
    .filter((mark) => mark.articles.length === 0)
    .sort((a, b) => nTelling(b) - nTelling(a) || b.date.length - a.date.length)
    .slice(0, room);
  return all.filter((mark) => mark.articles.length > 0 || mentioned.includes(mark));
}

/** Neighbours become one mark, the closest first, until they fit. */
function joined(marks: TimelineMark[], nMost: number): TimelineMark[] {
  const left = [...marks];
  while (left.length > nMost) {
    let at = 1;
    for (let i = 1; i < left.length; i += 1) if (gapBefore(left, i) < gapBefore(left, at)) at = i;
    const [one, other] = [left[at - 1], left[at]];
    if (!one || !other) break;
    left.splice(at - 1, 2, {
      date: one.date, until: other.until, x: 0,
      articles: [...one.articles, ...other.articles], events: [...one.events, ...other.events],
    });
  }
  return left;
}

function gapBefore(marks: readonly TimelineMark[], i: number): number {
  return numberOf(marks[i]?.date ?? '') - numberOf(marks[i - 1]?.until ?? '');
}

function place(marks: TimelineMark[], widthPx: number): void {
  if (marks.length === 1 && marks[0]) marks[0].x = widthPx / 2;
  if (marks.length < 2) return;
  // The least gap gives words room; what is left goes by time.
  const gaps = marks.slice(1).map((_, i) => Math.log2(1 + Math.max(0, gapBefore(marks, i + 1))));
  const room = widthPx - 2 * PAD_PX;
  const least = Math.min(ROOM_PX, room / gaps.length);
  const spare = Math.max(0, room - least * gaps.length);
  const sum = gaps.reduce((a, b) => a + b, 0);
  let x = PAD_PX;
  marks.forEach((mark, i) => {
    if (i > 0) x += least + (sum === 0 ? spare / gaps.length : (spare * (gaps[i - 1] ?? 0)) / sum);
    mark.x = Math.round(x);
  });
}

/** Days since 1970; a month stands for its middle, a year for its middle. */
export function numberOf(date: string): number {
  const [year = '1970', month, day] = date.split('-');
  const m = month === undefined ? 7 : Number(month);
  const d = day === undefined ? (month === undefined ? 1 : 15) : Number(day);
  return Math.round(Date.UTC(Number(year), m - 1, d) / 86_400_000);
}

/** A label in at most two lines of `most` characters, broken between words; what is more is cut. */
export function linesOf(text: string, most: number): string[] {
  const cut = (line: string): string => (line.length <= most ? line : `${line.slice(0, Math.max(1, most - 1)).trimEnd()}…`);
  if (text.length <= most) return [text];
  const space = text.lastIndexOf(' ', most);
  if (space <= 0) return [cut(text)];
  return [text.slice(0, space).replace(/ ·$/u, ''), cut(text.slice(space + 1).replace(/^· /u, ''))];
}
