// Which stories a list shows, in which order; and small facts about one.
import type { StoryArticle, StoryCopy, StoryRow } from '../ipc';

export type StorySort = 'latest' | 'largest';

/** The stories whose title or outlets have every word of the filter, as sorted. */
export function storiesShown(rows: readonly StoryRow[], filter: string, sort: StorySort): StoryRow[] {
  const words = folded(filter).split(/\s+/u).filter((word) => word !== '');
  const shown = rows.filter((row) => {
    const text = folded([row.title, ...row.outlets].join(' '));
    return words.every((word) => text.includes(word));
  });
  // The program sends the latest first; sorting is stable.
  return sort === 'largest' ? shown.sort((a, b) => b.nArticles - a.nArticles) : shown;
}

/** Case and accents aside. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{Mn}/gu, '').toLowerCase();
}

/** "A" for the first origin, "B" for the next; beyond "Z" it goes on with "A2". */
export function originLetter(origin: number): string {
  const letter = String.fromCharCode(65 + (origin % 26));
  return origin < 26 ? letter : `${letter}${String(Math.floor(origin / 26) + 1)}`;
}

export interface CopyOfWhich { articleId: number; percent: number }

/** For each article that stands in an earlier one of the story for the most part: in which. */
export function copiesOf(articles: readonly StoryArticle[], copies: readonly StoryCopy[]): Map<number, CopyOfWhich> {
  const place = new Map(articles.map((article, i) => [article.articleId, i]));
  const found = new Map<number, CopyOfWhich>();
  for (const pair of copies) {
    const aIsLater = (place.get(pair.a) ?? 0) > (place.get(pair.b) ?? 0);
    const [later, earlier, percent] = aIsLater ? [pair.a, pair.b, pair.aInB] : [pair.b, pair.a, pair.bInA];
    const known = found.get(later);
    if (!known || percent > known.percent) found.set(later, { articleId: earlier, percent });
  }
  return found;
}
