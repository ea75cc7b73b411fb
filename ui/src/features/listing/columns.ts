// The columns of the list of articles: what stands in each, and how it is ordered.
import type { ArticleRow } from '../../ipc';
import { shortDate } from '../../logic/when';
import { count, strings } from '../../strings';

export const COLUMNS = ['title', 'outlet', 'published', 'added', 'words', 'tags'] as const;
export type Column = (typeof COLUMNS)[number];
export interface Order { by: Column; isDown: boolean }

/** What is shown in a cell; nothing where nothing is known. */
export function cell(row: ArticleRow, column: Column): string {
  switch (column) {
    case 'title': return row.title;
    case 'outlet': return row.outlet ?? '';
    case 'published': return row.published === null ? '' : shortDate(row.published);
    case 'added': return shortDate(row.added.slice(0, 10));
    case 'words': return count(row.nWords);
    case 'tags': return row.tags.join(', ');
  }
}

/** What is unknown comes last, whichever way round; equal rows keep their order. */
export function sorted(rows: readonly ArticleRow[], { by, isDown }: Order): ArticleRow[] {
  const way = isDown ? -1 : 1;
  if (by === 'words') return rows.toSorted((a, b) => way * (a.nWords - b.nWords));
  const key = (row: ArticleRow): string =>
    by === 'published' ? (row.published ?? '') : by === 'added' ? row.added : cell(row, by);
  const compare = by === 'published' || by === 'added' ? (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0) : (a: string, b: string) => strings.say.compare(a, b);
  return rows.map((row) => ({ row, key: key(row) }))
    .sort((a, b) => (a.key === '' || b.key === '' ? Number(a.key === '') - Number(b.key === '') : way * compare(a.key, b.key)))
    .map(({ row }) => row);
}
