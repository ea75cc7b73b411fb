// The list of articles as cards or a table: columns, order, density, what was opened.
import { beforeEach, describe, expect, it, test } from 'vitest';
import { row } from '../../testing/fakeBackend';
import { all, cleanly, close, one, open, rest } from '../../testing/mounted';
import { cell, COLUMNS, sorted } from './columns';
import { Listing } from './listing.svelte';
import { ReadMarks } from './readMarks.svelte';

beforeEach(() => { localStorage.clear(); });

const rows = [
  row(1, { title: 'beta', outlet: 'Quay', published: '2031-01-05', nWords: 90, tags: ['port'], added: '2031-02-01T00:00:00Z' }),
  row(2, { title: 'Alpha 10', outlet: null, published: null, nWords: 900, added: '2031-02-03T00:00:00Z' }),
  row(3, { title: 'alpha 9', outlet: 'Ärger', published: '2030-12-31', nWords: 9, tags: ['a', 'b'], added: '2031-02-02T00:00:00Z' }),
];

test.each([
  ['title', false, [3, 2, 1]], ['title', true, [1, 2, 3]], ['outlet', false, [3, 1, 2]], ['outlet', true, [1, 3, 2]],
  ['published', true, [1, 3, 2]], ['published', false, [3, 1, 2]], ['added', true, [2, 3, 1]], ['words', true, [2, 1, 3]], ['tags', false, [3, 1, 2]],
] as const)('ordered by %s, downwards: %s', (by, isDown, ids) => {
  expect(sorted(rows, { by, isDown }).map((one) => one.articleId)).toEqual(ids);
});

it('says in every column what is known, and nothing where nothing is', () => {
  const [first, second] = rows;
  expect(COLUMNS.map((column) => first && cell(first, column))).toEqual(['beta', 'Quay', '5 Jan 2031', '1 Feb 2031', '90', 'port']);
  expect(COLUMNS.map((column) => second && cell(second, column))).toEqual(['Alpha 10', '', '', '3 Feb 2031', '900', '']);
});

it('sorts a hundred thousand rows in the blink of an eye', () => {
  const many = Array.from({ length: 100_000 }, (_, i) => row(i, { title: `Title ${String((i * 7919) % 100_003)}`, published: `20${String(10 + (i % 30))}-01-05` }));
  const from = performance.now();
  sorted(many, { by: 'published', isDown: false });
  expect(performance.now() - from).toBeLessThan(1000);
});

describe('the layout', () => {
  it('keeps the title, turns an order round when chosen again, and is remembered', () => {
    const listing = new Listing();
    listing.toggle('title');
    listing.toggle('tags');
    listing.toggle('outlet');
    listing.orderBy('words');
    listing.orderBy('words');
    listing.change({ isTable: true });
    expect(listing.columns).toEqual(['title', 'published', 'tags']);
    expect(new Listing().order).toEqual({ by: 'words', isDown: false });
    expect([new Listing().isTable, new Listing().columns]).toEqual([true, ['title', 'published', 'tags']]);
  });

  it('takes no damaged layout for true', () => {
    localStorage.setItem('parallax.listing', '{"isTable":true,"columns":["size"],"order":{},"density":"none"}');
    expect([new Listing().isTable, new Listing().columns]).toEqual([false, ['title', 'outlet', 'published']]);
  });
});

describe('read marks', () => {
  it('mark what came since, until it is opened or all are marked', () => {
    const marks = new ReadMarks();
    marks.of('~/test', '2031-02-02T00:00:00Z');
    expect(rows.filter((one) => marks.isUnread(one)).map((one) => one.articleId)).toEqual([2, 3]);
    marks.open(2);
    const again = new ReadMarks();
    again.of('~/test', '2032-01-01T00:00:00Z');
    expect(rows.filter((one) => again.isUnread(one)).map((one) => one.articleId)).toEqual([3]);
    again.markAll('2032-01-01T00:00:00Z');
    expect(rows.filter((one) => again.isUnread(one))).toEqual([]);
  });
});

describe('in the window', () => {
  cleanly();

  it('becomes a table with the columns wanted, ordered by a press on a name', async () => {
    const { app } = await open({ listArticles: () => Promise.resolve(rows) });
    app.show('articles');
    await rest();
    one('listing-menu').click();
    await rest();
    one('listing-table').click();
    await rest();
    app.listing.toggle('words');
    await rest();
    one('order-words').click();
    await rest();
    expect(all('article-row').map((line) => line.dataset['articleId'])).toEqual(['2', '1', '3']);
    expect(one('article-row').textContent).toContain('900');
    one('order-words').click();
    await rest();
    expect(all('article-row').map((line) => line.dataset['articleId'])).toEqual(['3', '1', '2']);
    await close();
  });

  it('marks what was not opened yet', async () => {
    const late = rows.map((one) => ({ ...one, added: '2999-01-01T00:00:00Z' }));
    const { app } = await open({ listArticles: () => Promise.resolve(late) });
    app.show('articles');
    await rest();
    expect(one('n-unread').textContent).toBe('3 unread');
    await app.openRow({ articleId: 1 });
    await rest();
    expect(one('n-unread').textContent).toBe('2 unread');
  });
});
