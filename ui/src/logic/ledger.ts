// Small facts about a ledger: which columns its rows fill, how many rows each state has,
// and where the arrow keys lead.
import type { FactStateDto, LedgerRowView } from '../ipc';

/** In the order of rows. */
export const STATES: readonly FactStateDto[] = ['differ', 'revised', 'agree', 'notComparable', 'oneOrigin'];

/** The origins that tell anything in these rows, in order. */
export function columnsOf(rows: readonly LedgerRowView[]): number[] {
  const origins = new Set(rows.flatMap((row) => row.cells.map((cell) => cell.origin)));
  return [...origins].sort((a, b) => a - b);
}

export function countStates(rows: readonly LedgerRowView[]): Record<FactStateDto, number> {
  const counts: Record<FactStateDto, number> = { differ: 0, revised: 0, agree: 0, notComparable: 0, oneOrigin: 0 };
  for (const row of rows) counts[row.state] += 1;
  return counts;
}

/**
 * The cell a key leads to from `at` (row, column), or null if the key means nothing here.
 * Empty cells are passed over: sideways within the row, up and down to the nearest filled
 * cell of the next row.
 */
export function step(key: string, at: readonly [number, number], filled: readonly (readonly boolean[])[]): [number, number] | null {
  const [row, column] = at;
  const cells = (r: number): number[] => (filled[r] ?? []).flatMap((is, c) => (is ? [c] : []));
  const nearest = (r: number): [number, number] | null => {
    const sorted = cells(r).sort((a, b) => Math.abs(a - column) - Math.abs(b - column) || a - b);
    return sorted[0] === undefined ? null : [r, sorted[0]];
  };
  const own = cells(row);
  const place = own.indexOf(column);
  const sideways = (to: number): [number, number] => [row, own[Math.min(own.length - 1, Math.max(0, to))] ?? column];
  switch (key) {
    case 'ArrowRight': return sideways(place + 1);
    case 'ArrowLeft': return sideways(place - 1);
    case 'Home': return sideways(0);
    case 'End': return sideways(own.length - 1);
    case 'ArrowDown': return nearest(row + 1) ?? [row, column];
    case 'ArrowUp': return nearest(row - 1) ?? [row, column];
    default: return null;
  }
}
