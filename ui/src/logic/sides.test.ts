// Tables for the rules behind stories, comparing, the map and dates.
import { describe, expect, it, test } from 'vitest';
import { comparison, map, story, storyRow } from '../testing/fakeSides';
import { contradicting, countRows, differs } from './compare';
import { findParts, findText } from './findText';
import { largestGroups, moved, nearestTo, pointAt, pointTowards, toScreen, wholeView, zoomed } from './mapView';
import { barsOf, rangeOf, withoutRange, withRange } from './months';
import { copiesOf, originLetter, storiesShown } from './stories';
import { markGroups } from './marks';
import { linesOf, timeline } from './timeline';
import { dateSpan } from './when';

describe('stories', () => {
  const rows = [
    storyRow({ storyId: 1, title: 'Night trams', outlets: ['The Quay'], nArticles: 2 }),
    storyRow({ storyId: 2, title: 'Café on the pier', outlets: ['Tideline'], nArticles: 7 }),
  ];
  test.each([
    ['', 'latest', [1, 2]],
    ['', 'largest', [2, 1]],
    ['cafe', 'latest', [2]],
    ['quay NIGHT', 'latest', [1]],
    ['zebra', 'latest', []],
  ] as const)('filtered by %j, %s first', (filter, sort, ids) => {
    expect(storiesShown(rows, filter, sort).map((row) => row.storyId)).toEqual(ids);
  });

  it('names origins by letters and copies by the earlier article', () => {
    expect([0, 1, 25, 26].map(originLetter)).toEqual(['A', 'B', 'Z', 'A2']);
    const { articles, copies } = story();
    expect([...copiesOf(articles, copies)]).toEqual([[3, { articleId: 1, percent: 97 }]]);
  });
});

describe('spans of dates', () => {
  test.each([
    [null, null, ''],
    ['2031-01-04', null, '4 Jan 2031'],
    ['2031-01-04', '2031-01-04T08:00', '4 Jan 2031'],
    ['2031-01-04', '2031-01-06', '4–6 Jan 2031'],
    ['2031-01-30', '2031-02-02', '30 Jan – 2 Feb 2031'],
    ['2030-12', '2031-01-04', 'Dec 2030 – 4 Jan 2031'],
  ])('%s to %s', (first, last, words) => { expect(dateSpan(first, last)).toBe(words); });
});

describe('timeline', () => {
  const articles = [{ articleId: 1, day: '2031-01-04' }, { articleId: 2, day: '2031-01-05' }, { articleId: 3, day: '2031-01-05' }, { articleId: 4, day: null }];

  it('joins what happened on one day and keeps the order of time', () => {
    const { marks } = timeline(articles, [{ date: '2028', articleId: 1 }, { date: '2031-01-04', articleId: 2 }], 900);
    expect(marks.map((mark) => [mark.date, mark.articles, mark.events])).toEqual([
      ['2028', [], [0]], ['2031-01-04', [1], [1]], ['2031-01-05', [2, 3], []],
    ]);
    const xs = marks.map((mark) => mark.x);
    expect([...xs].sort((a, b) => a - b)).toEqual(xs);
    expect(xs.every((x) => x > 0 && x < 900)).toBe(true);
    // Years apart take more room than a day, but not all of it.
    expect((xs[1] ?? 0) - (xs[0] ?? 0)).toBeGreaterThan((xs[2] ?? 0) - (xs[1] ?? 0));
    expect((xs[2] ?? 0) - (xs[1] ?? 0)).toBeGreaterThanOrEqual(90);
  });

  it('leaves out the days mentioned least where there is no room, never an article', () => {
    const events = Array.from({ length: 20 }, (_, i) => ({ date: `2030-02-${String(i + 1).padStart(2, '0')}`, articleId: 1 }));
    events.push({ date: '2030-02-20', articleId: 2 });
    const { marks, nLeftOut } = timeline(articles, events, 420);
    expect(marks.flatMap((mark) => mark.articles).sort()).toEqual([1, 2, 3]);
    expect(marks.some((mark) => mark.date === '2030-02-20')).toBe(true);
    expect(nLeftOut).toBe(20 - marks.filter((mark) => mark.articles.length === 0).length);
  });

  it('joins neighbouring days when articles alone are too many', () => {
    const many = Array.from({ length: 30 }, (_, i) => ({ articleId: i, day: `2031-01-${String(i + 1).padStart(2, '0')}` }));
    const { marks } = timeline(many, [], 500);
    expect(marks.length).toBeLessThanOrEqual(5);
    expect(marks.flatMap((mark) => mark.articles)).toHaveLength(30);
    expect(timeline([], [], 500).marks).toEqual([]);
  });
});

describe('compare', () => {
  it('knows rows that differ and what contradicts', () => {
    const { rows } = comparison(1, 2);
    expect(rows.map(differs)).toEqual([false, true, true]);
    expect(countRows(rows)).toEqual({ identical: 1, reworded: 1, sameSubject: 0, only: 1 });
    const claims = [{ kind: 'number', a: '3', b: null }, { kind: 'number', a: '3', b: '4' }, { kind: 'negation', a: null, b: 'not' }] as const;
    expect(contradicting(claims)).toEqual([claims[1], claims[2]]);
  });
});

describe('finding words across pieces', () => {
  test.each([
    [['one two', ' three'], 'two three', { from: { piece: 0, offset: 4 }, to: { piece: 1, offset: 6 } }],
    [['one\n', '\ntwo'], 'one two', { from: { piece: 0, offset: 0 }, to: { piece: 1, offset: 4 } }],
    [['one'], 'four', null],
    [['one'], '', null],
  ])('%j has %j', (pieces, wanted, place) => { expect(findText(pieces, wanted)).toEqual(place); });

  it('marks parts where they stand, not where the same words stand before', () => {
    const found = findParts(['so it is. ', 'it must be so'], [{ text: 'it must be ', marked: false }, { text: 'so', marked: true }]);
    expect(found).toEqual([{ from: { piece: 1, offset: 11 }, to: { piece: 1, offset: 13 } }]);
  });
});

describe('months', () => {
  const counts = [{ month: '2030-11', nArticles: 2 }, { month: '2031-02', nArticles: 1 }];

  it('has a bar for every month between, and counts long spans by year', () => {
    expect(barsOf(counts).map((bar) => bar.nArticles)).toEqual([2, 0, 0, 1]);
    expect(barsOf([{ month: '2001-05', nArticles: 1 }, ...counts]).at(-1)).toEqual({ key: '2031', nArticles: 1 });
    expect(barsOf([])).toEqual([]);
  });

  it('sets and reads the query’s range', () => {
    const bars = barsOf(counts);
    const [first, last] = [bars[0], bars[3]];
    if (!first || !last) throw new Error('no bars');
    const query = withRange('trams after:1999-01-01', first, last);
    expect(query).toBe('trams after:2030-11-01 before:2031-02-28');
    expect(rangeOf(query, bars)).toEqual({ from: 0, to: 3 });
    expect(rangeOf('after:2030-12-15', bars)).toEqual({ from: 1, to: 3 });
    expect(rangeOf('trams', bars)).toBeNull();
    expect(rangeOf('before:1990-01-01', bars)).toBeNull();
    expect(withoutRange(query)).toBe('trams');
  });
});

describe('map', () => {
  const { points } = map();
  const [one, two, three] = points;
  const size = { width: 800, height: 600 };
  if (!one || !two || !three) throw new Error('no points');

  it('finds the point under the hand, the nearest, and the next by arrow', () => {
    const view = wholeView(size);
    expect(pointAt(points, toScreen(three, view, size), view, size, 5)?.articleId).toBe(3);
    expect(pointAt(points, { x: 400, y: 300 }, view, size, 5)).toBeNull();
    expect(nearestTo(points, one, 2).map((point) => point.articleId)).toEqual([2, 3]);
    expect(pointTowards(points, one, 'ArrowRight')?.articleId).toBe(2);
    expect(pointTowards(points, one, 'ArrowLeft')).toBeNull();
  });

  it('keeps what is under the hand in place while zooming, and stays on the map', () => {
    const view = zoomed(wholeView(size), 2, { x: 500, y: 250 }, size);
    const again = zoomed(view, 3, { x: 500, y: 250 }, size);
    const under = { x: (500 - 400) / view.scale + view.x, y: (250 - 300) / view.scale + view.y };
    expect(toScreen(under, again, size).x).toBeCloseTo(500, 3);
    expect(moved(view, 1e9, -1e9)).toMatchObject({ x: 0, y: 10_000 });
  });

  it('groups points by story', () => {
    expect(largestGroups(points, (point) => point.storyId, 8)).toEqual([{ key: 1, n: 2, x: 1100, y: 1050, top: 1000 }]);
  });
});

test.each([
  ['The Quay', 12, ['The Quay']],
  ['Coast Herald · Norden Wire', 14, ['Coast Herald', 'Norden Wire']],
  ['The stoppages of 2030 cost the port', 15, ['The stoppages', 'of 2030 cost t…']],
  ['Donaudampfschifffahrt', 8, ['Donauda…']],
])('%s stands in two lines of %i', (text, most, lines) => { expect(linesOf(text, most)).toEqual(lines); });

it('holds a marked sentence together with the words in it', () => {
  const piece = (text: string, mark: 'none' | 'word' | 'meaning') => ({ text, mark });
  const groups = markGroups([piece('a ', 'none'), piece('full', 'word'), piece(' lake ', 'meaning'), piece('dry', 'word'), piece(' b ', 'none'), piece('river', 'word')]);
  expect(groups.map((group) => [group.isMeaning, group.pieces.map((one) => one.text).join('')])).toEqual([
    [false, 'a '], [true, 'full lake dry'], [false, ' b '], [false, 'river'],
  ]);
});
