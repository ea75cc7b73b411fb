// A backend for tests: every answer can be set, every call is noted, and events are sent
// by hand. Only tests import it. Not here: any rule of the real program.
import { fakeSides } from './fakeSides';
import { Problem } from '../ipc';
import type {
  AppInfo, ArticleRow, ArticleView, Backend, DragState, ErrorDto, HighlightView, Hit, ImportProgress, KeptView, LibraryState, PackList, PackSwitching, Privacy,
  RelatedReply,
  SearchReply, SearchRequest, Undone, WatchedFolder,
} from '../ipc';

export interface Call { name: string; args: unknown[] }

export interface FakeBackend extends Backend {
  calls: Call[];
  named(name: string): Call[];
  tell: { progress(p: ImportProgress): void; drag(d: DragState): void; libraryChanged(): void; foldersChanged(): void; packSwitching(s: PackSwitching): void; articleRequested(): void; actionChosen(id: string): void };
}

/** Answers as given; everything else is empty. */
export function fakeBackend(answers: Partial<Backend> = {}): FakeBackend {
  const calls: Call[] = [];
  const listeners = { progress: new Set<(p: ImportProgress) => void>(), drag: new Set<(d: DragState) => void>(), changed: new Set<() => void>(), folders: new Set<() => void>(), switching: new Set<(s: PackSwitching) => void>(), requested: new Set<() => void>(), chosen: new Set<(id: string) => void>() };
  const subscribe = <T>(set: Set<T>) => (listener: T) => {
    set.add(listener);
    return Promise.resolve(() => { set.delete(listener); });
  };
  const plain: Backend = {
    libraryState: () => Promise.resolve(library()),
    chooseFiles: () => Promise.resolve(true),
    chooseFolder: () => Promise.resolve(true),
    importSample: () => Promise.resolve(null),
    pauseImport: () => Promise.resolve(null),
    cancelImport: () => Promise.resolve(null),
    retryImport: () => Promise.resolve(null),
    importState: () => Promise.resolve(null),
    search: (request) => Promise.resolve(found(request.query)),
    listArticles: () => Promise.resolve([]),
    openArticle: (id, here) => Promise.resolve(article(id, here)),
    related: () => Promise.resolve(relatedTo('passage')),
    relatedText: () => Promise.resolve(relatedTo('selection')),
    removeArticles: () => Promise.resolve(1),
    bin: () => Promise.resolve([]),
    restoreFromBin: () => Promise.resolve(1),
    emptyBin: () => Promise.resolve(1),
    suggestions: () => Promise.resolve([]),
    listTagged: () => Promise.resolve([]),
    kept: (id) => Promise.resolve(kept(id)),
    tags: () => Promise.resolve([]),
    tagArticles: () => Promise.resolve(1),
    editArticle: () => Promise.resolve(1),
    addHighlight: () => Promise.resolve([1, 1]),
    changeHighlight: () => Promise.resolve(1),
    removeHighlight: () => Promise.resolve(1),
    highlights: () => Promise.resolve([]),
    undoChange: (change) => Promise.resolve(undone({ change })),
    undoLast: () => Promise.resolve(undone()),
    redo: () => Promise.resolve(undone()),
    savedSearches: () => Promise.resolve([]),
    saveSearch: () => Promise.resolve(1),
    removeSavedSearch: () => Promise.resolve(1),
    askedSearches: () => Promise.resolve([]),
    rememberSearch: () => Promise.resolve(null),
    forgetSearches: () => Promise.resolve(1),
    export: () => Promise.resolve({ fileName: 'a.md', nArticles: 1, nExcerpts: 2 }),
    copyCitation: () => Promise.resolve(''),
    showMenu: () => Promise.resolve(false),
    setSystemWords: () => Promise.resolve(null),
    copyAs: () => Promise.resolve(''),
    copyText: () => Promise.resolve(null),
    openOriginal: () => Promise.resolve(null),
    showInFolder: () => Promise.resolve(null),
    ...fakeSides,
    importQueue: () => Promise.resolve({ counts: [], files: [], nMore: 0 }),
    showFile: () => Promise.resolve(null),
    retryFile: () => Promise.resolve(null),
    importWholeFile: () => Promise.resolve(null),
    requestedArticle: () => Promise.resolve(null),
    watchedFolders: () => Promise.resolve([]),
    watchFolder: () => Promise.resolve(true),
    unwatchFolder: () => Promise.resolve(0),
    removeVanished: () => Promise.resolve(0),
    syncFolders: () => Promise.resolve(null),
    packs: () => Promise.resolve(packList()),
    packCost: () => Promise.resolve(240),
    usePack: () => Promise.resolve(null),
    pausePack: () => Promise.resolve(null),
    cancelPack: () => Promise.resolve(null),
    appInfo: () => Promise.resolve(appInfo()),
    privacy: () => Promise.resolve(privacy()),
    savePower: () => Promise.resolve(null),
    readScans: () => Promise.resolve(null),
    showLog: () => Promise.resolve(null),
    backUp: () => Promise.resolve(null),
    backups: () => Promise.resolve([]),
    restoreBackup: () => Promise.resolve(null),
    backUpDaily: () => Promise.resolve(null),
    verifyLibrary: () => Promise.resolve([]),
    reindexLibrary: () => Promise.resolve([]),
    libraries: () => Promise.resolve([]),
    openLibrary: () => Promise.resolve(false),
    newLibrary: () => Promise.resolve(false),
    openKnownLibrary: () => Promise.resolve(true),
    onImportProgress: subscribe(listeners.progress),
    onDragState: subscribe(listeners.drag),
    onLibraryChanged: subscribe(listeners.changed),
    onModelChanged: () => Promise.resolve(() => undefined),
    onPackSwitching: subscribe(listeners.switching),
    onFoldersChanged: subscribe(listeners.folders),
    onArticleRequested: subscribe(listeners.requested),
    onActionChosen: subscribe(listeners.chosen),
    ...answers,
  };
  const noted = new Proxy(plain, {
    get(target, name: keyof Backend) {
      const method = target[name] as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        calls.push({ name, args });
        return method(...args);
      };
    },
  });
  const extra = {
    calls,
    named: (name: string) => calls.filter((call) => call.name === name),
    tell: {
      progress: (p: ImportProgress) => { listeners.progress.forEach((l) => { l(p); }); },
      drag: (d: DragState) => { listeners.drag.forEach((l) => { l(d); }); },
      libraryChanged: () => { listeners.changed.forEach((l) => { l(); }); },
      foldersChanged: () => { listeners.folders.forEach((l) => { l(); }); },
      packSwitching: (s: PackSwitching) => { listeners.switching.forEach((l) => { l(s); }); },
      actionChosen: (id: string) => { listeners.chosen.forEach((l) => { l(id); }); },
      articleRequested: () => { listeners.requested.forEach((l) => { l(); }); },
    },
  };
  return new Proxy(extra as unknown as FakeBackend, {
    get: (target, name) => (name in target ? target[name as keyof FakeBackend] : noted[name as keyof Backend]),
  });
}

export const problem = (over: Partial<ErrorDto> = {}): Problem =>
  new Problem({ code: 'store', message: 'the library could not be read', hint: 'run verify', ...over });

export function library(over: Partial<LibraryState> = {}): LibraryState {
  return {
    name: 'Test', path: '~/test', nArticles: 2, nPassages: 9, nPending: 0,
    outlets: [{ name: 'The Quay', nArticles: 2 }], languages: [{ name: 'en', nArticles: 2 }],
    model: { state: 'ready', title: 'test' }, readOnlyReason: null, nInBin: 0, ...over,
  };
}

export function hit(over: Partial<Hit> = {}): Hit {
  return {
    passageId: 11, articleId: 1, title: 'Trams at night', outlet: 'The Quay', published: '2031-01-05', language: 'en', fileName: 'a.html',
    label: 'reworded', similarity: 0.6, segments: [{ text: 'By ', mark: 'none' }, { text: 'night', mark: 'word' }],
    titleSegments: [{ text: over.title ?? 'Trams at night', mark: 'none' }], why: { kind: 'near', shared: { words: ['night'], nMore: 0 }, inHeadline: { words: [], nMore: 0 } }, copies: [], nVersions: 1, ...over,
  };
}

export function row(articleId: number, over: Partial<ArticleRow> = {}): ArticleRow {
  return {
    articleId, title: `Article ${String(articleId)}`, outlet: 'The Quay', published: '2031-01-05', fileName: `${String(articleId)}.html`,
    nPassages: 1, nWords: 120, added: '2031-01-06T10:00:00Z', tags: [], opening: '', ...over,
  };
}

export function found(query: string, over: Partial<SearchReply> = {}): SearchReply {
  return {
    hits: [hit({ title: query })], nTotal: 1, nArticles: 1, nOutlets: 1, understood: [], nothingClose: false, notes: [], didYouMean: null,
    unknownLanguage: null,    searchedMeaning: true, tookMs: 1, ...over,
  };
}

export function article(id: number, here: number | null, over: Partial<ArticleView> = {}): ArticleView {
  const passage = here ?? id * 10 + 1;
  return {
    articleId: id, title: `Article ${String(id)}`, outlet: 'The Quay', authors: [], published: '2031-01-05', language: 'en',
    format: 'Web page', fileName: 'a.html', path: '~/a.html',
    blocks: [
      { kind: 'paragraph', furniture: 'appeal', pieces: [{ text: 'Give today', mark: 'none', passageId: null, here: false, paint: null }] },
      { kind: 'paragraph', furniture: null, pieces: [{ text: 'By night.', mark: 'none', passageId: passage, here: here !== null, paint: null }] },
    ],
    nWordsKept: 2, nWordsDropped: 2, nBoilerplate: 1, boilerplateSummary: 'donation appeal', nVersions: 1, receipt: [], ...over,
  };
}

export function kept(id: number, over: Partial<KeptView> = {}): KeptView {
  return {
    articleId: id, tags: [], note: null, highlights: [],
    fields: [
      { field: 'title', value: `Article ${String(id)}`, read: null }, { field: 'outlet', value: 'The Quay', read: null },
      { field: 'authors', value: '', read: null }, { field: 'published', value: '2031-01-05', read: null },
    ],
    ...over,
  };
}

export function highlight(over: Partial<HighlightView> = {}): HighlightView {
  return { highlightId: 1, articleId: 1, words: 'By night', colour: 'yellow', note: null, place: 'exact', ...over };
}

export function relatedTo(what: string, over: Partial<RelatedReply> = {}): RelatedReply {
  return { hits: [hit({ passageId: 21, articleId: 2, title: what })], nOutlets: 1, copies: [], searchedMeaning: true, outsideModel: null, ...over };
}

export function progress(over: Partial<ImportProgress> = {}): ImportProgress {
  return {
    phase: 'reading', nFiles: 48, nFilesDone: 30, nImported: 27, nUnchanged: 0, nSkipped: 0, nRemoved: 0, isFollowing: false, nPassages: 640,
    nPassagesDone: 212, secondsLeft: 9, current: 'a.html', page: null, nScansWaiting: 0, nProblems: 0, libraryProblem: null, ...over,
  };
}

export function packList(over: Partial<PackList> = {}): PackList {
  return {
    packs: [
      { id: 'english', title: 'English model', languages: ['en'], isUsed: true },
      { id: 'many', title: 'Model of many languages', languages: ['en', 'de', 'ru'], isUsed: false },
    ],
    advice: null, switching: null, canChange: true, ...over,
  };
}

export function packSwitching(over: Partial<PackSwitching> = {}): PackSwitching {
  return { packId: 'many', phase: 'running', nDone: 250, nAll: 1000, secondsLeft: 240, problem: null, ...over };
}

export function appInfo(over: Partial<AppInfo> = {}): AppInfo {
  return {
    version: '0.1.0', model: { id: 'test', title: 'Test model', languages: ['en'], nDimensions: 384 },
    savesPower: false, nCores: 4, readsScans: true, backsUpDaily: false, databaseBytes: 12_000_000, indexBytes: 3_000_000, ...over,
  };
}

export function privacy(over: Partial<Privacy> = {}): Privacy {
  return {
    network: 'locked', networkWhy: null, isSocketRefused: true, partProblems: [], isLibraryOpenToOthers: false,
    readers: { isLimited: true, hasNoFiles: true, hasFewCalls: true }, ...over,
  };
}

export function watched(over: Partial<WatchedFolder> = {}): WatchedFolder {
  return {
    folderId: 1, name: 'Clippings', path: '~/Clippings', nArticles: 3, syncedAt: '2031-01-05T10:00:00Z',
    problem: null, isThere: true, ...over,
  };
}

/** An answer that comes when it is told to. */
export function later<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (reason: unknown) => void } {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => { resolve = yes; reject = no; });
  return { promise, resolve, reject };
}

export type { SearchRequest };

export const undone = (over: Partial<Undone> = {}): Undone => ({ change: 1, kind: 'tags', broughtBack: [], takenOut: [], ...over });
