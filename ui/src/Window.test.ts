// The whole window mounted around a fake program: what a reader sees and can do.
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it } from 'vitest';
import Window from './Window.svelte';
import type { Backend, FileState } from './ipc';
import { App } from './state/app.svelte';
import { fakeBackend, found, hit, library, packList, packSwitching, progress, row as articleRow, watched } from './testing/fakeBackend';
import type { FakeBackend } from './testing/fakeBackend';

let window_: Record<string, unknown> | undefined;
beforeEach(() => { localStorage.clear(); resize(1280); });
afterEach(async () => { if (window_) await unmount(window_); window_ = undefined; document.body.replaceChildren(); });

async function open(answers: Partial<Backend> = {}): Promise<{ backend: FakeBackend; app: App }> {
  const backend = fakeBackend(answers);
  const app = new App(backend);
  window_ = mount(Window, { target: document.body, props: { app } });
  await rest();
  return { backend, app };
}

function resize(widthPx: number): void {
  Object.defineProperty(window, 'innerWidth', { value: widthPx, configurable: true });
  window.dispatchEvent(new Event('resize'));
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

async function search(text: string): Promise<void> {
  const field = one('search-field') as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await rest(150);
}

it('offers three ways to begin when the library is empty', async () => {
  const { backend } = await open({ libraryState: () => Promise.resolve(library({ nArticles: 0, nPassages: 0, outlets: [], languages: [] })) });
  one('empty-state');
  one('choose-files').click();
  one('choose-folder').click();
  one('try-sample').click();
  expect(['chooseFiles', 'chooseFolder', 'importSample'].map((name) => backend.named(name).length)).toEqual([1, 1, 1]);
  backend.tell.drag({ phase: 'enter', nItems: 4 });
  await rest();
  expect(one('drop-overlay').textContent).toContain('Let go to add 4 items');
});

it('shows hits with source, label and marks, and opens one at its passage', async () => {
  const { backend } = await open();
  await search('night');
  expect(one('hit').textContent).toContain('The Quay');
  expect(one('hit-label').textContent).toContain('reworded');
  expect(one('hit').querySelector('mark')?.textContent).toBe('night');
  one('hit-title').click();
  await rest();
  expect(one('reader-title').textContent).toBe('Article 1');
  expect(one('reader-here').textContent).toBe('By night.');
  expect(one('elsewhere-card').textContent).toContain('passage');
  expect(backend.named('related').at(-1)?.args).toEqual([11]);
});

it('renders imported text as text, whatever it holds', async () => {
  const evil = '<img src=x onerror=alert(1)><script>alert(1)</script>';
  await open({ search: () => Promise.resolve(found('x', { hits: [hit({ title: evil, outlet: evil, segments: [{ text: evil, mark: 'word' }] })] })) });
  await search('x');
  expect(one('hit').querySelector('img, script')).toBeNull();
  expect(one('hit-title').textContent).toBe(evil);
});

it('shows furniture dimmed only when asked', async () => {
  const { app } = await open();
  await app.openRow({ articleId: 1 });
  await rest();
  expect(one('reader').textContent).not.toContain('Give today');
  one('furniture-toggle').click();
  await rest();
  expect(one('reader').textContent).toContain('Give today');
  expect(one('furniture-toggle').getAttribute('aria-pressed')).toBe('true');
});

it('says kindly that nothing is close and keeps loose hits behind a click', async () => {
  await open({ search: () => Promise.resolve(found('zebra', { nothingClose: true, nTotal: 0 })) });
  await search('zebra');
  one('nothing-close');
  expect(all('hit')).toHaveLength(0);
  one('show-loose').click();
  await rest();
  expect(all('hit')).toHaveLength(1);
});

it('says what of a query was not understood and asks what was meant', async () => {
  const notes = ['`titel:` is no field and was searched as words'];
  const { backend } = await open({ search: (r) => Promise.resolve(found(r.query, r.query === 'titel:port' ? { notes, didYouMean: 'title:port' } : {})) });
  await search('titel:port');
  expect(one('query-notes').textContent).toContain('titel:');
  one('did-you-mean').click();
  await rest();
  expect(backend.named('search').at(-1)?.args[0]).toMatchObject({ query: 'title:port' });
  expect(all('query-notes')).toHaveLength(0);
});

it('follows an import and lists what went wrong', async () => {
  const file = (state: FileState, fileId: number) => ({ fileId, fileName: `${state}.txt`, folder: '~', state, articleIds: state === 'failed' ? [] : [1], problem: state === 'failed' ? problems[0] ?? null : null });
  const { backend } = await open({
    importQueue: (only) => Promise.resolve({ counts: [{ state: 'failed', nFiles: 1 }, { state: 'foundByWords', nFiles: 1 }], files: (only ? [only] : ['failed', 'foundByWords'] as FileState[]).map(file), nMore: 0 }),
  });
  const problems = [{ fileName: 'scan.txt', path: '~/scan.txt', code: 'not_text', message: 'it is a picture', hint: 'leave it out' }];
  backend.tell.progress(progress({ nProblems: problems.length }));
  await rest();
  expect(one('import-job').textContent).toContain('30 of 48 files');
  one('import-cancel').click();
  expect(backend.named('cancelImport')).toHaveLength(1);
  one('import-problems').click();
  await rest();
  expect(one('queue-dialog').textContent).toContain('leave it out');
  expect(all('queue-file')).toHaveLength(1);
  one('queue-retry').click();
  await rest();
  expect(backend.named('retryFile').at(-1)?.args).toEqual([0]);
  expect(all('queue-file')).toHaveLength(2);
  one('queue-receipt').click();
  await rest();
  expect(one('receipt-dropped').textContent).toContain('Give today');
  expect(one('receipt-kept').textContent).toBe('By night.');
});

it('asks before it imports every article of a large archive', async () => {
  const problem = { fileName: 'notes.zip', path: '~/notes.zip', code: 'too_many_articles', message: '`notes.zip` holds 34000 articles', hint: 'choose Import all' };
  const { backend } = await open({
    importQueue: () => Promise.resolve({ counts: [{ state: 'failed', nFiles: 1 }], files: [{ fileId: 3, fileName: 'notes.zip', folder: '~', state: 'failed', articleIds: [], problem }], nMore: 0 }),
  });
  backend.tell.progress(progress({ nProblems: 1 }));
  await rest();
  one('import-problems').click();
  await rest();
  expect(all('queue-retry')).toHaveLength(0);
  one('queue-import-all').click();
  await rest();
  expect(backend.named('importWholeFile').at(-1)?.args).toEqual([3]);
});

it('has a notice with the next step when the model is missing', async () => {
  const model = { state: 'missing' as const, problem: { code: 'model_missing', message: 'no model', hint: 'run the set-up' } };
  await open({ libraryState: () => Promise.resolve(library({ model })) });
  expect(one('notice').textContent).toContain('run the set-up');
});

it('is usable by keys: field, list, open', async () => {
  const hits = [hit({ passageId: 11 }), hit({ passageId: 12, title: 'Second' })];
  const { backend } = await open({ search: (r) => Promise.resolve(found(r.query, { hits })) });
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true }));
  expect(document.activeElement).toBe(one('search-field'));
  await search('night');
  one('search-field').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
  expect(document.activeElement).toBe(all('hit-title')[0]);
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
  await rest();
  expect(document.activeElement?.textContent).toBe('Second');
  expect(all('hit-title').map((row) => row.tabIndex)).toEqual([-1, 0]);
  one('search-field').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  await rest();
  expect(backend.named('openArticle').at(-1)?.args).toEqual([1, 11, 'night']);
});

it('narrows to an outlet and back, in step with the field', async () => {
  await open();
  await search('night');
  one('facet').click();
  await rest();
  expect((one('search-field') as HTMLInputElement).value).toBe('night outlet:"The Quay"');
  expect(one('facet').getAttribute('aria-pressed')).toBe('true');
  one('facet').click();
  await rest();
  expect((one('search-field') as HTMLInputElement).value).toBe('night');
});

it('folds panes into tabs as the window narrows', async () => {
  const { app } = await open();
  await app.openHit(hit());
  await rest();
  expect(all('elsewhere')).toHaveLength(1);
  resize(1000);
  await rest();
  expect([all('elsewhere').length, all('reader').length, all('tab-elsewhere').length]).toEqual([0, 1, 1]);
  one('tab-elsewhere').click();
  await rest();
  expect([all('elsewhere').length, all('reader').length]).toEqual([1, 0]);
  resize(700);
  await rest();
  one('tab-list').click();
  await rest();
  expect([all('elsewhere').length, document.getElementById('pane-list') !== null]).toEqual([0, true]);
});

it('changes appearance with one click', async () => {
  await open();
  const before = document.documentElement.dataset['theme'];
  one('theme-toggle').click();
  expect(document.documentElement.dataset['theme']).not.toBe(before);
});

it('opens the palette by key, moves in it, runs what is chosen', async () => {
  await open();
  const press = (target: EventTarget, key: string, over: KeyboardEventInit = {}): void => {
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...over }));
  };
  press(document.body, 'p', { ctrlKey: true });
  await rest();
  const field = one('palette-field') as HTMLInputElement;
  field.value = 'dark';
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await rest();
  expect(all('palette-item')[0]?.getAttribute('aria-selected')).toBe('true');
  press(field, 'Enter');
  await rest();
  expect(document.documentElement.dataset['theme']).toBe('dark');
  expect(all('palette-field')).toHaveLength(0);
  press(document.body, '?', { shiftKey: true });
  await rest();
  expect(one('keys-dialog').textContent).toContain('Search the library');
});

it('asks about the articles before it forgets a folder', async () => {
  let folders = [watched(), watched({ folderId: 2, name: 'Drive', problem: 'the folder is not there', isThere: false })];
  const { backend } = await open({
    watchedFolders: () => Promise.resolve(folders),
    unwatchFolder: (id) => { folders = folders.filter((folder) => folder.folderId !== id); return Promise.resolve(3); },
  });
  expect(all('watched-row')).toHaveLength(2);
  one('watched-row').click();
  await rest();
  expect(all('remove-vanished')).toHaveLength(1);
  one('forget-folder').click();
  await rest();
  expect(backend.named('unwatchFolder')).toHaveLength(0);
  one('forget-remove').click();
  await rest();
  expect(backend.named('unwatchFolder').at(-1)?.args).toEqual([1, 'remove']);
  expect(all('watched-folder')).toHaveLength(1);
  one('toast-action').click();
  await rest();
  expect(backend.named('undoLast')).toHaveLength(1);
});

it('says what can be done about what is damaged, and computes again', async () => {
  const damaged = { what: 'the words index was changed', nextStep: 'reindex' as const };
  const lost = { what: 'article 3 “Ice”: damaged: text', nextStep: 'restoreOrImport' as const };
  const { backend } = await open({
    verifyLibrary: () => Promise.resolve([damaged, lost]),
    reindexLibrary: () => Promise.resolve([lost]),
  });
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: ',', ctrlKey: true, bubbles: true }));
  await rest();
  one('settings-library').click();
  await rest();
  one('verify').click();
  await rest();
  expect(all('problem').map((problem) => problem.textContent)).toEqual([
    expect.stringContaining('computed again'), expect.stringContaining('import the files of these articles'),
  ]);
  one('reindex').click();
  await rest();
  expect(backend.named('reindexLibrary')).toHaveLength(1);
  expect(all('problem')).toHaveLength(1);
  expect(all('reindex')).toHaveLength(0);
});

it('settles the appearance, checks the library and names the model', async () => {
  const { backend } = await open({ libraries: () => Promise.resolve([{ libraryId: 7, name: 'Other', path: '~/o', isOpen: false, isThere: true }]) });
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: ',', ctrlKey: true, bubbles: true }));
  await rest();
  one('theme-dark').click();
  expect(document.documentElement.dataset['theme']).toBe('dark');
  one('settings-library').click();
  await rest();
  one('verify').click();
  await rest();
  expect(one('verify-result').textContent).toContain('Everything is whole.');
  one('open-known').click();
  expect(backend.named('openKnownLibrary').at(-1)?.args).toEqual([7]);
  one('settings-model').click();
  await rest();
  expect(one('model-title').textContent).toBe('Test model');
  one('save-power').click();
  await rest();
  expect(backend.named('savePower').at(-1)?.args).toEqual([true]);
  one('read-scans').click();
  await rest();
  expect(backend.named('readScans').at(-1)?.args).toEqual([false]);
});

it('puts a copy back once that is confirmed, and never a damaged one', async () => {
  const copy = (backupId: number, state: 'whole' | 'damaged') =>
    ({ backupId, madeAt: '2031-01-05T10:00:00Z', reason: 'daily' as const, nArticles: 3, bytes: 4096, state });
  const { backend } = await open({ backups: () => Promise.resolve([copy(1, 'damaged'), copy(2, 'whole')]) });
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: ',', ctrlKey: true, bubbles: true }));
  await rest();
  one('settings-library').click();
  await rest();
  const buttons = all('restore') as HTMLButtonElement[];
  expect(buttons.map((button) => button.disabled)).toEqual([true, false]);
  buttons[1]?.click();
  await rest();
  one('restore-no').click();
  await rest();
  expect(backend.named('restoreBackup')).toEqual([]);
  (all('restore') as HTMLButtonElement[])[1]?.click();
  await rest();
  one('restore-yes').click();
  await rest();
  expect(backend.named('restoreBackup').at(-1)?.args).toEqual([2]);
  one('daily-backups').click();
  await rest();
  expect(backend.named('backUpDaily').at(-1)?.args).toEqual([true]);
});

it('puts the focus into the field after the first import', async () => {
  let state = library({ nArticles: 0, nPassages: 0 });
  const { backend } = await open({ libraryState: () => Promise.resolve(state) });
  state = library();
  backend.tell.progress(progress({ phase: 'done', nImported: 2 }));
  await rest();
  expect(document.activeElement).toBe(one('search-field'));
});

it('says what watched folders brought without being asked', async () => {
  const { backend } = await open();
  backend.tell.progress(progress({ phase: 'done', nImported: 0, nRemoved: 2, isFollowing: true, nPassages: 0 }));
  await rest();
  expect(one('import-job').textContent).toContain('In step with your folders');
  expect(one('import-job').textContent).toContain('2 articles gone with their files');
});

it('asked for a menu on a hit or an article offers what can be done there, by keys too', async () => {
  const { app, backend } = await open({ listArticles: () => Promise.resolve([articleRow(1), articleRow(2)]) });
  app.show('articles');
  await rest();
  const row = all('article-row')[1];
  const button = row?.querySelector('button');
  button?.focus();
  const asked = new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: 5, clientY: 5 });
  button?.dispatchEvent(asked);
  await rest();
  expect(asked.defaultPrevented).toBe(true);
  expect(all('context-menu')).toHaveLength(1);
  expect(document.activeElement).toBe(one('menu-open'));
  one('menu-open').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  await rest();
  expect(all('context-menu')).toHaveLength(0);
  expect(document.activeElement).toBe(button);
  button?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: 5, clientY: 5 }));
  await rest();
  one('menu-remove').click();
  await rest();
  expect(backend.named('removeArticles').at(-1)?.args).toEqual([[2]]);
  const nowhere = new MouseEvent('contextmenu', { bubbles: true, cancelable: true });
  document.body.dispatchEvent(nowhere);
  await rest();
  expect([nowhere.defaultPrevented, all('context-menu').length]).toEqual([true, 0]);
  const inField = new MouseEvent('contextmenu', { bubbles: true, cancelable: true });
  one('search-field').dispatchEvent(inField);
  expect(inField.defaultPrevented).toBe(false);
});

it('keeps what was typed into the form while another article is looked at', async () => {
  const { app } = await open({});
  await app.open(1, null, null);
  await rest();
  app.keeping.editing = true;
  await rest();
  const note = one('form-note') as HTMLTextAreaElement;
  note.value = 'Ask the council.';
  note.dispatchEvent(new Event('input', { bubbles: true }));
  await rest();
  await app.open(2, null, null);
  await rest();
  expect(all('article-form')).toHaveLength(0);
  await app.open(1, null, null);
  await rest();
  expect((one('form-note') as HTMLTextAreaElement).value).toBe('Ask the council.');
  one('article-form').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  await rest();
  await app.open(2, null, null);
  await app.open(1, null, null);
  await rest();
  expect(all('article-form')).toHaveLength(0);
});

it('suggests a pack that knows the library’s languages, and shows the switch to its end', async () => {
  const advice = { packId: 'many', title: 'Model of many languages', languages: ['ru', 'de'], nArticles: 12, nAll: 40 };
  const { backend } = await open({ packs: () => Promise.resolve(packList({ advice })) });
  expect(one('notice').textContent).toContain('12 of 40 articles: Russian and German, which the model does not know.');
  expect(one('notice').textContent).toContain('Model of many languages does; preparing it takes about 4 min here.');
  one('notice-act').click();
  await rest();
  expect(backend.named('usePack').at(-1)?.args).toEqual(['many']);
  backend.tell.packSwitching(packSwitching());
  await rest();
  expect(all('notice')).toHaveLength(0);
  expect(one('pack-progress').textContent).toContain('250 of 1,000 passages · about 4 min left');
  one('pack-pause').click();
  await rest();
  expect(backend.named('pausePack').at(-1)?.args).toEqual([true]);
  backend.tell.packSwitching(packSwitching({ phase: 'paused' }));
  await rest();
  one('pack-resume').click();
  one('pack-cancel').click();
  await rest();
  expect(backend.named('pausePack').at(-1)?.args).toEqual([false]);
  expect(backend.named('cancelPack')).toHaveLength(1);
  backend.tell.packSwitching(packSwitching({ phase: 'done' }));
  await rest();
  expect(all('pack-progress')).toHaveLength(0);
});

it('measures what a suggested pack would cost once', async () => {
  const advice = { packId: 'many', title: 'Many', languages: ['ru'], nArticles: 12, nAll: 40 };
  const { backend, app } = await open({ packs: () => Promise.resolve(packList({ advice })) });
  await app.packs.refresh();
  expect(backend.named('packCost')).toHaveLength(1);
});

it('offers the other model where nothing is close in a language its own does not know', async () => {
  const unknownLanguage = { language: 'ru', packId: 'many', packTitle: 'Model of many languages' };
  const { backend } = await open({ search: () => Promise.resolve(found('причал', { nothingClose: true, hits: [], unknownLanguage })) });
  await search('причал');
  expect(one('use-other-pack').textContent).toBe('Use Model of many languages');
  one('use-other-pack').click();
  await rest();
  expect(backend.named('usePack').at(-1)?.args).toEqual(['many']);
});

it('says the language of a hit that is not the library’s main one', async () => {
  const languages = [{ name: 'en-gb', nArticles: 3 }, { name: 'ru', nArticles: 4 }, { name: 'en-us', nArticles: 3 }];
  await open({
    libraryState: () => Promise.resolve(library({ languages })),
    search: () => Promise.resolve(found('quay', { hits: [hit({ language: 'en' }), hit({ passageId: 12, language: 'ru' }), hit({ passageId: 13, language: null })] })),
  });
  await search('quay');
  expect(all('hit').map((one) => one.querySelector('[data-testid="hit-language"]')?.textContent ?? '')).toEqual(['', '· Russian', '']);
});

it('gives the library another pack from the settings', async () => {
  const { backend, app } = await open();
  app.dialogs.open('settings');
  app.program.section = 'model';
  await rest();
  expect(one('pack').textContent).toContain('Made for English, German, Russian');
  one('use-pack').click();
  await rest();
  expect(backend.named('usePack').at(-1)?.args).toEqual(['many']);
});
