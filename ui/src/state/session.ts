// Where the reader was: the query, the article and how far it was scrolled. Taken up again at
// the next start, if the library is the same one and no file was opened instead.
// Not here: widths of panes and looks, which hold for every library.
import { remembered } from '../logic/remembered';

export interface Place {
  library: string;
  query: string;
  view: 'search' | 'articles' | 'highlights' | 'stories';
  articleId: number | null;
  passageId: number | null;
  scrollTop: number | null;
}

const isNumberOrNull = (value: unknown): boolean => value === null || (typeof value === 'number' && Number.isFinite(value));

const stored = remembered<Place | null>('parallax.session', null, (value) => {
  const place = (value ?? {}) as Record<keyof Place, unknown>;
  return typeof place.library === 'string' && typeof place.query === 'string'
    && ['search', 'articles', 'highlights', 'stories'].includes(String(place.view))
    && isNumberOrNull(place.articleId) && isNumberOrNull(place.passageId) && isNumberOrNull(place.scrollTop);
});

export const keepPlace = (place: Place): void => { stored.write(place); };

/** Null for another library than the one it was. */
export function placeIn(library: string): Place | null {
  const place = stored.read();
  return place?.library === library ? place : null;
}
