// The headings of an article that is long enough to need a way through it.
import type { ArticleView } from '../ipc';

export interface Heading { place: number; text: string }

const LEAST = 3;

/** Headings in the body with their block's place; none when there are few. */
export function outlineOf(article: ArticleView): Heading[] {
  const headings = article.blocks.flatMap((block, place) => {
    if (block.kind !== 'heading' || block.furniture !== null) return [];
    const text = block.pieces.map((piece) => piece.text).join('').trim();
    return text === '' || text === article.title.trim() ? [] : [{ place, text }];
  });
  return headings.length < LEAST ? [] : headings;
}
