// Words of the window's frame: search, sidebar, import, reader, notices, dates and time left.
//
// Plain sentences, no exclamation marks; errors come from the program with their own words.
// Not here: text of articles, and numbers' meaning.
import type { ImportProgress, LabelDto } from '../../ipc';
import { count, some } from './say';
import { reasonIn } from '../tools';
import { following } from './work';

const labels: Record<LabelDto, string> = {
  identical: 'identical',
  reworded: 'reworded',
  sameSubject: 'same subject',
  looselyRelated: 'loosely related',
  words: 'shared words',
};

const chipWords: Record<string, string> = {
  outlet: '', author: 'by', lang: 'in', format: 'format', after: 'after', before: 'before',
  phrase: 'exactly', without: 'without', tag: 'tag', title: 'headline', quoted: 'quoted', by: 'said by', has: 'with a', on: 'on', in: 'during',
  condition: '',
};

const furnitureKinds: Record<string, string> = {
  navigation: 'navigation', appeal: 'donation appeal', advertising: 'advertising', 'more links': 'links to other pages',
  sharing: 'share buttons', notice: 'notice', 'photo credit': 'photo credit', byline: 'byline, repeated',
  repeated: 'repeated on other pages', address: 'web address', 'outside article': 'outside the article',
};

/** Lines of how a file was read, by the program's own names. */
const receiptNames = {
  format: 'format', encoding: 'encoding', title: 'title', outlet: 'outlet', authors: 'authors', published: 'published', language: 'language', address: 'address', note: 'note',
};
const receiptSources = {
  'json-ld': 'json-ld', opengraph: 'opengraph', meta: 'meta', markup: 'markup', dateline: 'dateline', 'first lines': 'first lines',
  'file properties': 'file properties', 'file name': 'file name', detected: 'detected', 'by you': 'by you',
};

export const window = {
  app: 'Parallax',
  noOutlet: 'No outlet named',
  noLanguage: 'Language not known',

  search: {
    label: 'Search the library',
    placeholder: 'Search by meaning, words or "exact phrase"',
    placeholderEmpty: 'Nothing to search yet',
    clear: 'Clear the search',
    filters: 'Filters in use',
    removeFilter: (what: string) => `Remove the filter ${what}`,
    chip: (kind: string, value: string) =>
      kind === 'phrase' ? `“${value}”` : [chipWords[kind] ?? kind, value].filter((w) => w !== '').join(' '),
    results: 'Results',
    articles: 'Articles',
    searching: 'Searching…',
    count: (nPassages: number, nArticles: number, nOutlets: number) =>
      [
        some(nPassages, 'passage', 'passages'),
        `in ${some(nArticles, 'article', 'articles')}`,
        nOutlets > 0 ? `· ${some(nOutlets, 'outlet', 'outlets')}` : '',
      ].filter((part) => part !== ''),
    noneClose: 'No passages',
    countTop: (nShown: number, nTotal: number) => `${count(nShown)} of ${count(nTotal)} passages`,
    countArticles: (n: number) => some(n, 'article', 'articles'),
    wordsOnly: 'words only',
    wordsOnlyWhy: 'Only the words were compared; searching by meaning is not ready.',
    sort: 'Order',
    sorts: { relevance: 'Relevance', newest: 'Newest', oldest: 'Oldest' },
    copies: (n: number) => some(n, 'copy', 'copies'),
    moreCopies: (n: number) => `Show ${some(n, 'more copy', 'more copies')}`,
    copiesOf: 'Copies of this passage',
    /** Around what is offered. */
    didYouMean: { before: 'Did you mean', after: '?' },
    notes: 'How the query was understood',
    nothingClose: 'Nothing close to that',
    nothingCloseWhy: 'No passage in this library says it, or says something near it. Other words may help, or fewer filters.',
    inHeadlines: 'Found in headlines',
    inHeadlinesWhy: 'No passage says it, but the headlines of these articles have the words.',
    newHits: (n: number) => `${count(n)} new`,
    newHitsWhy: (n: number) => `Show ${some(n, 'new passage', 'new passages')} that came in meanwhile`,
    nothingCloseWordsWhy: 'No passage in this library has these words. Fewer or other words may help, or fewer filters.',
    inLanguage: (language: string) => `This article is in ${language}`,
    showLoose: (n: number) => `Show ${some(n, 'loosely related passage', 'loosely related passages')}`,
    hideLoose: 'Hide the loosely related passages',
    failed: 'The search did not work',
    again: 'Try again',
    noArticles: 'No articles here',
    noArticlesWhy: 'Nothing in this library comes from this outlet.',
    newestFirst: 'Newest first',
  },

  side: {
    nav: 'Library',
    search: 'Search',
    articles: 'Articles',
    outlets: 'Outlets',
    languages: 'Languages',
    narrowTo: (name: string, n: number) => `Only ${name}, ${some(n, 'article', 'articles')}`,
    showAll: (n: number) => `All ${count(n)} outlets`,
    showFewer: 'Fewer outlets',
    add: 'Add',
    files: 'Add files…',
    folder: 'Add a folder…',
    passages: (n: number) => some(n, 'passage', 'passages'),
  },

  job: {
    label: 'Import',
    looking: 'Looking for files',
    reading: (n: number) => `Reading ${some(n, 'file', 'files')}`,
    embedding: 'Preparing search by meaning',
    paused: 'Import paused',
    cancelled: 'Import stopped',
    done: (n: number) => (n === 0 ? 'Nothing new to add' : `Added ${some(n, 'article', 'articles')}`),
    files: (done: number, all: number) => `${count(done)} of ${some(all, 'file', 'files')}`,
    passages: (done: number, all: number) => `${count(done)} of ${some(all, 'passage', 'passages')}`,
    page: (name: string, page: number, all: number) => `${name}, page ${count(page)} of ${count(all)} by OCR`,
    scansWait: (n: number) => `${some(n, 'scan', 'scans')} waiting`,
    summary: (p: ImportProgress) =>
      [
        p.phase === 'cancelled' ? `${some(p.nImported, 'article', 'articles')} kept` : '',
        p.nPassages > 0 ? some(p.nPassages, 'passage', 'passages') : '',
        p.nRemoved > 0 ? following.removed(p.nRemoved) : '',
        p.nUnchanged > 0 && !p.isFollowing ? `${count(p.nUnchanged)} already here` : '',
        p.nSkipped > 0 && !p.isFollowing ? `${count(p.nSkipped)} other files left out` : '',
      ].filter((part) => part !== '').join(' · '),
    pause: 'Pause',
    resume: 'Resume',
    cancel: 'Cancel',
    dismiss: 'Dismiss',
    problems: (n: number) => some(n, 'problem', 'problems'),
    next: 'Next step',
    retry: 'Try these files again',
    close: 'Close',
  },

  reader: {
    label: 'Article',
    by: 'by',
    furnitureHidden: (n: number, summary: string) =>
      `${some(n, 'block', 'blocks')} of page furniture hidden${summary === '' ? '' : `: ${summary}`}`,
    furnitureShown: (n: number) => `${some(n, 'block', 'blocks')} of page furniture shown, dimmed`,
    show: 'Show',
    hide: 'Hide',
    furnitureKind: (code: string) => furnitureKinds[code] ?? code,
    receipt: 'How this was read',
    receiptWords: 'Words',
    receiptWordsValue: (kept: number, dropped: number) =>
      `${count(kept)} kept, ${count(dropped)} set aside as furniture`,
    receiptFormat: 'Format',
    receiptFile: 'File',
    receiptNames: receiptNames as Record<string, string>,
    receiptSources: receiptSources as Record<string, string>,
    back: 'Back',
    forward: 'Forward',
    remove: 'Remove',
    removeLabel: 'Remove this article from the library',
    removed: (title: string) => `Removed “${title}”`,
    removedMany: (n: number) => `Removed ${some(n, 'article', 'articles')}`,
    idle: 'Find a sentence, see who else says it',
    idleWhy: 'Pick a passage from the list, or start from a sentence in your own articles.',
    failed: 'This article could not be opened',
    here: 'The passage found',
    loading: 'Opening…',
  },

  elsewhere: {
    label: 'Elsewhere',
    outlets: (n: number) => some(n, 'outlet', 'outlets'),
    idle: 'While you read, passages of other articles that say the same appear here.',
    none: 'No other article in this library says this.',
    noneSelection: 'No other article in this library says what you selected.',
    selection: 'For your selection',
    clearSelection: 'Back to the passage you are reading',
    wordsOnly: 'Only words could be compared; search by meaning is not ready.',
    outside: (language: string) =>
      `The sentence model was not made for ${language}, so nothing is compared by meaning here. Articles that repeat this word for word are still named; Settings, Model shows which languages it knows.`,
    /** What stands behind the names of those who do. */
    repeat: (n: number): string => (n === 1 ? ' repeats this passage.' : ' repeat this passage.'),
    failed: 'The other articles could not be compared.',
  },

  empty: {
    title: 'Drop articles here',
    line1: 'Web pages, PDFs, Word and e-book files, mail, plain text.',
    line2: 'They stay where they are, and nothing leaves this computer.',
    what: 'Parallax finds passages by what they mean, and shows who else says the same.',
    files: 'Choose files…',
    folder: 'Choose a folder…',
    sample: 'Try the sample library',
    watch: 'Or watch a folder, and the library keeps up with it',
    working: 'Reading your articles',
    workingWhy: 'The first ones appear in a moment.',
  },

  drop: {
    title: (n: number) => (n > 0 ? `Let go to add ${some(n, 'item', 'items')}` : 'Let go to add them'),
    notNow: 'Nothing can be added now',
  },

  notice: {
    loading: 'Search by meaning is getting ready; searching by words works already.',
    readOnly: 'This library is open for reading only.',
    dismiss: 'Hide this notice',
  },

  library: {
    menu: (name: string) => `Library ${name}`,
    where: 'Kept in',
    holds: 'Holds',
    holdsValue: (nArticles: number, nPassages: number) =>
      `${some(nArticles, 'article', 'articles')}, ${some(nPassages, 'passage', 'passages')}`,
    pending: (n: number) => `${some(n, 'passage', 'passages')} found by words only so far`,
    model: 'Model',
    modelLoading: 'loading',
    modelMissing: 'not available',
    textSize: 'Text size',
    smaller: 'Smaller text',
    larger: 'Larger text',
    normal: 'Normal text size',
    keys: 'All keys…',
    palette: 'All actions…',
  },

  theme: {
    light: 'Light',
    dark: 'Dark',
    system: 'As the system',
    toggle: (now: string) => `Appearance: ${now}. Change`,
  },

  tabs: { label: 'Panes', list: 'Results', reader: 'Article', elsewhere: 'Elsewhere' },
  toast: { dismiss: 'Dismiss', failed: 'That did not work' },
  label: (label: LabelDto) => labels[label],
  /** Behind the first names of many. */
  andMore: (n: number) => ` and ${count(n)} more`,
  /** A passage taken along with where it is from. */
  cited: (words: string, source: readonly string[], file: string) => `“${words}”\n— ${source.join(', ')}. File ${file}`,
  quoted: (text: string) => `“${text}”`,

  why: reasonIn({
    sameWords: 'says the same in the same words',
    reworded: ['says the same in other words', (shared) => `says the same, sharing ${shared}`],
    near: ['near in meaning, sharing no word', (shared) => `near in meaning, sharing ${shared}`],
    mayBeNear: 'may be near; the model was not made for its language',
    words: (shared) => `has the words ${shared}`,
    headline: (words) => `has ${words} in the headline`,
    filters: 'passes the filters',
    alsoHeadline: (words) => `; ${words} in the headline`,
  }, (word) => `“${word}”`, (n) => ` and ${count(n)} more`),

  /** Dialogs that the system draws. */
  system: {
    chooseFiles: 'Choose articles to add',
    chooseFolders: 'Choose folders of articles to add',
    chooseWatched: 'Choose folders to watch',
    chooseCopy: 'Choose where the copy goes',
    chooseLibrary: 'Choose a library',
    chooseEmpty: 'Choose an empty folder for the new library',
    saveAs: 'Save as {form}',
    replaceTitle: 'Replace the file?',
    replaceAsk: '“{file}” is there already. Write over it?',
    replace: 'Replace',
    cancel: 'Cancel',
    edit: 'Edit',
  },

  when: { sameDay: 'same day', nextDay: 'next day', dayBefore: 'day before' },
  left: {
    almost: 'almost done',
    seconds: (n: number) => `${count(n)} s left`,
    aMinute: 'about a minute left',
    minutes: (n: number) => `about ${count(n)} min left`,
    hours: (n: number, minutes: number) => `about ${hours(n, minutes)} left`,
  },
  takes: {
    seconds: (n: number) => `${count(n)} s`,
    aMinute: 'about a minute',
    minutes: (n: number) => `about ${count(n)} min`,
    hours: (n: number, minutes: number) => `about ${hours(n, minutes)}`,
  },
  /** What the keys are called. */
  keyNames: { mod: 'Ctrl', alt: 'Alt', shift: 'Shift', enter: 'Enter', escape: 'Esc', backspace: 'Backspace', delete: 'Delete' },
};

function hours(n: number, minutes: number): string {
  return minutes === 0 ? `${count(n)} h` : `${count(n)} h ${count(minutes)} min`;
}
