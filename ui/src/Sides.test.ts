// Stories, comparing, Elsewhere, dates and the map in the mounted window, around a fake program.
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it } from 'vitest';
import Window from './Window.svelte';
import type { Backend } from './ipc';
import { App } from './state/app.svelte';
import { article, fakeBackend, hit, library, row as articleRow } from './testing/fakeBackend';
import type { FakeBackend } from './testing/fakeBackend';
import { storyRow } from './testing/fakeSides';

let window_: Record<string, unknown> | undefined;
beforeEach(() => {
  localStorage.clear();
  Object.defineProperty(window, 'innerWidth', { value: 1280, configurable: true });
});
afterEach(async () => { if (window_) await unmount(window_); window_ = undefined; document.body.replaceChildren(); });

async function open(answers: Partial<Backend> = {}): Promise<{ backend: FakeBackend; app: App }> {
  const backend = fakeBackend(answers);
  const app = new App(backend);
  window_ = mount(Window, { target: document.body, props: { app } });
  await rest();
  return { backend, app };
}

async function rest(ms = 5): Promise<void> {
  await new Promise((done) => setTimeout(done, ms));
  flushSync();
}

const all = (id: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)];
const one = (id: string): HTMLElement => {
  const element = all(id)[0];
  if (!element) throw new Error(`nothing carries ${id}`);
  return element;
};
const press = (element: Element, key: string, more: KeyboardEventInit = {}): void => {
  element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...more }));
};

async function openStory(answers: Partial<Backend> = {}): Promise<{ backend: FakeBackend; app: App }> {
  const opened = await open(answers);
  one('nav-stories').click();
  await rest();
  one('story-title').click();
  await rest();
  return opened;
}

it('lists stories, filters them as one types and sorts them', async () => {
  const stories = [storyRow(), storyRow({ storyId: 2, title: 'Moths cross the river', outlets: ['Ledger Weekly'], nArticles: 9 })];
  await open({ listStories: () => Promise.resolve({ stories, isDue: false }) });
  one('nav-stories').click();
  await rest();
  expect(all('story-row')).toHaveLength(2);
  expect(one('story-row').textContent).toContain('2 origins at least');
  const field = one('story-filter') as HTMLInputElement;
  field.value = 'moths';
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await rest();
  expect(all('story-title').map((row) => row.textContent)).toEqual(['Moths cross the river']);
  expect(one('story-count').textContent).toBe('1 of 2 stories');
});

it('says how stories come about when there are none', async () => {
  await open({ listStories: () => Promise.resolve({ stories: [], isDue: false }) });
  one('nav-stories').click();
  await rest();
  expect(one('no-stories').textContent).toContain('two articles');
});

it('prints no narration between quotation marks, also where it was seen first', async () => {
  const told = (text: string, isReported: boolean) => ({
    place: { articleId: 1, passageId: 11, text }, pieces: [{ text, kind: null }], standing: isReported ? 'first' as const : 'reworded' as const, isReported, claims: [], speaker: null,
  });
  await openStory({
    storyQuotes: () => Promise.resolve([{ speaker: 'the board', nArticles: 2, renderings: [told('The board said on Saturday that it waits', true), told('We wait', false)] }]),
  });
  const isQuoted = (text: string) => all('rendering').some((row) => row.querySelector('q:not(.plain)')?.textContent === text);
  expect([isQuoted('The board said on Saturday that it waits'), isQuoted('We wait')]).toEqual([false, true]);
  expect(all('rendering')[0]?.textContent).toContain('reported speech');
});

it('shows a story with its origins, quotations and news', async () => {
  const { backend } = await openStory();
  expect(one('story-page-title').textContent).toBe('Night trams may return');
  expect(one('story-origins').textContent).toContain('2 independent origins at least');
  expect(all('story-article').map((row) => row.textContent?.includes('repeats Coast Herald, 97 %'))).toEqual([false, false, true]);
  expect(all('rendering')[1]?.querySelector('.fact')?.textContent).toBe('must have');
  expect(one('news-of')).toHaveProperty('value', '3');
  expect(all('news-sentence').map((row) => row.dataset['status'])).toEqual(['changed', 'new']);
  expect(backend.named('articleNews').at(-1)?.args).toEqual([3]);
  expect(all('timeline-mark').map((mark) => mark.dataset['kind'])).toEqual(['event', 'article', 'article', 'copy']);
});

it('lays out what each origin says, filtered by state, and opens a cell at its place', async () => {
  const { backend, app } = await openStory();
  expect(backend.named('storyLedger').at(-1)?.args).toEqual([1]);
  expect(all('ledger-row').map((row) => row.dataset['state'])).toEqual(['differ', 'agree', 'notComparable', 'oneOrigin']);
  expect(all('ledger-row')[0]?.textContent).toContain('1,400');
  one('ledger-filter-differ').click();
  await rest();
  expect(all('ledger-row').map((row) => row.dataset['state'])).toEqual(['differ']);
  expect(one('ledger-filter-differ').getAttribute('aria-pressed')).toBe('true');
  one('ledger-filter-differ').click();
  await rest();
  expect(all('ledger-row')).toHaveLength(4);
  all('ledger-cell')[1]?.click();
  await rest();
  expect(backend.named('openArticle').at(-1)?.args).toEqual([2, 21, null]);
  expect(app.evidence.place?.text).toBe('The union of the quays has 1,400 members.');
});

it('walks the ledger by keys with one cell in the tab order', async () => {
  await openStory();
  const cells = all('ledger-cell');
  expect(cells.map((cell) => cell.tabIndex)).toEqual([0, -1, -1, -1, -1, -1, -1]);
  cells[0]?.focus();
  press(cells[0] as Element, 'ArrowRight');
  await rest();
  expect(document.activeElement).toBe(cells[1]);
  press(cells[1] as Element, 'ArrowDown');
  await rest();
  expect(document.activeElement).toBe(cells[3]);
  expect(cells.map((cell) => cell.tabIndex)).toEqual([-1, -1, -1, 0, -1, -1, -1]);
});

it('says when the ledger cannot be had', async () => {
  await openStory({ storyLedger: () => Promise.reject(new Error('gone')) });
  expect(one('story-page').textContent).toContain('could not be laid beside each other');
});

it('shows who told it first and who takes from whom, and opens the credit', async () => {
  const { backend, app } = await openStory();
  expect(one('first-telling').textContent).toContain('First dated telling: Coast Herald, 4 Jan 2031');
  const nodes = all('tree-node').map((node) => node.querySelector(':scope > .row')?.textContent?.replace(/\s+/gu, ' ').trim());
  expect(nodes).toEqual([
    'Norden Wire no earlier article here'.replace(' no', 'no'),
    expect.stringContaining('quotes what was said to it'),
    expect.stringContaining('first'),
    expect.stringContaining('guessed'),
  ]);
  const buttons = [...one('story-tree').querySelectorAll<HTMLElement>('button')];
  buttons[0]?.focus();
  press(buttons[0] as Element, 'ArrowDown');
  expect(document.activeElement).toBe(one('tree-credit'));
  one('tree-credit').click();
  await rest();
  expect(backend.named('openArticle').at(-1)?.args).toEqual([2, 21, null]);
  expect(app.evidence.place?.text).toBe('told Norden Wire');
});

it('saves the ledger as a file', async () => {
  const { backend } = await openStory();
  one('ledger-export').click();
  await rest();
  one('ledger-export-csv').click();
  await rest();
  expect(backend.named('exportLedger').at(-1)?.args).toEqual([1, 'csv']);
});

it('says what an article leaves out once it is unfolded', async () => {
  const { backend, app } = await open();
  await app.open(1, null, null);
  await rest();
  expect(backend.named('articleLeftOut')).toHaveLength(0);
  const fold = one('left-out') as HTMLDetailsElement;
  fold.open = true;
  fold.dispatchEvent(new Event('toggle'));
  await rest();
  expect(backend.named('articleLeftOut').at(-1)?.args).toEqual([1]);
  expect(one('left-out-fact').textContent).toContain('told by 2 independent origins');
  expect(all('only-here')).toHaveLength(1);
});

it('walks the timeline by keys and shows what a mark stands for', async () => {
  await openStory();
  const marks = all('timeline-mark');
  marks[0]?.focus();
  press(marks[0] as Element, 'Enter');
  await rest();
  expect(one('timeline-detail').textContent).toContain('The line closed in 2028.');
  press(marks[0] as Element, 'ArrowRight');
  await rest();
  expect(document.activeElement).toBe(marks[1]);
  expect(one('timeline-detail').textContent).toContain('Article 1');
});

it('opens evidence at its place and finds the way back', async () => {
  const { backend, app } = await openStory();
  one('source-mention').click();
  await rest();
  expect(backend.named('openArticle').at(-1)?.args).toEqual([2, 21, null]);
  expect(app.evidence.place?.text).toBe('told Norden Wire');
  expect(all('reader')).toHaveLength(1);
  press(document.body, 'Escape');
  await rest();
  expect(one('story-page-title').textContent).toBe('Night trams may return');
});

it('compares two ticked articles, only where they differ if so wanted', async () => {
  const { backend } = await openStory();
  all('story-pick')[0]?.click();
  await rest();
  expect(one('story-compare')).toHaveProperty('disabled', true);
  all('story-pick')[1]?.click();
  await rest();
  one('story-compare').click();
  await rest();
  expect(backend.named('compareArticles').at(-1)?.args).toEqual([1, 2]);
  expect(all('compare-row').map((row) => row.dataset['kind'])).toEqual(['identical', 'reworded', 'onlyB']);
  expect(one('compare').textContent).toContain('number: 1,200 / 1,400');
  one('only-differences').click();
  await rest();
  expect(all('compare-row')).toHaveLength(2);
  one('compare-swap').click();
  await rest();
  expect(backend.named('compareArticles').at(-1)?.args).toEqual([2, 1]);
  one('stage-back').click();
  await rest();
  one('story-page');
});

it('chooses what to compare with by key, those of the story first', async () => {
  const row = (articleId: number, title: string) => articleRow(articleId, { title, outlet: 'Tideline', published: null, fileName: 'a.txt' });
  const { backend, app } = await open({ listArticles: () => Promise.resolve([row(8, 'Apart'), row(3, 'Same story'), row(1, 'Itself')]) });
  await app.openRow({ articleId: 1 });
  await rest();
  press(document.body, 'v');
  await rest();
  expect(all('compare-choice').map((choice) => choice.querySelector('.title')?.textContent)).toEqual(['Same story', 'Apart']);
  press(one('compare-filter'), 'Enter');
  await rest();
  expect(backend.named('compareArticles').at(-1)?.args).toEqual([1, 3]);
  expect(one('compare-picker')).toHaveProperty('open', false);
});

it('puts other outlets first, keeps a card while reading on, and marks what differs', async () => {
  const hits = [hit({ passageId: 31, articleId: 3, outlet: 'The Quay', title: 'Own outlet' }), hit({ passageId: 41, articleId: 4, outlet: 'Tideline', title: 'Other outlet' })];
  const { app, backend } = await open({ related: (id) => Promise.resolve({ hits: id === 11 ? hits : [], nOutlets: 2, copies: [], searchedMeaning: true, outsideModel: null }) });
  await app.openHit({ articleId: 1, passageId: 11 });
  await rest();
  expect(all('elsewhere-card').map((card) => card.querySelector('h3')?.textContent)).toEqual(['Other outlet', 'Own outlet']);
  one('elsewhere-card').dispatchEvent(new MouseEvent('mouseenter'));
  await rest();
  expect(backend.named('contrast').at(-1)?.args).toEqual([{ from: 'passage', passageId: 11 }, 41]);
  expect(app.evidence.contrast?.here.map((piece) => piece.kind)).toEqual([null, 'word']);
  one('elsewhere-card').dispatchEvent(new MouseEvent('mouseleave'));
  expect(app.evidence.contrast).toBeNull();
  one('elsewhere-pin').click();
  await rest();
  app.elsewhere.start(99);
  await rest();
  expect(one('elsewhere-pins').textContent).toContain('Other outlet');
  one('elsewhere-compare').click();
  await rest();
  expect(backend.named('compareArticles').at(-1)?.args).toEqual([1, 4]);
});

it('narrows the search to months by keys, and widens it again', async () => {
  const { app } = await open();
  await rest();
  const brush = one('date-brush');
  press(brush, 'ArrowRight');
  await rest();
  expect(app.search.query).toBe('after:2031-03-01 before:2031-03-31');
  press(brush, 'ArrowLeft');
  await rest();
  expect(app.search.query).toBe('after:2031-02-01 before:2031-02-28');
  press(brush, 'ArrowRight', { shiftKey: true });
  await rest();
  expect(app.search.query).toBe('after:2031-02-01 before:2031-03-31');
  one('date-clear').click();
  await rest();
  expect(app.search.query).toBe('');
});

it('draws the map, can be cancelled, and is drawn anew after a change', async () => {
  const { backend, app } = await open({ libraryMap: () => Promise.resolve(null), libraryState: () => Promise.resolve(library()) });
  one('nav-map').click();
  await rest();
  expect(app.map.isCancelled).toBe(true);
  expect(one('map').textContent).toContain('Draw it');
  backend.tell.libraryChanged();
  await rest(20);
  expect(backend.named('libraryMap')).toHaveLength(2);
});

it('reads the stories anew only when somebody looks, and never twice at a time', async () => {
  const waiting: (() => void)[] = [];
  const list = { stories: [storyRow()], isDue: false };
  const { backend } = await open({ listStories: () => new Promise((done) => { waiting.push(() => { done(list); }); }) });
  backend.tell.libraryChanged();
  await rest();
  expect(backend.named('listStories')).toHaveLength(0);
  one('nav-stories').click();
  await rest();
  backend.tell.libraryChanged();
  await rest(700);
  expect(backend.named('listStories')).toHaveLength(1);
  waiting[0]?.();
  await rest();
  expect(backend.named('listStories')).toHaveLength(2);
  waiting[1]?.();
  await rest();
  expect(all('story-row')).toHaveLength(1);
});

it('goes from the reader to the story of the open article', async () => {
  const { app, backend } = await open();
  await app.openRow({ articleId: 2 });
  await rest();
  one('reader-story').click();
  await rest();
  expect(backend.named('openStory').at(-1)?.args).toEqual([2]);
  one('story-page');
});

it('makes room for what is searched for', async () => {
  const { app } = await open();
  await app.compareWith(1, 2);
  await rest();
  expect(all('hit')).toHaveLength(0);
  app.type('night');
  await rest(150);
  expect([all('hit').length, all('compare').length]).toEqual([1, 0]);
});

it('keeps what is ticked while the library changes around the story', async () => {
  const { backend } = await openStory();
  all('story-pick')[0]?.click();
  await rest();
  backend.tell.libraryChanged();
  await rest(700);
  expect(backend.named('openStory').length).toBeGreaterThan(1);
  expect(one('story-pick')).toHaveProperty('checked', true);
});

it('opens the chain of an article that was met again, and lays two of its texts side by side', async () => {
  const { backend, app } = await open({ openArticle: (id, here) => Promise.resolve(article(id, here, { nVersions: 3 })) });
  await app.open(1, null, null);
  await rest();
  const chain = one('versions') as HTMLDetailsElement;
  expect(chain.textContent).toContain('3 versions');
  chain.open = true;
  chain.dispatchEvent(new Event('toggle'));
  await rest();
  expect(all('version').map((it) => it.querySelector('.seen')?.textContent)).toEqual(['Text of 3 March 2031', 'Capture of 3 June 2031', 'Capture of 3 September 2031']);
  one('version-beside').click();
  await rest();
  expect(backend.named('compareVersions').at(-1)?.args).toEqual([1, 1, 3]);
  expect(one('compare').getAttribute('aria-label')).toBe('Two versions side by side');
  const told = all('version-change').map((it) => it.textContent);
  expect(told[0]).toContain('number');
  expect(told[1]).toContain('present in the text of 3 March 2031, absent in the capture of 3 September 2031');
  one('compare-swap').click();
  await rest();
  expect(backend.named('compareVersions').at(-1)?.args).toEqual([1, 3, 1]);
});
