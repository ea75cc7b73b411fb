// Tables for the pure rules: query text, dates, time left, movement, layout, the import
// card, the reading line, blocks.
import { describe, expect, it, test, vi } from 'vitest';
import { article, progress } from '../testing/fakeBackend';
import { groupsOf, runsOf } from './blocks';
import { importCard } from './importCard';
import { layoutFor } from './layout';
import { debounced, Latest, throttled } from './pace';
import { filterText, filterValue, hasFilter, soleOutlet, toggleFilter, tokensOf, withoutPart } from './query';
import { passageAt, readingLine } from './readingLine';
import { nextIndex } from './roving';
import { timeLeft } from './timeLeft';
import { dateBeside, longDate, shortDate } from './when';
import { fewNamed } from '../strings';

test.each([
  [['A'], 'A', ''],
  [['A', 'B', 'C', 'D'], 'A, B, C, D', ''],
  [['A', 'B', 'C', 'D', 'E'], 'A, B, C', ' and 2 more'],
])('%s are named in brief', (names, named, more) => { expect(fewNamed(names)).toEqual({ named, more }); });

describe('query', () => {
  test.each([
    ['', []],
    ['a  b', ['a', 'b']],
    ['outlet:"The Quay" -bus "night line"', ['outlet:"The Quay"', '-bus', '"night line"']],
    ['outlet:“The Quay” “night line”', ['outlet:“The Quay”', '“night line”']],
    ['say "never closed', ['say', '"never closed']],
    ['-"two words" x', ['-"two words"', 'x']],
  ])('%s is cut into tokens', (query, tokens) => { expect(tokensOf(query)).toEqual(tokens); });

  it('quotes a value only when it has spaces', () => {
    expect(filterText('outlet', 'The Quay')).toBe('outlet:"The Quay"');
    expect(filterText('lang', 'en')).toBe('lang:en');
    expect(filterText('outlet', 'The “Old” Quay Post')).toBe('outlet:"Quay Post"');
    expect(hasFilter('outlet:"Quay Post"', 'outlet', 'The “Old” Quay Post')).toBe(true);
  });

  it('adds, replaces and takes away a filter, and leaves the rest alone', () => {
    const one = toggleFilter('night line', 'outlet', 'The Quay');
    expect(one).toBe('night line outlet:"The Quay"');
    expect(hasFilter(one, 'outlet', 'the quay')).toBe(true);
    expect(toggleFilter(one, 'outlet', 'Tideline')).toBe('night line outlet:Tideline');
    expect(toggleFilter(one, 'outlet', 'The Quay')).toBe('night line');
  });

  it('takes away one part exactly as typed', () => {
    expect(withoutPart('after:2031-01 trams -bus', '-bus')).toBe('after:2031-01 trams');
    expect(withoutPart('a -a b', '-a')).toBe('a b');
    expect(withoutPart('Outlet:"The  Quay" trams', 'Outlet:"The  Quay"')).toBe('trams');
  });

  it('knows a query that is nothing but one outlet', () => {
    expect(soleOutlet('outlet:"The Quay"')).toBe('The Quay');
    expect(soleOutlet('outlet:"The Quay" trams')).toBeNull();
    expect(soleOutlet('lang:en')).toBeNull();
    expect(soleOutlet('outlet:')).toBeNull();
    expect(filterValue('trams outlet:Tideline', 'outlet')).toBe('Tideline');
  });
});

describe('dates', () => {
  test.each([
    ['2017-01-04', '4 Jan 2017', '4 January 2017'],
    ['2017-01-04T23:30:00+02:00', '4 Jan 2017', '4 January 2017'],
    ['2017-01', 'Jan 2017', 'January 2017'],
    ['2017', '2017', '2017'],
    ['2017-13-40', '2017-13-40', '2017-13-40'],
    ['last spring', 'last spring', 'last spring'],
  ])('%s', (given, short, long) => {
    expect(shortDate(given)).toBe(short);
    expect(longDate(given)).toBe(long);
  });

  test.each([
    ['2017-01-05', '2017-01-04', 'next day'],
    ['2017-01-04', '2017-01-04T08:00', 'same day'],
    ['2016-12-31', '2017-01-01', 'day before'],
    ['2017-09-14', '2017-01-04', '14 Sep'],
    ['2016-09-14', '2017-01-04', '14 Sep 2016'],
    ['2017-01-05', null, '5 Jan 2017'],
    ['2017-03', '2017-01-04', 'Mar'],
  ])('%s beside %s is %s', (date, other, words) => { expect(dateBeside(date, other)).toBe(words); });
});

test.each([
  [null, ''], [Number.NaN, ''], [-3, ''], [0.4, 'almost done'], [9, '9 s left'], [54.4, '54 s left'],
  [60, 'about a minute left'], [119, 'about 2 min left'], [3599, 'about 1 h left'], [4800, 'about 1 h 20 min left'],
])('%s seconds: %s', (seconds, words) => { expect(timeLeft(seconds)).toBe(words); });

test.each([
  ['ArrowDown', 0, 3, 1], ['j', 2, 3, 2], ['k', 0, 3, 0], ['ArrowUp', 2, 3, 1], ['End', 0, 3, 2], ['Home', 2, 3, 0],
  ['ArrowDown', -1, 3, 0], ['x', 0, 3, null], ['ArrowDown', 0, 0, null], ['PageDown', 1, 30, 9],
])('%s from %s of %s leads to %s', (key, at, n, to) => { expect(nextIndex(key, at, n)).toBe(to); });

test.each([
  [1280, 1, 'wide'], [1100, 1, 'wide'], [1099, 1, 'medium'], [799, 1, 'narrow'], [1280, 1.25, 'medium'], [1280, 1.6, 'medium'], [1200, 1.6, 'narrow'],
])('%s px at text size %s is %s', (width, scale, layout) => { expect(layoutFor(width, scale)).toBe(layout); });

describe('import card', () => {
  it('counts files while reading', () => {
    expect(importCard(progress())).toMatchObject({ title: 'Reading 48 files', line: '30 of 48 files · 212 of 640 passages · 9 s left', share: (30 / 48 + 212 / 640) / 2, canPause: true, canCancel: true, canDismiss: false });
  });
  it('looks for files before any is known', () => {
    expect(importCard(progress({ nFiles: 0, nFilesDone: 0, secondsLeft: null }))).toMatchObject({ title: 'Looking for files', line: '', share: null });
  });
  it('counts passages once all files are read', () => {
    expect(importCard(progress({ phase: 'embedding', nFilesDone: 48 }))).toMatchObject({ title: 'Preparing search by meaning', line: '212 of 640 passages · 9 s left' });
  });
  it('says which page of a scan is read and how many scans wait', () => {
    const card = importCard(progress({ current: 'a.tif', page: { number: 3, nPages: 12 }, nScansWaiting: 4 }));
    expect(card.current).toBe('a.tif, page 3 of 12 by OCR');
    expect(card.line).toBe('30 of 48 files · 212 of 640 passages · 4 scans waiting · 9 s left');
    expect(importCard(progress()).current).toBe('a.html');
  });
  it('offers to resume while paused, in the half it was stopped in', () => {
    expect(importCard(progress({ phase: 'paused' }))).toMatchObject({ line: '30 of 48 files · 212 of 640 passages', canPause: false, canResume: true, canCancel: true });
    expect(importCard(progress({ phase: 'paused', nFilesDone: 48 })).line).toBe('212 of 640 passages');
  });
  it('sums up in the end and can be dismissed', () => {
    expect(importCard(progress({ phase: 'done', nImported: 1, nUnchanged: 2, nSkipped: 5, nPassages: 7 }))).toMatchObject({
      title: 'Added 1 article', line: '7 passages · 2 already here · 5 other files left out', running: false, canCancel: false, canDismiss: true,
    });
    expect(importCard(progress({ phase: 'done', nImported: 0 })).title).toBe('Nothing new to add');
    expect(importCard(progress({ phase: 'cancelled', nImported: 3, nPassages: 0 }))).toMatchObject({ title: 'Import stopped', line: '3 articles kept' });
  });
});

describe('reading line', () => {
  it('travels from the upper to the lower fifth of the pane', () => {
    expect(readingLine(0, 500, 2000)).toBe(100);
    expect(readingLine(1500, 500, 2000)).toBe(400);
    expect(readingLine(0, 500, 300)).toBe(100);
  });
  it('finds the passage on it, or the nearest', () => {
    const boxes = [{ passageId: 1, top: 0, bottom: 90 }, { passageId: 2, top: 120, bottom: 200 }];
    expect(passageAt(50, boxes)).toBe(1);
    expect(passageAt(118, boxes)).toBe(2);
    expect(passageAt(900, boxes)).toBe(2);
    expect(passageAt(50, [])).toBeNull();
  });
});

describe('blocks', () => {
  const piece = (text: string, passageId: number | null, here = false) => ({ text, mark: 'none' as const, passageId, here, paint: null });
  const item = (text: string) => ({ kind: 'listItem' as const, furniture: null, pieces: [piece(text, 1)] });

  it('leaves furniture out until it is asked for', () => {
    expect(groupsOf(article(1, null), false)).toHaveLength(1);
    expect(groupsOf(article(1, null), true)).toHaveLength(2);
  });
  it('gathers neighbouring list items', () => {
    const view = article(1, null, { blocks: [item('a'), item('b'), { kind: 'paragraph', furniture: null, pieces: [] }, item('c')] });
    expect(groupsOf(view, false).map((g) => (g.kind === 'list' ? g.blocks.length : 0))).toEqual([2, 0, 1]);
  });
  it('drops a first heading that only repeats the title', () => {
    const heading = { kind: 'heading' as const, furniture: null, pieces: [piece('Article 1', null)] };
    expect(groupsOf(article(1, null, { blocks: [heading] }), false)).toHaveLength(0);
    expect(groupsOf(article(1, null, { blocks: [{ ...heading, pieces: [piece('Article 1', 5, true)] }] }), false)).toHaveLength(1);
  });
  it('holds the pieces of one passage together', () => {
    const runs = runsOf({ kind: 'paragraph', furniture: null, pieces: [piece('a', 1), piece('b', 1), piece('c', 2, true), piece('d', 2, true)] });
    expect(runs.map((run) => [run.passageId, run.here, run.pieces.length])).toEqual([[1, false, 2], [2, true, 2]]);
  });
});

describe('pace', () => {
  it('waits until the calls rest', () => {
    vi.useFakeTimers();
    const run = vi.fn();
    const call = debounced(run, 120);
    call(); vi.advanceTimersByTime(100); call(); vi.advanceTimersByTime(119);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledTimes(1);
    call(); call.cancel(); vi.advanceTimersByTime(500);
    expect(run).toHaveBeenCalledTimes(1);
    vi.useRealTimers();
  });
  it('lets a stream of calls through one by one, the last included', () => {
    vi.useFakeTimers();
    const run = vi.fn();
    const call = throttled(run, 100);
    call(); call(); call();
    expect(run).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(100);
    expect(run).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(500);
    expect(run).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
  });
  it('knows which request was the last', () => {
    const latest = new Latest();
    const first = latest.next();
    const second = latest.next();
    expect([latest.holds(first), latest.holds(second)]).toEqual([false, true]);
  });
});
