// Small facts about the rows of a comparison, for filters and counts.
import type { ClaimView, CompareRowView } from '../ipc';

export interface RowCounts { identical: number; reworded: number; sameSubject: number; only: number }

/** Whether the two sides of a row say anything differently. */
export function differs(row: CompareRowView): boolean {
  if (row.kind === 'identical') return false;
  if (row.kind !== 'reworded') return true;
  const marked = (cell: CompareRowView['a']): boolean => cell?.pieces.some((piece) => piece.kind !== null) ?? false;
  return marked(row.a) || marked(row.b);
}

/** Claims that contradict: both say something of the kind, or one denies. */
export function contradicting(claims: readonly ClaimView[]): ClaimView[] {
  return claims.filter((claim) => claim.kind === 'negation' || (claim.a !== null && claim.b !== null));
}

/** How many rows there are of each kind. */
export function countRows(rows: readonly CompareRowView[]): RowCounts {
  const counts: RowCounts = { identical: 0, reworded: 0, sameSubject: 0, only: 0 };
  for (const row of rows) counts[row.kind === 'onlyA' || row.kind === 'onlyB' ? 'only' : row.kind] += 1;
  return counts;
}

/** The outlet, else the file's name: what a column or a card is called. */
export function called(article: { outlet: string | null; fileName: string }): string {
  return article.outlet ?? article.fileName;
}
