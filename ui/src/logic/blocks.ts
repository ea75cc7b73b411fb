// An article's blocks made ready for the page: furniture kept or left out, runs of list
// items gathered into lists, and inside a block the passage the reader came for held together.
//
// Text is never cut or joined here; pieces go to the page as they came.
import type { ArticleView, BlockView, PaintDto, Piece } from '../ipc';

export type Group =
  | { kind: 'list'; key: number; blocks: BlockView[]; places: number[] }
  | { kind: 'one'; key: number; block: BlockView };

/** A run of neighbouring pieces of the same passage, under the same highlight. */
export interface Run { passageId: number | null; here: boolean; paint: PaintDto | null; pieces: Piece[] }

/** The blocks to show, in reading order. `key` is the position of the first in the article, `places` of each. */
export function groupsOf(article: ArticleView, showFurniture: boolean): Group[] {
  const groups: Group[] = [];
  article.blocks.forEach((block, key) => {
    if (block.furniture !== null && !showFurniture) return;
    if (key === 0 && repeatsTitle(block, article.title)) return;
    const last = groups[groups.length - 1];
    if (block.kind === 'listItem' && block.furniture === null && last?.kind === 'list') {
      last.blocks.push(block);
      last.places.push(key);
    } else if (block.kind === 'listItem' && block.furniture === null) groups.push({ kind: 'list', key, blocks: [block], places: [key] });
    else groups.push({ kind: 'one', key, block });
  });
  return groups;
}

/** The pieces of a block, neighbours of one passage held together. */
export function runsOf(block: BlockView): Run[] {
  const runs: Run[] = [];
  for (const piece of block.pieces) {
    const last = runs[runs.length - 1];
    const isSame = last?.passageId === piece.passageId && last.here === piece.here && last.paint?.highlightId === piece.paint?.highlightId;
    if (isSame) last.pieces.push(piece);
    else runs.push({ passageId: piece.passageId, here: piece.here, paint: piece.paint, pieces: [piece] });
  }
  return runs;
}

/** A page often opens with its own headline, which already stands above the text. */
function repeatsTitle(block: BlockView, title: string): boolean {
  if (block.kind !== 'heading' || block.pieces.some((piece) => piece.here)) return false;
  return block.pieces.map((piece) => piece.text).join('').trim() === title.trim();
}

/** The first passage of the text; none of furniture. */
export function firstPassage(blocks: { furniture: string | null; pieces: { passageId: number | null }[] }[]): number | null {
  for (const block of blocks) {
    const piece = block.pieces.find((p) => p.passageId !== null);
    if (block.furniture === null && piece) return piece.passageId;
  }
  return null;
}
