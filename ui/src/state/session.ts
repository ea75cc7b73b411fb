// Where the reader was: the query, the article and how far it was scrolled. Taken up again at
// the next start, if the library is the same one and no file was opened instead.
// Not here: widths of panes and looks, which hold for every library.
import { remembered } from '../logic/remembered';
import type { App } from './app.svelte';

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

/** Remembers where the reader is. */
export function keepPlace(app: App): void {
  const { state } = app.library;
  if (state === null) return;
  const { visit, article } = app.reader;
  const isRead = visit !== null && article !== null;
  stored.write({
    library: state.path, query: app.search.query,
    view: app.panes.view === 'map' ? 'search' : app.panes.view,
    articleId: isRead ? visit.articleId : null, passageId: isRead ? visit.passageId : null, scrollTop: isRead ? visit.scrollTop : null,
  });
}

/** Goes on where the reader was when the window was closed; nothing in another library. */
export async function takeUp(app: App, queried: () => void, opened: () => void): Promise<void> {
  const { state } = app.library;
  const place = stored.read();
  if (place === null || state === null || place.library !== state.path || app.library.isEmpty) return;
  app.panes.view = place.view;
  if (place.view === 'stories') app.stories.look();
  if (place.query !== '') {
    app.search.ask(place.query);
    queried();
  }
  if (place.articleId === null) return;
  await app.reader.open(place.articleId, place.passageId, place.query === '' ? null : place.query, place.scrollTop);
  // An article that is gone is no fault to begin with.
  if (app.reader.article === null) app.reader.close();
  else opened();
}
