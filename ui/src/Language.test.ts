// The language of the window changes under the reader's hands: words, dates, direction, keys.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Problem } from './ipc';
import { speak } from './strings/language.svelte';
import { all, cleanly, one, open, press, rest, search } from './testing/mounted';

cleanly();
beforeEach(() => { document.documentElement.dir = 'ltr'; });
afterEach(async () => { await speak('en'); vi.restoreAllMocks(); });

it('is chosen in the settings and changes at once, also what is open', async () => {
  const { app, backend } = await open();
  await search('night');
  one('hit-title').click();
  await rest();
  expect(one('reader').textContent).toContain('5 January 2031');
  app.openSettings();
  await rest();
  const select = one('language') as HTMLSelectElement;
  expect([...select.options].map((option) => option.text)).toEqual(['As the system (English)', 'English', 'Deutsch', 'Français', 'Español', 'Русский', 'العربية']);
  select.value = 'de';
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await vi.waitFor(() => { expect([document.documentElement.lang, document.documentElement.dir]).toEqual(['de', 'ltr']); }, 5000);
  await rest();
  expect(one('settings-dialog').textContent).toContain('Sprache des Fensters');
  expect(one('reader').textContent).toContain('5. Januar 2031');
  expect(one('nav-search').textContent).toContain('Suche');
  expect(one('hit-label').textContent).toContain('umformuliert');
  expect(localStorage.getItem('parallax.language')).toBe('de');
  // So are actions, and what the system draws.
  expect((backend.named('setSystemWords').at(-1)?.args[0] as { cancel: string }).cancel).toBe('Abbrechen');
  app.dialogs.close('settings');
  app.palette.open('papierkorb');
  await rest();
  expect(all('palette-item').map((item) => item.textContent?.trim())).toContain('Papierkorb zeigen…');
  await app.settings.chooseLanguage('system');
  await rest();
  expect([localStorage.getItem('parallax.language'), one('nav-search').textContent?.trim().slice(0, 6)]).toEqual([null, 'Search']);
});

it('is remembered, and says errors by their code', async () => {
  localStorage.setItem('parallax.language', 'ru');
  const { app } = await open();
  await app.settings.speak();
  app.toasts.failed(new Problem({ code: 'disk_full', message: 'the disk is full', hint: 'make room' }));
  await rest();
  expect(one('toast').textContent).toContain('Диск заполнен');
  app.toasts.failed(new Problem({ code: 'of_tomorrow', message: 'something new', hint: null }));
  await rest();
  expect(one('toast').textContent).toContain('something new');
});

it('turns the window round in Arabic, the arrows with it, and no article', async () => {
  const { app } = await open();
  await app.settings.chooseLanguage('ar');
  await search('night');
  expect(document.documentElement.dir).toBe('rtl');
  one('hit-title').focus();
  press('ArrowLeft');
  one('hit-title').click();
  await rest();
  expect(document.querySelector('.body')?.getAttribute('dir')).toBe('ltr');
  // On from the list lies to the left here.
  one('hit-title').focus();
  press('ArrowRight');
  expect(document.activeElement).toBe(one('hit-title'));
  press('ArrowLeft');
  expect(document.activeElement?.id).toBe('reading');
  press('ArrowRight');
  expect(document.activeElement).toBe(one('hit-title'));
  const before = app.sizes.width('side') ?? 13;
  one('splitter-side').focus();
  press('ArrowLeft');
  expect(app.sizes.width('side')).toBe(before + 1);
});

it('hears a letter by its key where the keyboard types another alphabet', async () => {
  const { app } = await open();
  await app.openRow({ articleId: 1 });
  await rest();
  document.body.focus();
  press('м', { code: 'KeyV' });
  await rest();
  expect(app.compare.choosingFor).toBe(1);
  // A Latin letter counts as what it types, wherever its key lies.
  app.compare.choosingFor = null;
  await rest();
  press('b', { code: 'KeyV' });
  await rest();
  expect(app.compare.choosingFor).toBeNull();
});
