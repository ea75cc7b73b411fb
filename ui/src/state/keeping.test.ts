import { describe, expect, it, vi } from 'vitest';
import { fakeBackend, highlight, kept, later, problem, row, undone } from '../testing/fakeBackend';
import type { KeptView } from '../ipc';
import { App } from './app.svelte';
import { opened as openedAt } from './taking.svelte';

const RANGE = { articleId: 1, from: { block: 1, offset: 0 }, to: { block: 1, offset: 8 } };

async function opened(answers: Parameters<typeof fakeBackend>[0] = {}) {
  const backend = fakeBackend(answers);
  const app = new App(backend);
  await app.open(1, 11, 'night');
  await vi.waitFor(() => { expect(app.keeping.view).not.toBeNull(); });
  return { app, backend };
}

describe('what is kept with the open article', () => {
  it('a highlight shows in the text and can be undone from the toast', async () => {
    const { app, backend } = await opened({ addHighlight: () => Promise.resolve([7, 42]) });
    const nRead = backend.named('openArticle').length;
    expect(await app.keeping.paint(RANGE, 'pink')).toBe(7);
    expect(app.keeping.colour).toBe('pink');
    expect(backend.named('openArticle')).toHaveLength(nRead + 1);
    app.toasts.current?.action?.run();
    await vi.waitFor(() => { expect(backend.named('undoChange').map((call) => call.args)).toEqual([[42]]); });
  });

  it('the last change is taken back by the key too, and made anew', async () => {
    const highlight = () => Promise.resolve(undone({ kind: 'highlight' }));
    const { app, backend } = await opened({ addHighlight: () => Promise.resolve([7, 42]), undoLast: highlight, redo: highlight });
    await app.keeping.paint(RANGE, 'pink');
    const nRead = backend.named('openArticle').length;
    await app.history.undo();
    expect(backend.named('undoLast')).toHaveLength(1);
    expect(app.toasts.current?.text).toBe('Highlight: undone');
    await vi.waitFor(() => { expect(backend.named('openArticle')).toHaveLength(nRead + 1); });
    app.toasts.act();
    await vi.waitFor(() => { expect(app.toasts.current?.text).toBe('Highlight: done again'); });
    expect(backend.named('redo')).toHaveLength(1);
  });

  it('a change that fails says why and shows things as they are', async () => {
    const { app, backend } = await opened({ removeHighlight: () => Promise.reject(problem({ message: 'gone' })) });
    const nKept = backend.named('kept').length;
    await app.keeping.removeHighlight(3);
    expect([app.toasts.current?.failed, app.toasts.current?.text]).toEqual([true, 'gone']);
    expect(backend.named('kept').length).toBeGreaterThan(nKept);
  });

  it('a note that says nothing new changes nothing', async () => {
    const { app, backend } = await opened();
    await app.keeping.annotate(highlight({ note: 'hm' }), ' hm ');
    expect(backend.named('changeHighlight')).toHaveLength(0);
    await app.keeping.annotate(highlight({ note: 'hm' }), '');
    expect(backend.named('changeHighlight').map((call) => call.args)).toEqual([[1, 'yellow', '']]);
  });

  it('the form stays open when what it says is refused', async () => {
    const { app } = await opened({ editArticle: () => Promise.reject(problem({ code: 'bad_field' })) });
    app.keeping.editing = true;
    const form = { title: '', outlet: '', authors: '', published: '', tags: [], note: '' };
    await app.keeping.save(1, form);
    expect([app.keeping.editing, app.toasts.current?.failed]).toEqual([true, true]);
  });

  it('is never that of an article left meanwhile', async () => {
    const slow = later<KeptView>();
    const backend = fakeBackend({ kept: (id) => (id === 1 ? slow.promise : Promise.resolve(kept(id, { note: 'two' }))) });
    const app = new App(backend);
    await app.open(1, null, null);
    await app.open(2, null, null);
    slow.resolve(kept(1, { note: 'one' }));
    await vi.waitFor(() => { expect(app.keeping.view?.note).toBe('two'); });
    await Promise.resolve();
    expect(app.keeping.view?.note).toBe('two');
  });
});

describe('searches', () => {
  it('a star saves, and takes away again', async () => {
    let saved: { id: number; name: string; query: string }[] = [];
    const backend = fakeBackend({
      savedSearches: () => Promise.resolve(saved),
      saveSearch: (name, query) => { saved = [{ id: 5, name: name === '' ? query : name, query }]; return Promise.resolve(1); },
    });
    const app = new App(backend);
    await app.searches.toggle('night trams');
    expect(app.searches.savedAs(' night trams ')?.id).toBe(5);
    await app.searches.toggle('night trams');
    expect(backend.named('removeSavedSearch').map((call) => call.args)).toEqual([[5]]);
  });

  it('is remembered once a hit of it is opened, not while it is typed', async () => {
    const { app, backend } = await opened();
    app.type('night tr');
    await app.search.run();
    expect(backend.named('rememberSearch')).toHaveLength(0);
    await app.openHit({ articleId: 1, passageId: 11 });
    expect(backend.named('rememberSearch').map((call) => call.args)).toEqual([['night tr']]);
  });
});

describe('lists', () => {
  it('a tag alone lists its articles', async () => {
    const { app, backend } = await opened();
    app.toggleFilter('tag', 'to read');
    expect([app.search.query, app.showsHits]).toEqual(['tag:"to read"', false]);
    expect(backend.named('listTagged').map((call) => call.args)).toEqual([['to read']]);
    app.type('');
    expect(app.articles.tag).toBeNull();
  });

  it('a highlight opens its article and is brought into view', async () => {
    const { app, backend } = await opened();
    await app.openHighlight(highlight({ articleId: 2, highlightId: 9 }));
    expect([app.reader.article?.articleId, app.reader.aim?.highlightId]).toEqual([2, 9]);
    const nRead = backend.named('openArticle').length;
    await app.openHighlight(highlight({ articleId: 2, highlightId: 8 }));
    expect([backend.named('openArticle').length, app.reader.aim?.highlightId]).toEqual([nRead, 8]);
  });

  it('highlights of a colour still count all', async () => {
    const card = (colour: 'pink' | 'blue') => ({ highlight: highlight({ colour }), title: '', outlet: null, published: null, fileName: '' });
    const cards = [card('pink'), card('blue')];
    const { app } = await opened({
      highlights: (query) => Promise.resolve(cards.filter((one) => query.colours.length === 0 || query.colours.includes(one.highlight.colour))),
    });
    app.highlights.only('pink');
    await vi.waitFor(() => { expect([app.highlights.cards?.length, app.highlights.nAll]).toEqual([1, 2]); });
    app.highlights.only('pink');
    await vi.waitFor(() => { expect(app.highlights.cards?.length).toBe(2); });
  });

  it('an export that was dismissed says nothing', async () => {
    const { app } = await opened({ export: () => Promise.resolve(null) });
    await app.taking.export({ what: 'query', query: 'night' }, 'ris');
    expect(app.toasts.current).toBeNull();
  });
});

describe('picked articles', () => {
  const rows = [4, 2, 8].map((articleId) => row(articleId));
  const order = [4, 2, 8];

  it('the open article is picked with the first other one, and a range begins at the one picked last', () => {
    const { picks } = new App(fakeBackend());
    picks.toggle(2, order, 4);
    expect([...picks.ids]).toEqual([4, 2]);
    picks.extend(4, 8, order);
    expect([...picks.ids]).toEqual([2, 8]);
    picks.keep([2]);
    expect([...picks.ids]).toEqual([2]);
    expect([picks.clear(), picks.clear()]).toEqual([true, false]);
  });

  it('are tagged at once, and at once removed and brought back', async () => {
    const backend = fakeBackend({ listArticles: () => Promise.resolve(rows), tagArticles: () => Promise.resolve(42), undoChange: (change) => Promise.resolve(undone(change === 42 ? { change } : { kind: 'removal', broughtBack: order })) });
    const app = new App(backend);
    app.picks.all(order);
    await app.keeping.tagAll([...app.picks.ids], ' port ');
    expect(backend.named('tagArticles').map((call) => call.args)).toEqual([[order, [' port '], []]]);
    expect(app.toasts.current?.text).toBe('3 articles tagged “port”');
    app.toasts.act();
    await vi.waitFor(() => { expect(backend.named('undoChange').map((call) => call.args)).toEqual([[42]]); });

    await app.open(2, null, null);
    await app.removePicked();
    expect(backend.named('removeArticles').map((call) => call.args)).toEqual([[order]]);
    expect([app.reader.article, app.picks.n]).toEqual([null, 0]);
    app.toasts.act();
    await vi.waitFor(() => { expect(app.toasts.current?.text).toBe('Removal: undone'); });
    expect(app.reader.article).toBeNull();
  });
});

it('a saved search gets another name, and its own words back as one', async () => {
  const saved = { id: 3, name: 'quay', query: 'quay outlet:Tideline' };
  const backend = fakeBackend({ savedSearches: () => Promise.resolve([saved]), saveSearch: () => Promise.resolve(9) });
  const app = new App(backend);
  await app.searches.rename(saved, ' The quay story ');
  await app.searches.rename(saved, '');
  await app.searches.rename(saved, 'quay');
  expect(backend.named('saveSearch').map((call) => call.args)).toEqual([['The quay story', saved.query], [saved.query, saved.query]]);
  app.toasts.act();
  await vi.waitFor(() => { expect(backend.named('undoChange').map((call) => call.args)).toEqual([[9]]); });
});

it('an article opened at a passage is exported with it', () => {
  expect(openedAt(4, { passageId: 9 })).toEqual({ what: 'reading', articleId: 4, passageId: 9 });
  expect([openedAt(4, null), openedAt(4, { passageId: null })]).toEqual([{ what: 'articles', articleIds: [4] }, { what: 'articles', articleIds: [4] }]);
});
