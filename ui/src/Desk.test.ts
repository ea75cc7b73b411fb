// The window as a desk: messages, calm lists, help, panes, the session and the menu.
import { expect, it } from 'vitest';
import { found, hit, progress } from './testing/fakeBackend';
import { all, cleanly, close, one, open, press, resize, rest, search } from './testing/mounted';

cleanly();

it('says that headlines have the words when no passage does, and shows those hits marked', async () => {
  const titleSegments = [{ text: 'Night', mark: 'word' as const }, { text: ' trams', mark: 'none' as const }];
  const hits = [hit({ titleSegments, segments: [{ text: 'Other words.', mark: 'none' }] }), hit({ passageId: 12, title: 'Loose' })];
  await open({ search: () => Promise.resolve(found('night', { nothingClose: true, nTotal: 2, hits })) });
  await search('"night trams"');
  expect(one('nothing-close').textContent).toContain('headlines');
  expect(all('hit')).toHaveLength(1);
  expect(one('hit-title').querySelector('mark')?.textContent).toBe('Night');
  one('show-loose').click();
  await rest();
  expect(all('hit')).toHaveLength(2);
});

it('says why nothing is compared outside the languages of the model', async () => {
  const { app } = await open({ related: () => Promise.resolve({ hits: [], copies: [], nOutlets: 0, searchedMeaning: true, outsideModel: 'ar' }) });
  await app.openHit(hit());
  await rest();
  expect(one('elsewhere-outside').textContent).toContain('Arabic');
  expect(all('elsewhere-none')).toHaveLength(0);
});

it('offers new hits of a running import without moving those that are read', async () => {
  let hits = [hit({ passageId: 1, title: 'First' })];
  const { app, backend } = await open({ search: (r) => Promise.resolve(found(r.query, { hits })) });
  await search('night');
  backend.tell.progress(progress());
  hits = [hit({ passageId: 2, title: 'Newer' }), ...hits];
  await app.search.refresh(app.importing.isSettling);
  await rest();
  expect(all('hit-title').map((title) => title.textContent)).toEqual(['First']);
  expect(one('show-new').textContent).toBe('1 new');
  one('show-new').click();
  await rest();
  expect(all('hit-title').map((title) => title.textContent)).toEqual(['Newer', 'First']);
});

it('takes no file name for an outlet', async () => {
  await open({ search: () => Promise.resolve(found('x', { hits: [hit({ outlet: null, fileName: 'live-blog_2031.html' })] })) });
  await search('x');
  expect(one('hit').querySelector('.src b')).toBeNull();
  expect(one('hit').textContent).toContain('live-blog_2031.html');
});

it('opens the guide by key, searches it, goes through its pages and closes', async () => {
  await open();
  press('F1');
  await rest();
  const field = one('help-search') as HTMLInputElement;
  expect(all('help-page').length).toBeGreaterThan(8);
  field.value = 'hyphens';
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await rest();
  expect(one('help-text').textContent).toContain('Operators');
  expect(all('help-page').find((page) => page.getAttribute('aria-current'))?.textContent).toContain('Searching');
  field.value = 'zebra crossing';
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await rest();
  expect(one('help-dialog').textContent).toContain('no such words');
  one('help-legend').click();
  await rest();
  expect(one('legend-dialog').textContent).toContain('in other words');
  expect(document.querySelectorAll('dialog[open]')).toHaveLength(1);
});

it('shows the tour once: four cards, skipped or seen, and never again unless asked', async () => {
  const { app } = await open();
  expect(one('tour').textContent).toContain('1 of 4');
  one('tour-next').click();
  await rest();
  expect(one('tour').textContent).toContain('2 of 4');
  one('tour-skip').click();
  await rest();
  expect(all('tour')).toHaveLength(0);
  await close();
  const again = await open();
  expect(all('tour')).toHaveLength(0);
  again.app.showTour();
  await rest();
  for (let n = 0; n < 4; n += 1) { one('tour-next').click(); await rest(); }
  expect(all('tour')).toHaveLength(0);
  void app;
});

it('has the legend one click away from hits', async () => {
  await open();
  await search('night');
  one('open-legend').click();
  await rest();
  expect(one('legend-dialog').hasAttribute('open')).toBe(true);
});

it('moves the line between panes by key, puts panes away by key, and remembers both', async () => {
  const { app } = await open();
  await app.openHit(hit());
  await rest();
  one('splitter-side').focus();
  press('ArrowRight');
  expect(app.sizes.width('side')).toBe(14);
  for (let n = 0; n < 40; n += 1) press('ArrowRight');
  expect(app.sizes.width('side')).toBe(24);
  press('b', { ctrlKey: true, altKey: true });
  await rest();
  expect(document.getElementById('pane-elsewhere')).toBeNull();
  press('b', { ctrlKey: true });
  await rest();
  expect(document.querySelector('nav')).toBeNull();
  await close();
  const again = await open();
  expect([again.app.sizes.width('side'), again.app.sizes.isHidden('side'), again.app.sizes.isHidden('elsewhere')]).toEqual([24, true, true]);
  again.app.sizes.reset();
  await rest();
  expect(document.querySelector('nav')).not.toBeNull();
});

it('takes no damaged widths for true', async () => {
  localStorage.setItem('parallax.panes', '{"widths":{"side":9000,"other":1},"hidden":["everything"]}');
  const { app } = await open();
  expect([app.sizes.width('side'), app.sizes.isHidden('side')]).toEqual([24, false]);
});

it('changes how articles look, remembers it, and has a way back', async () => {
  const { app } = await open();
  await app.openHit(hit());
  await rest();
  one('reading-open').click();
  await rest();
  one('reading-larger').click();
  one('reading-paper-sepia').click();
  one('reading-font-sans').click();
  await rest();
  expect(document.documentElement.dataset).toMatchObject({ paper: 'sepia', readFont: 'sans' });
  expect(document.documentElement.style.getPropertyValue('--read-scale')).toBe('1.1');
  press('Escape');
  await rest();
  expect(all('reading-sheet')).toHaveLength(0);
  await close();
  const again = await open();
  expect(again.app.reading.look).toMatchObject({ paper: 'sepia', size: 1.1 });
  again.app.reading.reset();
  expect(document.documentElement.dataset['paper']).toBe('plain');
});

it('shows every filter that rules with a way to take it off, however many there are', async () => {
  const kinds = ['outlet:Quay', 'lang:en', 'after:2031-01-01'];
  const understood = kinds.map((typed) => ({ kind: typed.split(':')[0] ?? '', value: typed.split(':')[1] ?? '', typed }));
  const { app } = await open({ search: (r) => Promise.resolve(found(r.query, { understood: understood.filter((part) => r.query.includes(part.typed)) })) });
  await search(`night ${kinds.join(' ')}`);
  expect(all('filter-chip')).toHaveLength(3);
  expect(one('filter-bar').textContent).toContain('in English');
  all('filter-chip')[0]?.click();
  await rest(20);
  expect(app.search.query).toBe('night lang:en after:2031-01-01');
  resize(700);
  await rest();
  expect(one('filter-bar').querySelectorAll('[data-testid="filter-chip"]')).toHaveLength(2);
  one('filters-clear').click();
  await rest(20);
  expect(app.search.query).toBe('night');
  expect(all('filter-chip')).toHaveLength(0);
});
