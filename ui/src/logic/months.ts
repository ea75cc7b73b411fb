// Bars of a histogram of dates, and the query's range of dates in months.
//
// A span of many years is counted by year, a shorter one by month; months without an
// article have a bar of no height, so that time runs evenly. Not here: drawing.
import type { MonthCount } from '../ipc';
import { filterValue, toggleFilter, tokensOf } from './query';

export interface Bar {
  /** `2031-01` or, when counted by year, `2031`. */
  key: string;
  nArticles: number;
}

/** Bars by month up to this many; beyond, by year. */
const MOST_MONTHS = 60;
const MOST_YEARS = 160;

export function barsOf(counts: readonly MonthCount[]): Bar[] {
  const valid = counts.filter((count) => /^\d{4}-\d{2}$/u.test(count.month));
  const [first, last] = [valid[0]?.month, valid[valid.length - 1]?.month];
  if (first === undefined || last === undefined) return [];
  const byMonth = new Map(valid.map((count) => [count.month, count.nArticles]));
  const nMonths = indexOf(last) - indexOf(first) + 1;
  if (nMonths <= MOST_MONTHS) {
    return Array.from({ length: nMonths }, (_, i) => monthAt(indexOf(first) + i)).map((key) => ({ key, nArticles: byMonth.get(key) ?? 0 }));
  }
  const byYear = new Map<string, number>();
  for (const { month, nArticles } of valid) byYear.set(month.slice(0, 4), (byYear.get(month.slice(0, 4)) ?? 0) + nArticles);
  const [from, to] = [Number(first.slice(0, 4)), Number(last.slice(0, 4))];
  const begin = Math.max(from, to - MOST_YEARS + 1);
  return Array.from({ length: to - begin + 1 }, (_, i) => String(begin + i)).map((key) => ({ key, nArticles: byYear.get(key) ?? 0 }));
}

/** The query narrowed to the bars from one to another, both included. */
export function withRange(query: string, from: Bar, to: Bar): string {
  const cleared = withoutRange(query);
  return toggleFilter(toggleFilter(cleared, 'after', firstDay(from.key)), 'before', lastDay(to.key));
}

export function withoutRange(query: string): string {
  return tokensOf(query).filter((token) => !/^(after|before):/iu.test(token)).join(' ');
}

/** The first and last bar the query's dates reach; null when it names none. */
export function rangeOf(query: string, bars: readonly Bar[]): { from: number; to: number } | null {
  const [after, before] = [filterValue(query, 'after'), filterValue(query, 'before')];
  if (bars.length === 0 || (after === null && before === null)) return null;
  const holds = (bar: Bar): boolean => (after === null || lastDay(bar.key) >= after) && (before === null || firstDay(bar.key) <= before);
  const from = bars.findIndex(holds);
  const to = bars.findLastIndex(holds);
  return from < 0 ? null : { from, to };
}

function indexOf(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

function monthAt(index: number): string {
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}

function firstDay(key: string): string {
  return key.length === 4 ? `${key}-01-01` : `${key}-01`;
}

function lastDay(key: string): string {
  if (key.length === 4) return `${key}-12-31`;
  const [year, month] = [Number(key.slice(0, 4)), Number(key.slice(5, 7))];
  return `${key}-${String(new Date(Date.UTC(year, month, 0)).getUTCDate()).padStart(2, '0')}`;
}
