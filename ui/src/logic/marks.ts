// Neighbouring marks held together: a sentence near in meaning is one mark, and the words it
// shares with the query lie inside it, so that no seam is seen between them.
//
// Text is never cut or joined here; pieces go to the page as they came.
import type { Segment } from '../ipc';

export type MarkedPiece = Pick<Segment, 'text' | 'mark'>;
export interface MarkGroup { isMeaning: boolean; pieces: MarkedPiece[] }

/** Runs of marked pieces; those with any piece near in meaning are so as a whole. */
export function markGroups(pieces: readonly MarkedPiece[]): MarkGroup[] {
  const groups: MarkGroup[] = [];
  let open: MarkGroup | null = null;
  for (const piece of pieces) {
    const isMark = piece.mark === 'word' || piece.mark === 'meaning';
    if (!isMark || !open) {
      const group: MarkGroup = { isMeaning: false, pieces: [] };
      groups.push(group);
      open = isMark ? group : null;
    }
    const last = groups[groups.length - 1];
    last?.pieces.push(piece);
    if (last && piece.mark === 'meaning') last.isMeaning = true;
  }
  return groups;
}
