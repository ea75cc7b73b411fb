// The sides of a made-up story, for tests. Not here: the rest of the backend (fakeBackend.ts).
import type { Backend, CompareView, LedgerCellView, LedgerView, LeftOutView, MapView, NewsView, Place, QuoteFamilyView, StoryRow, StoryView, VersionChangeView, VersionView } from '../ipc';

type Sides = Pick<
  Backend,
  'listStories' | 'openStory' | 'storyQuotes' | 'storyLedger' | 'articleNews' | 'articleLeftOut' | 'exportLedger' | 'compareArticles' | 'articleVersions' | 'compareVersions' | 'contrast' | 'libraryMap' | 'cancelMap' | 'monthCounts'
>;

/** One story of three articles, the third a copy of the first. */
export const fakeSides: Sides = {
  listStories: () => Promise.resolve({ stories: [storyRow()], isDue: false }),
  openStory: (id) => Promise.resolve(story({ storyId: id })),
  storyQuotes: () => Promise.resolve([quoteFamily()]),
  storyLedger: () => Promise.resolve(ledger()),
  articleLeftOut: () => Promise.resolve(leftOut()),
  exportLedger: () => Promise.resolve('Ledger.md'),
  articleNews: () => Promise.resolve([news()]),
  compareArticles: (a, b) => Promise.resolve(comparison(a, b)),
  articleVersions: () => Promise.resolve([1, 2, 3].map(version)),
  compareVersions: (id, a, b) => Promise.resolve({ a: version(a), b: version(b), compare: comparison(id, id), changes: versionChanges }),
  contrast: () => Promise.resolve({ here: [{ text: 'By ', kind: null }, { text: 'night.', kind: 'word' }], there: [{ text: 'By ', kind: null }, { text: 'day.', kind: 'word' }], claims: [] }),
  libraryMap: () => Promise.resolve(map()),
  cancelMap: () => Promise.resolve(null),
  monthCounts: () => Promise.resolve([{ month: '2031-01', nArticles: 3 }, { month: '2031-03', nArticles: 1 }]),
};

/** The third is the newest. */
export function version(number: number): VersionView {
  return { number, title: 'Night trams may return', fileName: `${String(number)}.html`, seenAt: `2031-0${String(number * 3)}-03T10:00:00Z`, isCaptured: number > 1, nWords: 200 + number };
}

const versionChanges: VersionChangeView[] = [
  { kind: 'claim', claim: 'number', a: '1,200', b: '1,400' },
  { kind: 'paragraph', claim: null, a: 'Nobody was asked.', b: null },
];

export function storyRow(over: Partial<StoryRow> = {}): StoryRow {
  return { storyId: 1, title: 'Night trams may return', first: '2031-01-04', last: '2031-01-06', nArticles: 3, outlets: ['The Quay', 'Coast Herald'], nOrigins: 2, ...over };
}

export const place = (articleId: number, text: string): Place => ({ articleId, passageId: articleId * 10 + 1, text });

export function story(over: Partial<StoryView> = {}): StoryView {
  const article = (articleId: number, outlet: string, day: string, origin: number) =>
    ({ articleId, title: `Article ${String(articleId)}`, outlet, fileName: 'a.html', day, origin, nWords: 210 });
  return {
    storyId: 1, title: 'Night trams may return', first: '2031-01-04', last: '2031-01-06', nOrigins: 2,
    articles: [article(1, 'Coast Herald', '2031-01-04', 0), article(2, 'The Quay', '2031-01-05', 1), article(3, 'Tideline', '2031-01-06', 0)],
    sources: [{ name: 'Norden Wire', mentions: [{ kind: 'told', place: place(2, 'told Norden Wire') }] }],
    tree: [
      { articleId: null, name: 'Norden Wire', depth: 0, link: null },
      { articleId: 2, name: null, depth: 1, link: { basis: 'told', credit: place(2, 'told Norden Wire'), percent: null } },
      { articleId: 1, name: null, depth: 0, link: null },
      { articleId: 3, name: null, depth: 1, link: { basis: 'copy', credit: null, percent: 97 } },
    ],
    firstTelling: { articleId: 1, date: '2031-01-04', precision: 'day', or: [], nUndated: 0 },
    copies: [{ a: 1, b: 3, aInB: 88, bInA: 97, extra: [{ place: place(3, 'Give today'), furniture: 'appeal' }] }],
    events: [{ date: '2028', place: place(1, 'The line closed in 2028.'), segments: [{ text: 'The line closed in ', mark: 'none' }, { text: '2028', mark: 'meaning' }, { text: '.', mark: 'none' }], seenFrom: 'published' }],
    followUpOf: [], related: [storyRow({ storyId: 9, title: 'Night trams on trial' })], ...over,
  };
}

export function quoteFamily(): QuoteFamilyView {
  return {
    speaker: 'Ruth Calloway', nArticles: 2,
    renderings: [
      { place: place(1, 'We need the night line'), pieces: [{ text: 'We need the night line', kind: null }], standing: 'first', isReported: false, claims: [], speaker: 'Ruth Calloway' },
      { place: place(2, 'We must have the night line'), pieces: [{ text: 'We ', kind: null }, { text: 'must have', kind: 'modality' }, { text: ' the night line', kind: null }], standing: 'reworded', isReported: false, claims: [{ kind: 'modality', a: 'need', b: 'must' }], speaker: 'Calloway' },
    ],
  };
}

/** Two origins, the first with a copy: what differs, what agrees and what only one tells. */
export function ledger(): LedgerView {
  const cell = (origin: number, before: string, value: string, behind: string, over: Partial<LedgerCellView> = {}): LedgerCellView =>
    ({ origin, group: 0, nArticles: 1, place: place(origin + 1, `${before}${value}${behind}`), before, value, behind, ...over });
  return {
    origins: [[1, 3], [2]],
    nLeftOut: 0,
    rows: [
      { state: 'differ', reason: null, kind: 'number', subject: 'members', cells: [cell(0, 'The union has ', '1,200', ' members on the quays.', { nArticles: 2 }), cell(1, 'The union of the quays has ', '1,400', ' members.', { group: 1 })] },
      { state: 'agree', reason: null, kind: 'measure', subject: '', cells: [cell(0, 'The line is ', '5 km', ' long.'), cell(1, 'It is ', '3.1 miles', ' from end to end.')] },
      { state: 'notComparable', reason: 'day', kind: 'number', subject: 'people injured', cells: [cell(0, 'As of Tuesday, ', '12', ' people were injured.'), cell(1, 'By Thursday, ', '19', ' people were injured.', { group: 1 })] },
      { state: 'oneOrigin', reason: null, kind: 'statement', subject: '', cells: [cell(0, '', 'Nobody in the town hall had expected the change of tone.', '', { nArticles: 2 })] },
    ],
  };
}

export function news(): NewsView {
  return {
    passageId: 31, status: 'changed',
    sentences: [
      { status: 'changed', pieces: [{ text: 'It costs ', kind: null }, { text: '2.4 million', kind: 'number' }, { text: '.', kind: null }], claims: [{ kind: 'number', a: '2.4', b: '1.9' }], seenIn: { outlet: 'Coast Herald', title: 'Article 1', place: place(1, 'It costs 1.9 million.') } },
      { status: 'seen', pieces: [{ text: 'Drivers welcomed it.', kind: null }], claims: [], seenIn: { outlet: 'Coast Herald', title: 'Article 1', place: place(1, 'Drivers welcomed it.') } },
      { status: 'new', pieces: [{ text: 'A vote follows.', kind: null }], claims: [], seenIn: null },
    ],
  };
}

export function comparison(a: number, b: number): CompareView {
  const head = (articleId: number, outlet: string) => ({ articleId, title: `Article ${String(articleId)}`, outlet, published: '2031-01-05', fileName: 'a.html' });
  const cell = (text: string, kind: 'number' | null = null) => ({ pieces: [{ text, kind }], passageId: 11, beginsBlock: true });
  return {
    a: head(a, 'Coast Herald'), b: head(b, 'The Quay'),
    rows: [
      { kind: 'identical', a: cell('By night.'), b: cell('By night.'), claims: [] },
      { kind: 'reworded', a: cell('1,200 members', 'number'), b: cell('1,400 members', 'number'), claims: [{ kind: 'number', a: '1,200', b: '1,400' }] },
      { kind: 'onlyB', a: null, b: cell('Only the Quay says so.'), claims: [] },
    ],
  };
}

export function map(): MapView {
  const point = (articleId: number, x: number, y: number, storyId: number | null, outlet: number | null) =>
    ({ articleId, title: `Article ${String(articleId)}`, x, y, storyId, outlet, published: '2031-01-05' });
  return {
    outlets: ['The Quay', 'Coast Herald'], nWaiting: 1,
    points: [point(1, 1000, 1000, 1, 0), point(2, 1200, 1100, 1, 1), point(3, 9000, 9000, null, null)],
  };
}

/** One fact told by two others, and one sentence of its own. */
export function leftOut(): LeftOutView {
  return {
    hasDate: true,
    facts: [{ nOrigins: 2, tellings: [{ outlet: 'The Quay', title: 'Article 2', place: place(2, 'The line lost two million last year.') }, { outlet: 'Tideline', title: 'Article 3', place: place(3, 'Two million were lost on the line.') }] }],
    onlyHere: [place(1, 'Drivers get a bonus for nights.')],
  };
}
