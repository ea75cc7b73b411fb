// Stands in for the generated bindings when the window is looked at in a browser.
//
// The page's address chooses a scene: `?scene=empty|importing|problems|done|loading|missing|
// readonly|broken`, `?many=5000` adds rows to the list. Search is by shared letters, which is
// enough to fill the panes. Not here: any rule of the real program.
import type {
  AppInfo, ArticleRequested, BackupChoice, ArticleRow, ArticleView, BinRow, BlockKindDto, BlockView, CopyOf, DragState, ErrorDto, Hit, ImportProgress, LabelDto,
  FileState, FoldersChanged, ImportQueue, LibraryChanged, LibraryChoice, LibraryState, Mark, ModelChanged, ModelState, PackList, PackSwitching, Piece, Privacy, QueryPart, RelatedReply, SearchReply,
  SearchRequest, Segment, Undone, WatchedFolder,
} from '../src/ipc/bindings';
import { keepCommands } from './fake-keep';
import { LIBRARY } from './fake-library';
import { sides } from './fake-sides';
import type { FakeArticle } from './fake-library';

export type * from '../src/ipc/bindings';

const address = new URLSearchParams(location.search);
const scene = address.get('scene') ?? '';
const many = Number(address.get('many') ?? 0);

function bringBack(ids: number[]): Undone {
  articles = [...articles, ...removed.filter((a) => ids.includes(a.id))];
  removed = removed.filter((a) => !ids.includes(a.id));
  return { change: 1, kind: 'removal', broughtBack: ids, takenOut: [] };
}

const PACKS: PackList = {
  packs: [
    { id: 'all-minilm-l6-v2', title: 'MiniLM L6 v2', languages: ['en'], isUsed: true },
    { id: 'multilingual-e5-small', title: 'Multilingual E5 small', languages: ['ar', 'de', 'en', 'es', 'fr', 'ja', 'ru', 'zh'], isUsed: false },
  ],
  advice: scene === 'languages' ? { packId: 'multilingual-e5-small', title: 'Multilingual E5 small', languages: ['ru', 'de'], nArticles: 12, nAll: 40 } : null,
  switching: scene === 'switching' ? { packId: 'multilingual-e5-small', phase: 'running', nDone: 3200, nAll: 9100, secondsLeft: 140, problem: null } : null,
  canChange: true,
};

type Result<T> = Promise<{ status: 'ok'; data: T } | { status: 'error'; error: ErrorDto }>;
const ok = <T>(data: T, ms = 20): Result<T> =>
  new Promise((done) => setTimeout(() => { done({ status: 'ok', data }); }, ms));
const fail = <T>(error: ErrorDto): Result<T> => Promise.resolve({ status: 'error', error });

let articles: FakeArticle[] = scene === 'empty' ? [] : LIBRARY;
let removed: FakeArticle[] = [];
let progress: ImportProgress | null = null;
let timer: ReturnType<typeof setInterval> | undefined;

// ---- text ----------------------------------------------------------------------------

interface Passage { id: number; article: FakeArticle; text: string }

const passageId = (article: FakeArticle, i: number): number => article.id * 100 + i;
const isBody = (text: string): boolean => !text.startsWith('!') && !text.startsWith('#');
const bare = (text: string): string => text.replace(/\{[wmd]:([^}]*)\}/g, '$1').replace(/^[-#>] /, '');

function passages(): Passage[] {
  return articles.flatMap((article) =>
    article.text.map((text, i) => ({ id: passageId(article, i), article, text })).filter((p) => isBody(p.text)));
}

const MARKS: Record<string, Mark> = { w: 'word', m: 'meaning', d: 'differs' };

function segments(text: string, only: string): Segment[] {
  return text.replace(/^[-#>] /, '').split(/(\{[wmd]:[^}]*\})/).filter((s) => s !== '').map((part) => {
    const match = /^\{([wmd]):([^}]*)\}$/.exec(part);
    if (!match) return { text: part, mark: 'none' };
    const kind = match[1] ?? '';
    return { text: match[2] ?? '', mark: only.includes(kind) ? (MARKS[kind] ?? 'none') : 'none' };
  });
}

function likeness(a: string, b: string): number {
  const grams = (s: string): Set<string> => new Set(s.toLowerCase().match(/\p{L}{4,}/gu) ?? []);
  const [x, y] = [grams(a), grams(b)];
  const shared = [...x].filter((w) => y.has(w)).length;
  return shared / Math.max(1, Math.min(x.size, y.size));
}

// ---- answers -------------------------------------------------------------------------

const LABELS: LabelDto[] = ['identical', 'reworded', 'reworded', 'sameSubject', 'sameSubject', 'looselyRelated'];

function hit(p: Passage, label: LabelDto, only: string, copies: CopyOf[] = []): Hit {
  const { article } = p;
  return {
    passageId: p.id, articleId: article.id, title: article.title, titleSegments: [{ text: article.title, mark: 'none' }], outlet: article.outlet, published: article.published,
    language: article.language, fileName: article.file, label, similarity: 0.7, segments: segments(p.text, only),
    why: { kind: 'near', shared: { words: ['night', 'harbour'], nMore: 0 }, inHeadline: { words: ['night'], nMore: 0 } }, copies, nVersions: article.id === 1 ? 3 : 1,
  };
}

const copyOf = (article: FakeArticle): CopyOf => ({
  articleId: article.id, passageId: passageId(article, 1), title: article.title, outlet: article.outlet, fileName: article.file,
});

function understood(query: string): QueryPart[] {
  return (query.match(/(outlet|author|lang|format|after|before):("[^"]*"|\S+)|"[^"]+"|(?<=\s|^)-\w+/g) ?? []).map((typed) => {
    const filter = /^(\w+):"?([^"]*)"?$/.exec(typed);
    if (filter) return { kind: filter[1] ?? '', value: filter[2] ?? '', typed };
    if (typed.startsWith('-')) return { kind: 'without', value: typed.slice(1), typed };
    return { kind: 'phrase', value: typed.replaceAll('"', ''), typed };
  });
}

function search(request: SearchRequest): SearchReply {
  const parts = understood(request.query);
  const words = parts.reduce((q, part) => q.replace(part.typed, ''), request.query);
  const outlet = parts.find((part) => part.kind === 'outlet')?.value.toLowerCase();
  const nothing = /zebra/.test(words);
  let found = passages()
    .filter((p) => p.article.id !== 4 && (outlet === undefined || p.article.outlet?.toLowerCase() === outlet))
    .map((p) => ({ p, s: likeness(words, bare(p.text)) + (p.text.includes('{m:') ? 0.2 : 0) }))
    .sort((a, b) => b.s - a.s)
    .slice(0, nothing ? 4 : 14)
    .map(({ p }) => p);
  if (/zebras/.test(words)) found = [];
  const key = (p: Passage): string => p.article.published ?? '';
  if (request.sort === 'newest') found.sort((a, b) => key(b).localeCompare(key(a)));
  if (request.sort === 'oldest') found.sort((a, b) => key(a).localeCompare(key(b)));
  const copies = LIBRARY.filter((a) => a.id === 4).flatMap((a) => [copyOf(a), { ...copyOf(a), passageId: 9999, outlet: 'Evening Quay' }]);
  const hits = found.map((p, i) =>
    hit(p, nothing ? 'looselyRelated' : scene === 'missing' ? 'words' : (LABELS[Math.min(i, LABELS.length - 1)] ?? 'words'), 'wm', p.id === 103 ? copies : []));
  return {
    hits, nTotal: nothing ? 0 : hits.length + 9, notes: [], didYouMean: null, unknownLanguage: null,
    nArticles: new Set(hits.map((h) => h.articleId)).size, nOutlets: new Set(hits.map((h) => h.outlet)).size,
    understood: parts, nothingClose: nothing, searchedMeaning: scene !== 'missing' && scene !== 'loading', tookMs: 9,
  };
}

function related(id: number | null, text: string): RelatedReply {
  const own = passages().find((p) => p.id === id);
  const near = passages()
    .filter((p) => p.article.id !== own?.article.id && p.article.id !== 4)
    .map((p) => ({ p, s: likeness(bare(own?.text ?? text), bare(p.text)) }))
    .filter(({ s }) => s > 0.12)
    .sort((a, b) => b.s - a.s)
    .slice(0, 4);
  const hits = near.map(({ p }, i) => hit(p, LABELS[i + 1] ?? 'sameSubject', 'd'));
  return {
    hits, nOutlets: new Set(hits.map((h) => h.outlet)).size,
    copies: id === 103 ? LIBRARY.filter((a) => a.id === 4).map(copyOf) : [],
    searchedMeaning: scene !== 'missing', outsideModel: null,
  };
}

const KINDS: Record<string, BlockKindDto> = { '#': 'heading', '-': 'listItem', '>': 'quote' };

function block(article: FakeArticle, text: string, i: number, here: number | null): BlockView {
  const furniture = /^!([\w ]+):(.*)$/.exec(text);
  if (furniture) {
    const piece: Piece = { text: furniture[2] ?? '', mark: 'none', passageId: null, here: false, paint: null };
    return { kind: 'paragraph', furniture: furniture[1] ?? '', pieces: [piece] };
  }
  const id = passageId(article, i);
  const heading = text.startsWith('#');
  const pieces = segments(text, here === id ? 'wm' : '').map((s) => ({ ...s, passageId: heading ? null : id, here: here === id, paint: null }));
  return { kind: KINDS[text[0] ?? ''] ?? 'paragraph', furniture: null, pieces };
}

function view(article: FakeArticle, here: number | null): ArticleView {
  const blocks = article.text.map((text, i) => block(article, text, i, here));
  return {
    articleId: article.id, title: article.title, outlet: article.outlet, authors: article.authors,
    published: article.published, language: article.language, format: 'Web page', fileName: article.file,
    path: `~/Clippings/${article.file}`, blocks, nWordsKept: 231, nWordsDropped: 74,
    nVersions: article.id === 1 ? 3 : 1,
    nBoilerplate: blocks.filter((b) => b.furniture !== null).length,
    boilerplateSummary: 'donation appeal, cookie notice, “Read more”…',
    receipt: [
      { name: 'format', value: 'Web page, read as UTF-8', source: 'meta charset' },
      { name: 'title', value: article.title, source: 'og:title' },
      { name: 'date', value: article.published ?? 'not stated', source: article.published ? 'JSON-LD datePublished' : null },
    ],
  };
}

const row = (article: FakeArticle): ArticleRow => ({
  articleId: article.id, title: article.title, outlet: article.outlet, published: article.published, fileName: article.file,
  nPassages: article.text.filter(isBody).length, nWords: bare(article.text.filter(isBody).join(' ')).split(' ').length,
  added: `2031-01-${String(10 + (article.id % 9))}T09:12:00Z`, tags: article.id % 3 === 0 ? ['port', 'night'] : [], opening: bare(article.text.find(isBody) ?? ''),
});

function rows(outlet: string | null): ArticleRow[] {
  const found = articles.filter((a) => outlet === null || a.outlet === outlet).map(row);
  found.sort((a, b) => (b.published ?? '').localeCompare(a.published ?? ''));
  const first = found[0];
  return first ? [...found, ...Array.from({ length: many }, (_, i) => ({ ...first, articleId: 1000 + i }))] : found;
}

function facets(of: (a: FakeArticle) => string): { name: string; nArticles: number }[] {
  const counts = new Map<string, number>();
  for (const article of articles) counts.set(of(article), (counts.get(of(article)) ?? 0) + 1);
  return [...counts].map(([name, nArticles]) => ({ name, nArticles })).sort((a, b) => b.nArticles - a.nArticles);
}

function model(): ModelState {
  if (scene === 'loading') return { state: 'loading' };
  if (scene !== 'missing') return { state: 'ready', title: 'all-MiniLM-L6-v2' };
  return {
    state: 'missing',
    problem: { code: 'model_missing', message: 'no model pack was found, so search looks at words only', hint: 'run the set-up once, then open Parallax again' },
  };
}

function state(): LibraryState {
  return {
    name: 'Night trams', path: '~/.local/share/parallax/library', nArticles: articles.length, nPassages: passages().length * 31,
    nPending: scene === 'importing' ? 212 : 0, outlets: facets((a) => a.outlet ?? ''), languages: facets((a) => a.language),
    model: model(), readOnlyReason: scene === 'readonly' ? 'another Parallax window is writing to it; close that one to add articles here' : null, nInBin: removed.length,
  };
}

// ---- import --------------------------------------------------------------------------

const PROBLEMS = [
  { fileName: 'minutes-2019.txt', path: '~/Clippings/old/minutes-2019.txt', code: 'not_text', message: '`minutes-2019.txt` is not text: its first bytes are those of a picture', hint: 'rename it to what it is, or leave it out' },
  { fileName: 'empty.html', path: '~/Clippings/empty.html', code: 'no_text', message: '`empty.html` holds no text to read', hint: null },
];

function job(over: Partial<ImportProgress>): ImportProgress {
  return {
    phase: 'reading', nFiles: 48, nFilesDone: 30, nImported: 27, nUnchanged: 2, nSkipped: 5, nRemoved: 0, isFollowing: false, nPassages: 640,
    nPassagesDone: 212, secondsLeft: 9, current: 'harbour-2031-01-04.html', page: null, nScansWaiting: 0, nProblems: 0, libraryProblem: null, ...over,
  };
}

function run(): void {
  let step = 0;
  clearInterval(timer);
  timer = setInterval(() => {
    step += 1;
    if (step <= 12) tell(job({ nFilesDone: step * 4, secondsLeft: 14 - step, nProblems: step > 6 ? 1 : 0 }));
    else if (step <= 20) tell(job({ phase: 'embedding', nFilesDone: 48, nPassagesDone: (step - 12) * 80, secondsLeft: 20 - step }));
    else {
      clearInterval(timer);
      articles = LIBRARY;
      tell(job({ phase: 'done', nFilesDone: 48, nImported: 41, secondsLeft: 0, nProblems: PROBLEMS.length }));
      events.libraryChanged.tell({});
    }
  }, 250);
}

function tell(next: ImportProgress): void {
  progress = next;
  events.importProgress.tell(next);
}

if (scene === 'importing') progress = job({ nProblems: 1 });
if (scene === 'problems' || scene === 'done') progress = job({ phase: 'done', nFilesDone: 48, nImported: 41, nProblems: PROBLEMS.length });

// ---- the shape of the bindings -------------------------------------------------------

function event<T>(): { listen: (cb: (e: { payload: T }) => void) => Promise<() => void>; tell: (payload: T) => void } {
  const listeners = new Set<(e: { payload: T }) => void>();
  return {
    listen: (cb) => { listeners.add(cb); return Promise.resolve(() => { listeners.delete(cb); }); },
    tell: (payload) => { listeners.forEach((cb) => { cb({ payload }); }); },
  };
}

export const events = {
  importProgress: event<ImportProgress>(),
  dragState: event<DragState>(),
  libraryChanged: event<LibraryChanged>(),
  modelChanged: event<ModelChanged>(),
  packSwitching: event<PackSwitching>(),
  foldersChanged: event<FoldersChanged>(),
  articleRequested: event<ArticleRequested>(),
  actionChosen: event<{ id: string }>(),
};
Object.assign(window, { fakeEvents: events });

const FOLDERS: WatchedFolder[] = [
  { folderId: 1, name: 'Clippings', path: '~/Clippings', nArticles: 7, syncedAt: '2031-01-06T09:12:00Z', problem: null, isThere: true },
  { folderId: 2, name: 'Press drive', path: '/media/press', nArticles: 3, syncedAt: '2031-01-02T18:40:00Z', problem: 'the folder is not there; its 3 articles were kept', isThere: false },
];

function queue(state: FileState | null): ImportQueue {
  const states: FileState[] = ['reading', 'foundByWords', 'foundByMeaning', 'unchanged', 'waiting'];
  const files = [
    ...PROBLEMS.map((problem, i) => ({ fileId: i, fileName: problem.fileName, folder: '~/Clippings/old', state: 'failed' as FileState, articleIds: [], problem })),
    ...LIBRARY.map((a, i) => ({ fileId: 10 + i, fileName: a.file, folder: '~/Clippings', state: states[Math.min(i, 4)] ?? 'waiting', articleIds: [a.id], problem: null })),
  ].filter((file) => state === null || file.state === state);
  const counts = [...new Set(files.map((file) => file.state))].map((s) => ({ state: s, nFiles: files.filter((file) => file.state === s).length }));
  return { counts, files, nMore: 0 };
}

const INFO: AppInfo = {
  version: '0.1.0', model: { id: 'all-MiniLM-L6-v2', title: 'all-MiniLM-L6-v2', languages: ['en'], nDimensions: 384 },
  savesPower: false, readsScans: true, nCores: 8, backsUpDaily: true, databaseBytes: 48_200_000, indexBytes: 9_100_000,
};
const PRIVACY: Privacy = {
  network: 'locked', networkWhy: null, isSocketRefused: true, partProblems: [], isLibraryOpenToOthers: false,
  readers: { isLimited: true, hasNoFiles: true, hasFewCalls: true },
};
const BACKUPS: BackupChoice[] = [
  { backupId: 1, madeAt: '2031-01-06T08:00:00Z', reason: 'daily', nArticles: 412, bytes: 47_900_000, state: 'whole' },
  { backupId: 2, madeAt: '2031-01-05T08:00:00Z', reason: 'beforeUpgrade', nArticles: 398, bytes: 46_100_000, state: 'damaged' },
  { backupId: 3, madeAt: null, reason: null, nArticles: null, bytes: 31_000_000, state: 'unsealed' },
];
const LIBRARIES: LibraryChoice[] = [
  { libraryId: 1, name: 'Night trams', path: '~/.local/share/parallax', isOpen: true, isThere: true },
  { libraryId: 2, name: 'Estuary', path: '~/Documents/Estuary', isOpen: false, isThere: true },
  { libraryId: 3, name: 'Old archive', path: '/media/press/archive', isOpen: false, isThere: false },
];

const begin = (): Result<boolean> => { run(); return ok(true); };

export const commands = {
  ...keepCommands(() => rows(null)),
  ...sides,
  libraryState: () => ok(state()),
  chooseFiles: begin,
  chooseFolder: begin,
  importSample: () => { run(); return ok(null); },
  pauseImport: (paused: boolean) => {
    clearInterval(timer);
    tell(job({ phase: paused ? 'paused' : 'reading' }));
    return ok(null);
  },
  cancelImport: () => { clearInterval(timer); tell(job({ phase: 'cancelled' })); return ok(null); },
  retryImport: () => { run(); return ok(null); },
  importState: () => ok(progress),
  search: (request: SearchRequest) =>
    scene === 'broken'
      ? fail<SearchReply>({ code: 'store_damaged', message: 'the library at `~/.local/share/parallax/library` could not be read: its last page is damaged', hint: 'run `parallax verify` and follow what it says' })
      : ok(search(request)),
  listArticles: (outlet: string | null) => ok(rows(outlet)),
  openArticle: (articleId: number, here: number | null) => {
    const article = articles.find((a) => a.id === articleId);
    return article ? ok(view(article, here)) : fail<ArticleView>({ code: 'article_gone', message: `article ${String(articleId)} is no longer in the library`, hint: null });
  },
  related: (id: number) => ok(related(id, '')),
  relatedText: (_articleId: number | null, text: string) => ok(related(null, text)),
  removeArticles: (ids: number[]) => {
    removed = [...articles.filter((a) => ids.includes(a.id)), ...removed];
    articles = articles.filter((a) => !ids.includes(a.id));
    return ok(1);
  },
  undoChange: () => ok(bringBack(removed.map((a) => a.id))),
  undoLast: () => ok(bringBack(removed.slice(0, 1).map((a) => a.id))),
  redo: () => ok<Undone>({ change: 1, kind: 'removal', broughtBack: [], takenOut: [] }),
  bin: () => ok(removed.map((a): BinRow => ({ articleId: a.id, title: a.title, source: a.outlet ?? '', published: a.published, removedAt: new Date().toISOString() }))),
  restoreFromBin: (ids: number[]) => ok(bringBack(ids).change),
  emptyBin: () => { const n = removed.length; removed = []; return ok(n); },
  importQueue: (state: FileState | null) => ok(queue(state)),
  showFile: () => ok(null),
  retryFile: () => ok(null),
  importWholeFile: () => ok(null),
  requestedArticle: () => ok<number | null>(null),
  watchedFolders: () => ok(FOLDERS),
  watchFolder: () => ok(true),
  unwatchFolder: () => ok(0),
  removeVanished: () => ok(3),
  syncFolders: () => ok(null),
  packs: () => ok(PACKS),
  packCost: () => ok<number | null>(250, 300),
  usePack: () => ok(null),
  pausePack: () => ok(null),
  cancelPack: () => ok(null),
  appInfo: () => ok(INFO),
  privacy: () => ok(PRIVACY, 300),
  savePower: () => ok(null),
  readScans: () => ok(null),
  backUp: () => ok<string | null>('~/Backups/Parallax backup'),
  backups: () => ok<BackupChoice[]>(BACKUPS, 400),
  restoreBackup: () => ok<string | null>('~/.local/share/parallax/set-aside/2031-01-06T09-00-00Z', 900),
  backUpDaily: () => ok(null),
  verifyLibrary: () => ok<string[]>([], 900),
  libraries: () => ok(LIBRARIES),
  openLibrary: () => ok(false),
  newLibrary: () => ok(false),
  openKnownLibrary: () => ok(true),
  suggestions: () => ok(articles.length === 0 ? [] : [
    'The operator wants to run trams through the night again.',
    'Most of the passengers were nurses, bakers and cleaners.',
    'Growers dim their lamps so that the moths can cross the river.',
  ]),
};
