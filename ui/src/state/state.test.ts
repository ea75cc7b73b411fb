// The window's state around a fake program: what is asked, what is kept, what is dropped.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem, type RelatedReply, type SearchReply } from '../ipc';
import { fakeBackend, found, hit, later, problem, progress, relatedTo, undone } from '../testing/fakeBackend';
import { App } from './app.svelte';

beforeEach(() => { vi.useFakeTimers(); localStorage.clear(); });
afterEach(() => { vi.useRealTimers(); });
const settle = () => vi.advanceTimersByTimeAsync(0);

describe('search', () => {
  it('asks once when the typing rests', async () => {
    const backend = fakeBackend();
    const app = new App(backend);
    for (const text of ['t', 'tr', 'tram']) { app.type(text); await vi.advanceTimersByTimeAsync(60); }
    expect(backend.named('search')).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(120);
    const request = { query: 'tram', mode: 'hybrid', sort: 'relevance', limit: 60 };
    expect(backend.named('search').map((call) => call.args)).toEqual([[{ ...request, explain: false }], [{ ...request, explain: true }]]);
    expect(app.search.reply?.hits[0]?.title).toBe('tram');
  });

  it('drops an answer that was overtaken', async () => {
    const answers = [later<SearchReply>(), later<SearchReply>()];
    let n = 0;
    const app = new App(fakeBackend({ search: () => (answers[n++] ?? later<SearchReply>()).promise }));
    app.type('first');
    await vi.advanceTimersByTimeAsync(120);
    app.type('second');
    await vi.advanceTimersByTimeAsync(120);
    answers[1]?.resolve(found('second'));
    await settle();
    answers[0]?.resolve(found('first'));
    await settle();
    expect(app.search.reply?.hits[0]?.title).toBe('second');
    expect(app.search.busy).toBe(false);
  });

  it('asks again when another search of the window came between', async () => {
    let n = 0;
    const app = new App(fakeBackend({
      search: (r) => (n++ === 0 ? Promise.reject(new Problem({ code: 'superseded', message: 'a newer search has begun', hint: null })) : Promise.resolve(found(r.query))),
    }));
    app.ask('tram');
    await settle();
    expect(n).toBe(3);
    expect(app.search.problem).toBeNull();
    expect(app.search.reply?.hits[0]?.title).toBe('tram');
  });

  it('shows hits at once and marks them when their sentences were compared', async () => {
    const marked = later<SearchReply>();
    const plain = found('tram');
    const app = new App(fakeBackend({ search: (r) => (r.explain ? marked.promise : Promise.resolve(plain)) }));
    app.ask('tram');
    await settle();
    expect(app.search.reply).toBe(plain);
    expect(app.search.busy).toBe(false);
    const { generation } = app.search;
    const explained = found('tram');
    marked.resolve(explained);
    await settle();
    expect(app.search.reply).toBe(explained);
    expect(app.search.generation).toBe(generation);
  });

  it('leaves the hits as they are when the marks cannot be made or another question is asked', async () => {
    const marked = later<SearchReply>();
    const app = new App(fakeBackend({
      search: (r) => {
        if (!r.explain) return Promise.resolve(found(r.query));
        return r.query === 'tram' ? marked.promise : Promise.reject(problem());
      },
    }));
    app.ask('tram');
    await settle();
    app.ask('ferry');
    await settle();
    marked.resolve(found('tram'));
    await settle();
    expect(app.search.reply?.hits[0]?.title).toBe('ferry');
    expect(app.search.problem).toBeNull();
  });

  it('says that nothing is close only when sentences were compared', async () => {
    const compared = later<SearchReply>();
    const far = (query: string) => found(query, { nothingClose: true });
    const app = new App(fakeBackend({ search: (r) => (r.explain ? compared.promise : Promise.resolve(far(r.query))) }));
    app.ask('tram');
    await settle();
    expect(app.search.reply).toBeNull();
    expect(app.search.busy).toBe(true);
    compared.resolve(found('tram', { nothingClose: false }));
    await settle();
    expect(app.search.reply?.nothingClose).toBe(false);
    expect(app.search.busy).toBe(false);
  });

  it('drops the answer when the field was cleared meanwhile', async () => {
    const answer = later<SearchReply>();
    const app = new App(fakeBackend({ search: () => answer.promise }));
    app.type('tram');
    await vi.advanceTimersByTimeAsync(120);
    app.type('');
    answer.resolve(found('tram'));
    await settle();
    expect(app.search.reply).toBeNull();
    expect(app.showsHits).toBe(false);
  });

  it('shows a failure and recovers from it', async () => {
    let broken = true;
    const app = new App(fakeBackend({ search: (r) => (broken ? Promise.reject(problem()) : Promise.resolve(found(r.query))) }));
    app.ask('tram');
    await settle();
    expect(app.search.problem?.code).toBe('store');
    broken = false;
    await app.search.run();
    expect(app.search.problem).toBeNull();
  });

  it('fetches more hits near the end, one page at a time and only while there are more', async () => {
    const many = (n: number) => Array.from({ length: n }, (_, i) => hit({ passageId: i + 1 }));
    const backend = fakeBackend({ search: (r) => Promise.resolve(found(r.query, { hits: many(Math.min(r.limit, 150)), nTotal: 400 })) });
    const app = new App(backend);
    app.ask('tram');
    await settle();
    app.search.more();
    app.search.more();
    expect(app.search.busy).toBe(false);
    await settle();
    expect(app.search.reply?.hits).toHaveLength(120);
    app.search.more();
    await settle();
    app.search.more();
    await settle();
    expect(app.search.reply?.hits).toHaveLength(150);
    const asked = backend.named('search').map((call) => call.args[0] as { limit: number; explain: boolean });
    expect(asked.filter((request) => !request.explain).map((request) => request.limit)).toEqual([60, 120, 240]);
    app.type('trams');
    await vi.advanceTimersByTimeAsync(120);
    expect(backend.named('search').at(-1)?.args[0]).toMatchObject({ query: 'trams', limit: 60, explain: true });
  });

  it('takes a chip away and searches again', async () => {
    const part = { kind: 'after', value: '2031-01', typed: 'after:2031-01' };
    const backend = fakeBackend({ search: (r) => Promise.resolve(found(r.query, { understood: r.query.includes('after:') ? [part] : [] })) });
    const app = new App(backend);
    app.ask('tram after:2031-01');
    await settle();
    expect(app.search.chips).toEqual([part]);
    app.removePart(part);
    await settle();
    expect(app.search.query).toBe('tram');
    expect(app.search.chips).toEqual([]);
  });

  it('lists the articles of an outlet when nothing else is asked', async () => {
    const backend = fakeBackend();
    const app = new App(backend);
    app.toggleFilter('outlet', 'The Quay');
    await settle();
    expect(app.search.query).toBe('outlet:"The Quay"');
    expect(backend.named('search')).toHaveLength(0);
    expect(backend.named('listArticles').at(-1)?.args).toEqual(['The Quay']);
    expect(app.search.chips[0]?.value).toBe('The Quay');
    app.toggleFilter('outlet', 'The Quay');
    expect(backend.named('listArticles').at(-1)?.args).toEqual([null]);
  });

  it('opens the first hit on Enter, waiting for the answer to what is typed', async () => {
    const backend = fakeBackend();
    const app = new App(backend);
    app.type('tram');
    await app.openFirst();
    expect(backend.named('openArticle')[0]?.args).toEqual([1, 11, 'tram']);
  });

  it('opens nothing on Enter when nothing is close', async () => {
    const backend = fakeBackend({ search: (r) => Promise.resolve(found(r.query, { nothingClose: true })) });
    const app = new App(backend);
    app.type('zebra');
    await app.openFirst();
    expect(backend.named('openArticle')).toHaveLength(0);
  });
});

describe('reader and elsewhere', () => {
  it('goes back and forward through what was opened', async () => {
    const app = new App(fakeBackend());
    await app.openHit(hit({ articleId: 1, passageId: 11 }));
    await app.openHit(hit({ articleId: 2, passageId: 21 }));
    expect([app.reader.article?.articleId, app.reader.canGoBack, app.reader.canGoForward]).toEqual([2, true, false]);
    await app.back();
    expect([app.reader.article?.articleId, app.elsewhere.looking]).toEqual([1, 11]);
    await app.forward();
    expect(app.reader.article?.articleId).toBe(2);
    await app.back();
    await app.openHit(hit({ articleId: 3, passageId: 31 }));
    expect(app.reader.canGoForward).toBe(false);
  });

  it('says which article could not be opened', async () => {
    const app = new App(fakeBackend({ openArticle: () => Promise.reject(problem({ code: 'article_gone' })) }));
    await app.openRow({ articleId: 9 });
    expect(app.reader.article).toBeNull();
    expect(app.reader.problem?.code).toBe('article_gone');
  });

  it('compares the first passage of an article opened from the list', async () => {
    const backend = fakeBackend();
    const app = new App(backend);
    await app.openRow({ articleId: 4 });
    expect(backend.named('related').at(-1)?.args).toEqual([41]);
  });

  it('follows the eyes at a walking pace', async () => {
    const backend = fakeBackend();
    const app = new App(backend);
    await app.openHit(hit());
    for (const id of [12, 13, 14]) { app.elsewhere.look(id); await vi.advanceTimersByTimeAsync(50); }
    await vi.advanceTimersByTimeAsync(150);
    expect(backend.named('related').map((call) => call.args[0])).toEqual([11, 14]);
    app.elsewhere.look(11);
    await vi.advanceTimersByTimeAsync(150);
    expect(backend.named('related')).toHaveLength(2);
  });

  it('lets a selection win until it is let go', async () => {
    const app = new App(fakeBackend());
    await app.openHit(hit());
    app.elsewhere.select('give the workers what they had', 1);
    await settle();
    expect(app.elsewhere.reply?.hits[0]?.title).toBe('selection');
    app.elsewhere.look(12);
    await vi.advanceTimersByTimeAsync(200);
    expect(app.elsewhere.reply?.hits[0]?.title).toBe('selection');
    app.elsewhere.select('', 1);
    await settle();
    expect(app.elsewhere.reply?.hits[0]?.title).toBe('passage');
  });

  it('drops what was asked for a passage left behind', async () => {
    const slow = later<RelatedReply>();
    const app = new App(fakeBackend({ related: (id) => (id === 11 ? slow.promise : Promise.resolve(relatedTo('near'))) }));
    await app.openHit(hit());
    app.elsewhere.look(12);
    await vi.advanceTimersByTimeAsync(150);
    slow.resolve(relatedTo('far'));
    await settle();
    expect(app.elsewhere.reply?.hits[0]?.title).toBe('near');
  });

  it('removes with a way back', async () => {
    const backend = fakeBackend({ undoChange: () => Promise.resolve(undone({ kind: 'removal', broughtBack: [1] })) });
    const app = new App(backend);
    await app.openHit(hit({ articleId: 1 }));
    await app.removeOpened();
    expect(backend.named('removeArticles')[0]?.args).toEqual([[1]]);
    expect(app.reader.article).toBeNull();
    expect(app.reader.canGoBack).toBe(false);
    app.toasts.current?.action?.run();
    await settle();
    expect(backend.named('undoChange').map((call) => call.args)).toEqual([[1]]);
    expect(app.reader.article?.articleId).toBe(1);
  });
});

describe('import', () => {
  it('takes up an import that was running, follows it, and can be dismissed at the end', async () => {
    const backend = fakeBackend({ importState: () => Promise.resolve(progress()) });
    const app = new App(backend);
    const end = await app.start();
    expect(app.importing.card?.title).toBe('Reading 48 files');
    backend.tell.progress(progress({ phase: 'done' }));
    expect(app.importing.card?.canDismiss).toBe(true);
    app.importing.dismiss();
    expect(app.importing.card).toBeNull();
    backend.tell.progress(progress());
    expect(app.importing.card?.running).toBe(true);
    end();
    backend.tell.progress(progress({ phase: 'done' }));
    expect(app.importing.card?.running).toBe(true);
  });

  it('shows why a command failed', async () => {
    const app = new App(fakeBackend({ importSample: () => Promise.reject(problem({ message: 'the library is busy' })) }));
    await app.importing.importSample();
    expect(app.toasts.current).toMatchObject({ text: 'the library is busy', hint: 'run verify', failed: true });
  });

  it('refreshes at a calm pace while the library keeps changing', async () => {
    const backend = fakeBackend();
    const app = new App(backend);
    await app.start();
    for (let i = 0; i < 20; i += 1) { backend.tell.libraryChanged(); await vi.advanceTimersByTimeAsync(50); }
    await vi.advanceTimersByTimeAsync(2000);
    expect(backend.named('libraryState').length).toBeLessThanOrEqual(4);
  });
});

describe('settings', () => {
  it('goes round light, dark and the system, and remembers', () => {
    const { settings } = new App(fakeBackend());
    const seen = [0, 1, 2].map(() => { settings.nextTheme(); return settings.theme; });
    expect(seen).toEqual(['dark', 'light', 'system']);
    settings.nextTheme();
    expect(document.documentElement.dataset['theme']).toBe('dark');
    expect(new App(fakeBackend()).settings.theme).toBe('dark');
  });
  it('keeps the text size within bounds', () => {
    const { settings } = new App(fakeBackend());
    for (let i = 0; i < 20; i += 1) settings.larger();
    expect(settings.textScale).toBe(1.6);
    settings.normalSize();
    expect(settings.textScale).toBe(1);
  });
});

it('shows where to let go until the pointer moves freely again', () => {
  const app = new App(fakeBackend());
  app.drag.take({ phase: 'enter', nItems: 3 });
  expect([app.drag.over, app.drag.nItems]).toEqual([true, 3]);
  app.drag.pointerMoved({ movementX: 4, movementY: 0 });
  expect(app.drag.over).toBe(true);
  vi.advanceTimersByTime(1500);
  app.drag.pointerMoved({ movementX: 0, movementY: 0 });
  expect(app.drag.over).toBe(true);
  app.drag.pointerMoved({ movementX: 4, movementY: 0 });
  expect(app.drag.over).toBe(false);
  app.drag.take({ phase: 'enter', nItems: 3 });
  app.drag.take({ phase: 'drop', nItems: 3 });
  expect(app.drag.over).toBe(false);
});

describe('a file opened from outside', () => {
  it('is shown when the window starts and whenever the program says so, each article once', async () => {
    const wanted = [7, null, 9, null];
    const backend = fakeBackend({ requestedArticle: () => Promise.resolve(wanted.shift() ?? null) });
    const app = new App(backend);
    const end = await app.start();
    await settle();
    expect(app.reader.article?.articleId).toBe(7);
    backend.tell.articleRequested();
    await settle();
    expect(app.reader.article?.articleId).toBe(7);
    backend.tell.articleRequested();
    await settle();
    expect(app.reader.article?.articleId).toBe(9);
    expect(backend.named('openArticle').map((call) => call.args[0])).toEqual([7, 9]);
    end();
  });
});
