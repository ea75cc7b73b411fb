// The window as a program: its title, its session, its menu, printing, copying, what it tells.
import { expect, it, vi } from 'vitest';
import { programMenus, runChosen, systemMenus } from './features/menu/menus';
import { actions } from './state/actions';
import { article, hit, library, progress } from './testing/fakeBackend';
import { all, cleanly, close, one, open, press, rest, search } from './testing/mounted';

cleanly();

it('is called after the article and the library', async () => {
  const { app } = await open({ libraryState: () => Promise.resolve(library({ name: 'Night trams' })) });
  expect(document.title).toBe('Night trams – Parallax');
  await app.openHit(hit());
  await rest();
  expect(document.title).toBe('Article 1 – Night trams – Parallax');
  app.show('map');
  await rest();
  expect(document.title).toBe('Map – Night trams – Parallax');
});

it('goes on where the reader was: query, article and how far it was scrolled', async () => {
  const { app } = await open();
  await search('night');
  await app.openHit(hit({ articleId: 4, passageId: 41 }));
  app.reader.remember(320);
  app.keepPlace();
  await close();
  const again = await open();
  await rest(20);
  expect(again.app.search.query).toBe('night');
  expect(again.app.reader.visit).toMatchObject({ articleId: 4, passageId: 41, scrollTop: 320 });
});

it('begins anew in another library, with a file that was opened, or when the article is gone', async () => {
  const { app } = await open();
  await app.openHit(hit({ articleId: 4 }));
  app.keepPlace();
  await close();
  const elsewhere = await open({ libraryState: () => Promise.resolve(library({ path: '~/other' })) });
  await rest(20);
  expect(elsewhere.app.reader.article).toBeNull();
  await close();
  app.keepPlace();
  const opened = await open({ requestedArticle: () => Promise.resolve(9) });
  await rest(20);
  expect(opened.app.reader.article?.articleId).toBe(9);
  await close();
  app.keepPlace();
  const gone = await open({ openArticle: () => Promise.reject(new Error('gone')) });
  await rest(20);
  expect([gone.app.reader.article, gone.app.reader.problem]).toEqual([null, null]);
});

it('takes no damaged session for true', async () => {
  localStorage.setItem('parallax.session', '{"library":"~/test","query":3}');
  const { app } = await open();
  expect(app.search.query).toBe('');
});

it('has a menu of the same actions as the palette, by keys', async () => {
  const { app } = await open();
  press('F10');
  await rest();
  expect(all('menu-of-add')).toHaveLength(1);
  expect(document.activeElement).toBe(one('menu-of-add'));
  press('ArrowDown');
  await rest();
  expect(document.activeElement).toBe(one('menu-of-find'));
  press('ArrowRight');
  await rest();
  expect(document.activeElement).toBe(one('menu-action-search.focus'));
  press('ArrowLeft');
  expect(document.activeElement).toBe(one('menu-of-find'));
  press('End');
  await rest();
  one('menu-action-help.open').click();
  await rest();
  expect(app.dialogs.current).toBe('help');
  expect(app.mainMenu.isOpen).toBe(false);
});

it('puts every action into one menu, and leaves to text fields the keys they need', () => {
  const listed = programMenus().flatMap((menu) => menu.actions.map((action) => action.id));
  expect([...listed].sort()).toEqual(actions.filter((action) => action.keysOnly !== true).map((action) => action.id).sort());
  const items = systemMenus().flatMap((menu) => menu.items);
  expect(items.find((item) => item.id === 'import.files')?.keys).toBe('CmdOrCtrl+O');
  expect(items.find((item) => item.id === 'undo')?.keys).toBeNull();
  expect(items.find((item) => item.id === 'reader.tag')?.keys).toBeNull();
});

it('leaves the menu to a system that has a bar for it, and runs what is chosen there', async () => {
  const { app, backend } = await open({ showMenu: () => Promise.resolve(true) });
  await rest();
  expect(all('main-menu')).toHaveLength(0);
  backend.tell.actionChosen('help.legend');
  await rest();
  expect(app.dialogs.current).toBe('legend');
  runChosen('help.open', app);
  expect(app.dialogs.current).toBe('legend');
});

it('prints the article from its menu', async () => {
  const print = vi.fn();
  Object.defineProperty(window, 'print', { value: print, configurable: true });
  const { app } = await open();
  await app.openHit(hit());
  await rest();
  one('article-more').click();
  await rest();
  one('article-print').click();
  expect(print).toHaveBeenCalledOnce();
});

it('copies the open article, or all that are picked, in the form chosen from the palette', async () => {
  const { app, backend } = await open({ openArticle: (id) => Promise.resolve(article(id, null)) });
  await app.openRow({ articleId: 3 });
  await rest();
  app.copyAs();
  await rest();
  expect(app.palette.items.slice(0, 7).every((item) => item.id.startsWith('copy.'))).toBe(true);
  app.palette.choose(app.palette.items.find((item) => item.id === 'copy.apa'));
  await rest();
  expect(backend.named('copyAs').at(-1)?.args).toEqual([[3], null, 'apa']);
  expect(one('toast').textContent).toContain('APA');
  const range = { articleId: 3, from: { block: 0, offset: 0 }, to: { block: 0, offset: 4 } };
  app.copyAs({ articleIds: [3], range });
  app.palette.choose(app.palette.items.find((item) => item.id === 'copy.markdown'));
  expect(backend.named('copyAs').at(-1)?.args).toEqual([[3], range, 'markdown']);
  app.picks.all([5, 6]);
  app.copyAs();
  app.palette.choose(app.palette.items.find((item) => item.id === 'copy.mla'));
  expect(backend.named('copyAs').at(-1)?.args).toEqual([[5, 6], null, 'mla']);
});

it('tells the end of a long import, and not that of a short one', async () => {
  const now = vi.spyOn(Date, 'now');
  const { backend } = await open();
  const run = async (ms: number): Promise<void> => {
    now.mockReturnValue(1_000_000);
    backend.tell.progress(progress());
    now.mockReturnValue(1_000_000 + ms);
    backend.tell.progress(progress({ phase: 'done', nImported: 41 }));
    await rest();
  };
  await run(20_000);
  expect(all('toast')).toHaveLength(0);
  await run(180_000);
  expect(one('toast').textContent).toContain('41 articles added in 3 minutes');
  now.mockRestore();
});
