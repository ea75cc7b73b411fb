// The list of actions, the palette and the keys.
import { beforeEach, expect, it } from 'vitest';
import { fit, fitting } from '../logic/fuzzy';
import { isTyped, matches, shown, spokenKeys } from '../logic/keys';
import { fakeBackend, row as articleRow } from '../testing/fakeBackend';
import { actionFor, actions } from './actions';
import { App } from './app.svelte';

const key = (name: string, over: Partial<KeyboardEvent> = {}) =>
  ({ key: name, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...over });
const row = (articleId: number, title: string, outlet: string | null) =>
  articleRow(articleId, { title, outlet, published: null });

beforeEach(() => { localStorage.clear(); });

it('matches combinations, either command key, signs with or without shift', () => {
  expect(matches('Mod+K', key('k', { ctrlKey: true }))).toBe(true);
  expect(matches('Mod+K', key('K', { metaKey: true }))).toBe(true);
  expect(matches('Mod+K', key('k', { ctrlKey: true, shiftKey: true }))).toBe(false);
  expect(matches('Mod+Shift+P', key('P', { ctrlKey: true, shiftKey: true }))).toBe(true);
  expect(matches('Mod+Plus', key('+', { ctrlKey: true, shiftKey: true }))).toBe(true);
  expect(matches('?', key('?', { shiftKey: true }))).toBe(true);
  expect(matches('/', key('/', { ctrlKey: true }))).toBe(false);
  expect([isTyped('J'), isTyped('F6'), isTyped('Mod+J'), isTyped('?')]).toEqual([true, false, false, true]);
});

it('writes combinations as the platform does', () => {
  expect(shown('Mod+Shift+P', false)).toBe('Ctrl Shift P');
  expect(shown('Mod+Shift+P', true)).toBe('⌘ ⇧ P');
  expect(shown('Alt+ArrowLeft', false)).toBe('Alt ←');
  expect(shown('Mod+Plus', false)).toBe('Ctrl +');
  expect(spokenKeys(['Mod+K', '/'])).toBe('Control+K /');
});

it('ranks starts of names over starts of words over the middle over letters', () => {
  const names = ['Overlight', 'Dark appearance', 'Go light', 'Light appearance', 'Let it go high to'];
  expect(fitting('light', names, (n) => n)).toEqual(['Light appearance', 'Go light', 'Overlight']);
  expect(fit('lgh', 'Light')).toBeGreaterThan(0);
  expect(fit('café', 'CAFE')).toBeGreaterThan(0);
  expect(fit('light dark', 'Dark appearance')).toBe(0);
});

it('gives every action an id of its own, and no key to two', () => {
  const ids = actions.map((action) => action.id);
  expect(new Set(ids).size).toBe(ids.length);
  const keys = actions.flatMap((action) => action.keys ?? []);
  expect(keys.filter((one, at) => keys.indexOf(one) !== at)).toEqual([]);
});

it('leaves to a text field what the field itself needs', async () => {
  const backend = fakeBackend();
  const app = new App(backend);
  await app.library.refresh();
  const z = key('z', { ctrlKey: true });
  expect(actionFor(z, true, app)).toBeUndefined();
  expect(actionFor(z, false, app)?.id).toBe('undo');
  expect(actionFor(key('/'), true, app)).toBeUndefined();
  expect(actionFor(key('k', { ctrlKey: true }), true, app)?.id).toBe('search.focus');
  actionFor(z, false, app)?.run(app);
  actionFor(z, false, app)?.run(app);
  expect(backend.named('undoLast')).toHaveLength(2);
  expect(actionFor(key('Z', { ctrlKey: true, shiftKey: true }), false, app)?.id).toBe('redo');
  expect(actionFor(key('y', { ctrlKey: true }), false, app)?.id).toBe('redo');
});

it('offers only what applies, and what was used lately first', () => {
  const app = new App(fakeBackend());
  app.palette.open();
  expect(app.dialogs.current).toBe('palette');
  const ids = () => app.palette.items.map((item) => item.id);
  expect(ids()).not.toContain('reader.remove');
  expect(ids()).not.toContain('palette.open');
  app.palette.type('larger');
  app.palette.choose(app.palette.items[0]);
  expect(app.dialogs.current).toBeNull();
  expect(app.settings.textScale).toBeGreaterThan(1);
  app.palette.open();
  expect(ids()[0]).toBe('text.larger');
  expect(new App(fakeBackend()).palette.items[0]?.id).toBe('text.larger');
});

it('finds articles by title and outlet, and opens them', async () => {
  const backend = fakeBackend({ listArticles: () => Promise.resolve([row(1, 'Trams at night', 'The Quay'), row(2, 'Harbour vote', 'Coast Herald')]) });
  const app = new App(backend);
  app.palette.open();
  await new Promise((done) => setTimeout(done));
  expect(app.palette.items.some((item) => item.kind === 'article')).toBe(false);
  app.palette.type('quay trams');
  expect(app.palette.items.map((item) => item.id)).toEqual(['article.1']);
  app.palette.move(1);
  expect(app.palette.active).toBe(0);
  app.palette.choose(app.palette.items[app.palette.active]);
  await Promise.resolve();
  expect(backend.named('openArticle').at(-1)?.args).toEqual([1, null, null]);
});
