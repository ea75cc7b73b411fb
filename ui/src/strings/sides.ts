// What the window says about the sides of a story: stories, comparing, the map, dates.
// Not here: the rest (strings.ts), where this is mounted as one key.
import type { DiffersIn, MentionKind, NewsStatusDto, RowKind, SeenFrom, StandingDto } from '../ipc';

const number = new Intl.NumberFormat('en');
const some = (n: number, one: string, many: string): string => `${number.format(n)} ${n === 1 ? one : many}`;

const kinds: Record<DiffersIn, string> = {
  number: 'number', negation: 'denial', name: 'name', date: 'date', modality: 'must or may', word: 'wording',
};
const relations: Record<RowKind, string> = {
  identical: 'identical', reworded: 'reworded', sameSubject: 'same subject', onlyA: 'only here', onlyB: 'only here',
};
const standings: Record<StandingDto, string> = {
  first: 'first seen', sameWords: 'same words', reworded: 'reworded', reported: 'reported speech',
};
const mentions: Record<MentionKind, string> = {
  wire: 'carries its text', told: 'quotes what was said to it', cited: 'cites it', republished: 'republishes it',
};
const statuses: Record<NewsStatusDto, string> = { new: 'new', seen: 'seen earlier', changed: 'changed' };
const seenFrom: Record<SeenFrom, string> = {
  published: '', text: 'Counted from the day the article’s text gives away.',
  story: 'Counted from the earliest day of the story.', unknown: 'The article’s own day is not known.',
};

export const sides = {
  stories: {
    nav: 'Stories',
    label: 'Stories',
    filter: 'Filter stories by title or outlet',
    sort: 'Order of stories',
    sorts: { latest: 'Latest', largest: 'Largest' },
    count: (n: number) => some(n, 'story', 'stories'),
    countOf: (n: number, all: number) => `${number.format(n)} of ${some(all, 'story', 'stories')}`,
    articles: (n: number) => some(n, 'article', 'articles'),
    outlets: (n: number) => some(n, 'outlet', 'outlets'),
    origins: (n: number) => (n === 1 ? 'one origin' : `${number.format(n)} origins at least`),
    due: 'Some articles join their stories in a moment.',
    none: 'No stories yet',
    noneWhy: 'A story appears once two articles tell the same event.',
    noMatch: 'No story has these words',
    noMatchWhy: 'The filter looks at titles and outlets.',
    failed: 'The stories could not be read',
    again: 'Try again',
    loading: 'Reading the stories…',
    idle: 'Pick a story',
    idleWhy: 'You will see who told it and when, who repeats whom, who is quoted with which words, and what was new.',
    undated: 'no date',
  },

  story: {
    label: 'Story',
    ofArticle: 'Story',
    ofArticleWhy: 'Everything this library has on the event of this article',
    notYet: 'This article has no story yet',
    failed: 'This story could not be opened',
    kicker: (nArticles: number, span: string) =>
      ['Story', some(nArticles, 'article', 'articles'), span].filter((part) => part !== '').join(' · '),
    outletsWord: (n: number) => (n === 1 ? 'outlet' : 'outlets'),
    originsWord: (n: number) => (n === 1 ? 'independent origin' : 'independent origins at least'),
    copiesWord: (n: number) => (n === 1 ? 'copy' : 'copies'),
    quotesWord: (n: number) => (n === 1 ? 'statement in several articles' : 'statements in several articles'),
    follows: 'follows',
    followedBy: 'followed by',
    ran: 'How it ran',
    ranLabel: 'Days of this story, in time order',
    markLabel: (date: string, nArticles: number, nEvents: number) =>
      [date, nArticles > 0 ? some(nArticles, 'article', 'articles') : '', nEvents > 0 ? some(nEvents, 'mention', 'mentions') : '']
        .filter((part) => part !== '').join(', '),
    legendArticle: 'articles',
    legendCopy: 'copies only',
    legendEvent: 'days they mention',
    leftOut: (n: number) => `${some(n, 'day', 'days')} mentioned less often not drawn`,
    more: (outlet: string, n: number) => `${outlet} + ${number.format(n)}`,
    told: 'Who tells it',
    copyOf: (outlet: string, percent: number) => `repeats ${outlet}, ${String(percent)} %`,
    origin: (letter: string) => `origin ${letter}`,
    originWhy: 'Articles with the same letter have one origin, as far as the articles show.',
    words: (n: number) => some(n, 'word', 'words'),
    pick: (title: string) => `Compare “${title}”`,
    compare: 'Compare',
    compareTwo: 'Compare the two',
    compareHint: 'Tick two articles to compare them.',
    sources: 'Where it comes from',
    mention: (kind: MentionKind) => mentions[kind],
    sourceIn: (n: number) => `named by ${some(n, 'article', 'articles')}`,
    quotes: 'Who is quoted with what',
    quotesHead: (n: number, speaker: string | null) =>
      `${n === 1 ? 'One rendering' : `One statement, ${number.format(n)} renderings`} · ${speaker ?? 'speaker not named'}`,
    quotesLoading: 'Collecting the quotations…',
    quotesNone: 'No statement stands in more than one of these articles.',
    quotesAlone: (n: number) => `${some(n, 'more statement', 'more statements')} in one article only`,
    quotesMore: (n: number) => `Show ${some(n, 'more statement', 'more statements')}`,
    fewer: 'Show fewer',
    reportedWhy: 'Told in the author’s words, not quoted',
    standing: (standing: StandingDto) => standings[standing],
    copies: 'Who repeats whom',
    copyShare: (percent: number, of: string, whom: string) => `${String(percent)} % of ${of} stands in ${whom}`,
    extra: (n: number) => `${some(n, 'block', 'blocks')} only one of them has`,
    extraNone: 'Neither has a block of its own.',
    onlyIn: (outlet: string) => `only in ${outlet}`,
    news: 'What was new',
    newsIn: 'Article',
    newsLoading: 'Comparing with what was said before…',
    newsFirst: 'Nothing in this library came before this article; all of it is new.',
    newsNone: 'Everything in this article was said before.',
    newsSeen: (n: number) => `${some(n, 'sentence', 'sentences')} seen earlier`,
    status: (status: NewsStatusDto) => statuses[status],
    before: (outlet: string) => `before, in ${outlet}`,
    others: 'Around it',
    earlier: 'Before it',
    later: 'After it and beside it',
    seenFrom: (from: SeenFrom) => seenFrom[from],
  },

  claim: (kind: DiffersIn, a: string | null, b: string | null) =>
    a !== null && b !== null ? `${kinds[kind]}: ${a} / ${b}` : `${kinds[kind]}: ${a ?? b ?? ''}`,
  claimAgainst: (kind: DiffersIn, a: string | null) => (a === null ? `${kinds[kind]} differs` : `${kinds[kind]} differs: ${a}`),
  differsIn: (kind: DiffersIn) => `differs: ${kinds[kind]}`,

  compare: {
    label: 'Two articles side by side',
    with: 'Compare…',
    withLabel: 'Compare with another article',
    withThis: 'Compare',
    pick: 'Compare with which article?',
    pickFilter: 'Filter articles by title or outlet',
    pickStory: 'Same story',
    pickAll: 'All articles',
    pickNone: 'No article has these words.',
    cancel: 'Cancel',
    loading: 'Laying the two side by side…',
    failed: 'The two articles could not be compared',
    onlyDifferences: 'Only differences',
    swap: 'Swap sides',
    counts: { identical: 'identical', reworded: 'reworded', sameSubject: 'same subject', only: 'only in one' },
    relation: (kind: RowKind) => relations[kind],
    nothing: 'The two articles say the same, word for word.',
    nothingHere: 'Nothing to show',
    empty: 'not here',
    open: (outlet: string) => `Open in ${outlet}`,
    claims: 'What they claim differently',
  },

  actions: {
    stories: 'Show the stories',
    map: 'Show the map',
    story: 'Show the story of this article',
    compare: 'Compare this article with another',
    differences: 'Only differences, or everything',
    swap: 'Swap the two articles',
    back: 'Back from the evidence',
  },

  back: { reader: 'Back to the article', story: 'Back to the story', compare: 'Back to the comparison', map: 'Back to the map' },

  elsewhere: {
    pin: 'Keep this card while reading on',
    unpin: 'Let this card go',
    compare: 'Compare the two articles',
    pinned: 'Kept',
    sameOutlet: 'Same outlet',
  },

  map: {
    nav: 'Map',
    label: 'Map of the library',
    drawing: 'Drawing the map…',
    drawingWhy: 'Every article is placed near those on like subjects. This happens once, until the library changes.',
    cancel: 'Cancel',
    cancelled: 'The map was not drawn',
    again: 'Draw it',
    failed: 'The map could not be drawn',
    empty: 'Nothing to draw yet',
    emptyWhy: 'Articles appear here once search by meaning is ready for them.',
    count: (n: number) => some(n, 'article', 'articles'),
    waiting: (n: number) => `${number.format(n)} not placed yet`,
    colour: 'Colour by',
    colours: { story: 'Story', outlet: 'Outlet' },
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    whole: 'Show everything',
    keys: 'Arrow keys move between articles, Enter opens one, plus and minus zoom, 0 shows everything.',
    near: 'Nearest on the map',
    legendOther: 'others',
    noOutlet: 'No outlet named',
    found: 'found by the search',
  },

  dates: {
    label: 'Articles by month',
    brush: 'Months to search in. Arrow keys move, with Shift they widen, Escape lets go.',
    bar: (month: string, n: number) => `${month}: ${some(n, 'article', 'articles')}`,
    range: (from: string, to: string, n: number) => `${from === to ? from : `${from} to ${to}`}: ${some(n, 'article', 'articles')}`,
    clear: 'All dates',
    show: 'Dates',
  },
};
