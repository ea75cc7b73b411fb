import { describe, expect, it, test } from 'vitest';
import { matches } from '../dom/findInText';
import { article, hit } from '../testing/fakeBackend';
import { groupsOf, runsOf } from './blocks';
import { cited } from './cited';
import { outlineOf } from './outline';
import { between, picked, still, toggled } from './picks';
import { soleOutlet, soleTag, toggleFilter, tokensOf } from './query';
import type { PaintDto, Piece } from '../ipc';

describe('words found in a text', () => {
  test.each([
    ['the quay, the Quay', 'quay', [[4, 8], [14, 18]]],
    ['Über Häfen', 'hafen', [[5, 10]]],
    ['🦀 crab 🦀', 'crab', [[3, 7]]],
    ['a  line\nbreak', 'line break', [[3, 13]]],
    ['aaaa', 'aa', [[0, 2], [2, 4]]],
    ['nothing', '  ', []],
    ['İstanbul', 'istanbul', [[0, 8]]],
  ])('%s: %s', (text, wanted, expected) => { expect(matches(text, wanted)).toEqual(expected); });
});

describe('tags in the query', () => {
  it('are filters with or without quotes', () => {
    expect(tokensOf('ties tag:"to read" tag:port')).toEqual(['ties', 'tag:"to read"', 'tag:port']);
    expect(toggleFilter('ties', 'tag', 'to read')).toBe('ties tag:"to read"');
    expect(toggleFilter('ties tag:port', 'tag', 'Port')).toBe('ties');
  });
  it('alone are no search', () => {
    expect([soleTag('tag:port'), soleTag('ties tag:port'), soleTag('outlet:Quay'), soleOutlet('tag:port')]).toEqual(['port', null, null, null]);
  });
});

describe('outline', () => {
  const heading = (text: string, furniture: string | null = null) =>
    ({ kind: 'heading' as const, furniture, pieces: [{ text, mark: 'none' as const, passageId: null, here: false, paint: null }] });
  it('is for articles with several headings, without page furniture and the title itself', () => {
    const blocks = [heading('Article 1'), heading('One'), heading('Menu', 'navigation'), heading('Two'), heading('Three')];
    expect(outlineOf(article(1, null, { blocks }))).toEqual([{ place: 1, text: 'One' }, { place: 3, text: 'Two' }, { place: 4, text: 'Three' }]);
    expect(outlineOf(article(1, null, { blocks: blocks.slice(0, 4) }))).toEqual([]);
  });
});

describe('blocks under highlights', () => {
  const piece = (text: string, paint: PaintDto | null): Piece => ({ text, mark: 'none', passageId: 1, here: false, paint });
  it('are cut where a highlight begins and ends', () => {
    const lit: PaintDto = { highlightId: 4, colour: 'pink' };
    const runs = runsOf({ kind: 'paragraph', furniture: null, pieces: [piece('a', null), piece('b', lit), piece('c', lit), piece('d', null)] });
    expect(runs.map((run) => [run.paint?.highlightId ?? null, run.pieces.length])).toEqual([[null, 1], [4, 2], [null, 1]]);
  });
  it('know their place although furniture between them is hidden', () => {
    const item = (furniture: string | null) => ({ kind: 'listItem' as const, furniture, pieces: [] });
    const groups = groupsOf(article(1, null, { blocks: [item(null), item('navigation'), item(null)] }), false);
    expect(groups.map((group) => (group.kind === 'list' ? group.places : null))).toEqual([[0, 2]]);
  });
});

it('a passage dragged out says where it is from', () => {
  expect(cited(hit())).toBe('“By night”\n— The Quay, “Trams at night”, 5 January 2031. File a.html');
  expect(cited(hit({ outlet: null, published: null }))).toBe('“By night”\n— “Trams at night”. File a.html');
});

describe('picking rows', () => {
  const order = [5, 3, 9, 1];
  test.each([
    [5, 9, [5, 3, 9]],
    [1, 3, [3, 9, 1]],
    [9, 9, [9]],
    [77, 9, [9]],
    [5, 77, []],
  ])('from %i to %i', (from, to, ids) => { expect([...between(order, from, to)]).toEqual(ids); });

  it('toggles one, and lets go of what left the list', () => {
    expect([...toggled(picked([5]), 3)]).toEqual([5, 3]);
    expect([...toggled(picked([5, 3]), 5)]).toEqual([3]);
    const two = picked([3, 9]);
    expect(still(two, order)).toBe(two);
    expect([...still(two, [9, 1])]).toEqual([9]);
  });
});
