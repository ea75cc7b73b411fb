// The one door between the window and the program behind it.
//
// Every command becomes a promise that resolves to its value or rejects with a
// `Problem`; every event a subscription that returns how to end it. Everything else
// in the window imports from here, so tests and the development backend can stand in.
// Not here: state, and any knowledge of what the values mean.
import { commands, events } from './bindings';
import type {
  ArticleForm,
  AppInfo,
  ArticleRow,
  ArticleView,
  BackupChoice,
  BinRow,
  ColourDto,
  CompareView,
  ContrastFrom,
  ContrastView,
  DragState,
  ErrorDto,
  Exported,
  ExportForm,
  ExportSelection,
  Facet,
  HighlightCard,
  HighlightQuery,
  ImportProgress,
  KeptView,
  LedgerForm,
  LedgerView,
  LeftOutView,
  FileState,
  ImportQueue,
  LibraryChoice,
  LibraryProblem,
  LibraryState,
  MapView,
  MonthCount,
  PackList,
  PackSwitching,
  Privacy,
  CopyForm,
  MenuDto,
  NewsView,
  QuoteFamilyView,
  RelatedReply,
  SavedSearchView,
  SearchReply,
  SearchRequest,
  TextRange,
  Undone,
  StoryList,
  StoryView,
  SystemWords,
  VersionDiffView,
  VersionView,
  WatchedFolder,
  WhatOfArticles,
} from './bindings';

export type * from './bindings';

/** What the program can be asked, and what it tells by itself. */
export interface Backend {
  libraryState(): Promise<LibraryState>;
  /** False when the dialog was dismissed. */
  chooseFiles(): Promise<boolean>;
  chooseFolder(): Promise<boolean>;
  importSample(): Promise<null>;
  pauseImport(paused: boolean): Promise<null>;
  cancelImport(): Promise<null>;
  retryImport(): Promise<null>;
  importState(): Promise<ImportProgress | null>;
  search(request: SearchRequest): Promise<SearchReply>;
  /** Newest first; `null` for every outlet. */
  listArticles(outlet: string | null): Promise<ArticleRow[]>;
  openArticle(articleId: number, passageId: number | null, query: string | null): Promise<ArticleView>;
  related(passageId: number): Promise<RelatedReply>;
  relatedText(articleId: number | null, text: string): Promise<RelatedReply>;
  /** Into the bin. The change. */
  removeArticles(articleIds: number[]): Promise<number>;
  /** What was removed last first. */
  bin(): Promise<BinRow[]>;
  /** The change. */
  restoreFromBin(articleIds: number[]): Promise<number>;
  /** Number of articles deleted for good. */
  emptyBin(): Promise<number>;
  suggestions(): Promise<string[]>;

  /** Articles with a tag, newest first. */
  listTagged(tag: string): Promise<ArticleRow[]>;
  kept(articleId: number): Promise<KeptView>;
  tags(): Promise<Facet[]>;
  // Changes return the number by which `undoChange` takes them back.
  tagArticles(articleIds: number[], add: string[], remove: string[]): Promise<number>;
  /** Null when the form says nothing new. */
  editArticle(articleId: number, form: ArticleForm): Promise<number | null>;
  /** The highlight's id, then the change. */
  addHighlight(range: TextRange, colour: ColourDto): Promise<[number, number]>;
  changeHighlight(highlightId: number, colour: ColourDto, note: string | null): Promise<number>;
  removeHighlight(highlightId: number): Promise<number>;
  highlights(query: HighlightQuery): Promise<HighlightCard[]>;
  undoChange(change: number): Promise<Undone>;
  /** The latest change. */
  undoLast(): Promise<Undone>;
  /** Makes anew what was undone last. */
  redo(): Promise<Undone>;
  savedSearches(): Promise<SavedSearchView[]>;
  saveSearch(name: string, query: string): Promise<number>;
  removeSavedSearch(id: number): Promise<number>;
  askedSearches(): Promise<string[]>;
  rememberSearch(query: string): Promise<null>;
  forgetSearches(query: string | null): Promise<number>;
  /** Null when the dialog was dismissed. */
  export(selection: ExportSelection, form: ExportForm): Promise<Exported | null>;
  copyCitation(range: TextRange): Promise<string>;
  /** Articles, or the words at `range` in the first of them. What is on the clipboard now. */
  copyAs(articleIds: number[], range: TextRange | null, form: CopyForm): Promise<string>;
  copyText(text: string): Promise<null>;
  openOriginal(articleId: number): Promise<null>;
  showInFolder(articleId: number): Promise<null>;
  /** Stories of two articles and more, latest first. */
  listStories(): Promise<StoryList>;
  /** By its id or that of one of its articles. */
  openStory(storyId: number): Promise<StoryView>;
  storyQuotes(storyId: number): Promise<QuoteFamilyView[]>;
  /** What its independent origins tell of each fact; takes a moment the first time. */
  storyLedger(storyId: number): Promise<LedgerView>;
  /** What it leaves out of what its story told before it; takes a moment. */
  articleLeftOut(articleId: number): Promise<LeftOutView>;
  /** The file's name; null when the dialog was dismissed. */
  exportLedger(storyId: number, form: LedgerForm): Promise<string | null>;
  /** What an article says beyond what earlier ones said; takes a moment. */
  articleNews(articleId: number): Promise<NewsView[]>;
  compareArticles(a: number, b: number): Promise<CompareView>;
  /** The texts an article had, the oldest first. */
  articleVersions(articleId: number): Promise<VersionView[]>;
  /** Two of them beside each other, by their numbers. */
  compareVersions(articleId: number, a: number, b: number): Promise<VersionDiffView>;
  contrast(from: ContrastFrom, passageId: number): Promise<ContrastView>;
  /** Null when cancelled. */
  /** False where the system has no menu bar for it. */
  showMenu(menus: MenuDto[]): Promise<boolean>;
  /** Of dialogs that the system draws. */
  setSystemWords(words: SystemWords): Promise<null>;
  libraryMap(): Promise<MapView | null>;
  cancelMap(): Promise<null>;
  monthCounts(): Promise<MonthCount[]>;
  /** The files of the last import, at most `limit`, in one state or (`null`) in any. */
  importQueue(state: FileState | null, limit: number): Promise<ImportQueue>;
  showFile(fileId: number): Promise<null>;
  retryFile(fileId: number): Promise<null>;
  /** With every article in it, however many. */
  importWholeFile(fileId: number): Promise<null>;
  /** The article of a file opened from outside the window; told once. */
  requestedArticle(): Promise<number | null>;
  watchedFolders(): Promise<WatchedFolder[]>;
  /** False when the dialog was dismissed. */
  watchFolder(): Promise<boolean>;
  /** Number of articles that went with it. */
  unwatchFolder(folderId: number, articles: WhatOfArticles): Promise<number>;
  removeVanished(folderId: number): Promise<number>;
  syncFolders(): Promise<null>;
  packs(): Promise<PackList>;
  /** Seconds, measured on some of the library's passages; takes some itself. */
  packCost(packId: string): Promise<number | null>;
  usePack(packId: string): Promise<null>;
  pausePack(paused: boolean): Promise<null>;
  cancelPack(): Promise<null>;
  appInfo(): Promise<AppInfo>;
  /** Looked at anew each time: a socket is tried, every checksum computed. */
  privacy(): Promise<Privacy>;
  savePower(on: boolean): Promise<null>;
  readScans(on: boolean): Promise<null>;
  /** Opens the folder of the log in the file manager. */
  showLog(): Promise<null>;
  /** Where the copy lies, or null when the dialog was dismissed. */
  backUp(): Promise<string | null>;
  /** The copies of the open library, newest first; each is read and checked. */
  backups(): Promise<BackupChoice[]>;
  /** The page begins anew then. Where the library lies now that was open. */
  restoreBackup(backupId: number): Promise<string | null>;
  backUpDaily(on: boolean): Promise<null>;
  /** What is wrong, and what can be done; empty when all is well. */
  verifyLibrary(): Promise<LibraryProblem[]>;
  /** Computes again what is derived; what is still wrong then. */
  reindexLibrary(): Promise<LibraryProblem[]>;
  libraries(): Promise<LibraryChoice[]>;
  /** False when the dialog was dismissed; otherwise the page begins anew. */
  openLibrary(): Promise<boolean>;
  newLibrary(): Promise<boolean>;
  openKnownLibrary(libraryId: number): Promise<boolean>;

  onImportProgress(listener: (progress: ImportProgress) => void): Promise<Unsubscribe>;
  onDragState(listener: (state: DragState) => void): Promise<Unsubscribe>;
  onLibraryChanged(listener: () => void): Promise<Unsubscribe>;
  onModelChanged(listener: () => void): Promise<Unsubscribe>;
  onPackSwitching(listener: (switching: PackSwitching) => void): Promise<Unsubscribe>;
  onFoldersChanged(listener: () => void): Promise<Unsubscribe>;
  onArticleRequested(listener: () => void): Promise<Unsubscribe>;
  onActionChosen(listener: (id: string) => void): Promise<Unsubscribe>;
}

export type Unsubscribe = () => void;

/** A command that failed. Branch on `code`; show `message` and `hint`. */
export class Problem extends Error {
  readonly code: string;
  readonly hint: string | null;

  constructor(error: ErrorDto) {
    super(error.message);
    this.name = 'Problem';
    this.code = error.code;
    this.hint = error.hint;
  }
}

/** Whatever was thrown, as something that can be shown. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new Problem({ code: 'window', message, hint: null });
}

type Result<T> = { status: 'ok'; data: T } | { status: 'error'; error: ErrorDto };

async function ask<T>(command: () => Promise<Result<T>>): Promise<T> {
  const answer = await settled(command);
  if (answer.status === 'error') throw new Problem(answer.error);
  return answer.data;
}

/** What the shell itself throws (it is gone, or refuses the command) becomes a `Problem` too. */
async function settled<T>(command: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await command();
  } catch (thrown) {
    throw asProblem(thrown);
  }
}

/** The program this window belongs to. */
export const backend: Backend = {
  libraryState: () => ask(() => commands.libraryState()),
  chooseFiles: () => ask(() => commands.chooseFiles()),
  chooseFolder: () => ask(() => commands.chooseFolder()),
  importSample: () => ask(() => commands.importSample()),
  pauseImport: (paused) => ask(() => commands.pauseImport(paused)),
  cancelImport: () => ask(() => commands.cancelImport()),
  retryImport: () => ask(() => commands.retryImport()),
  importState: () => ask(() => commands.importState()),
  search: (request) => ask(() => commands.search(request)),
  listArticles: (outlet) => ask(() => commands.listArticles(outlet)),
  openArticle: (articleId, passageId, query) => ask(() => commands.openArticle(articleId, passageId, query)),
  related: (passageId) => ask(() => commands.related(passageId)),
  relatedText: (articleId, text) => ask(() => commands.relatedText(articleId, text)),
  removeArticles: (articleIds) => ask(() => commands.removeArticles(articleIds)),
  bin: () => ask(() => commands.bin()),
  restoreFromBin: (articleIds) => ask(() => commands.restoreFromBin(articleIds)),
  emptyBin: () => ask(() => commands.emptyBin()),
  suggestions: () => ask(() => commands.suggestions()),

  listTagged: (tag) => ask(() => commands.listTagged(tag)),
  kept: (articleId) => ask(() => commands.kept(articleId)),
  tags: () => ask(() => commands.tags()),
  tagArticles: (articleIds, add, remove) => ask(() => commands.tagArticles(articleIds, add, remove)),
  editArticle: (articleId, form) => ask(() => commands.editArticle(articleId, form)),
  addHighlight: (range, colour) => ask(() => commands.addHighlight(range, colour)),
  changeHighlight: (highlightId, colour, note) => ask(() => commands.changeHighlight(highlightId, colour, note)),
  removeHighlight: (highlightId) => ask(() => commands.removeHighlight(highlightId)),
  highlights: (query) => ask(() => commands.highlights(query)),
  undoChange: (change) => ask(() => commands.undoChange(change)),
  undoLast: () => ask(() => commands.undoLast()),
  redo: () => ask(() => commands.redo()),
  savedSearches: () => ask(() => commands.savedSearches()),
  saveSearch: (name, query) => ask(() => commands.saveSearch(name, query)),
  removeSavedSearch: (id) => ask(() => commands.removeSavedSearch(id)),
  askedSearches: () => ask(() => commands.askedSearches()),
  rememberSearch: (query) => ask(() => commands.rememberSearch(query)),
  forgetSearches: (query) => ask(() => commands.forgetSearches(query)),
  export: (selection, form) => ask(() => commands.export(selection, form)),
  copyCitation: (range) => ask(() => commands.copyCitation(range)),
  copyAs: (articleIds, range, form) => ask(() => commands.copyAs(articleIds, range, form)),
  copyText: (text) => ask(() => commands.copyText(text)),
  openOriginal: (articleId) => ask(() => commands.openOriginal(articleId)),
  showInFolder: (articleId) => ask(() => commands.showInFolder(articleId)),
  listStories: () => ask(() => commands.listStories()),
  openStory: (storyId) => ask(() => commands.openStory(storyId)),
  storyQuotes: (storyId) => ask(() => commands.storyQuotes(storyId)),
  storyLedger: (storyId) => ask(() => commands.storyLedger(storyId)),
  articleLeftOut: (articleId) => ask(() => commands.articleLeftOut(articleId)),
  exportLedger: (storyId, form) => ask(() => commands.exportLedger(storyId, form)),
  articleNews: (articleId) => ask(() => commands.articleNews(articleId)),
  compareArticles: (a, b) => ask(() => commands.compareArticles(a, b)),
  articleVersions: (articleId) => ask(() => commands.articleVersions(articleId)),
  compareVersions: (articleId, a, b) => ask(() => commands.compareVersions(articleId, a, b)),
  contrast: (from, passageId) => ask(() => commands.contrast(from, passageId)),
  showMenu: (menus) => ask(() => commands.showMenu(menus)),
  setSystemWords: (words) => ask(() => commands.setSystemWords(words)),
  libraryMap: () => ask(() => commands.libraryMap()),
  cancelMap: () => ask(() => commands.cancelMap()),
  monthCounts: () => ask(() => commands.monthCounts()),
  importQueue: (state, limit) => ask(() => commands.importQueue(state, limit)),
  showFile: (fileId) => ask(() => commands.showFile(fileId)),
  retryFile: (fileId) => ask(() => commands.retryFile(fileId)),
  importWholeFile: (fileId) => ask(() => commands.importWholeFile(fileId)),
  requestedArticle: () => ask(() => commands.requestedArticle()),
  watchedFolders: () => ask(() => commands.watchedFolders()),
  watchFolder: () => ask(() => commands.watchFolder()),
  unwatchFolder: (folderId, articles) => ask(() => commands.unwatchFolder(folderId, articles)),
  removeVanished: (folderId) => ask(() => commands.removeVanished(folderId)),
  syncFolders: () => ask(() => commands.syncFolders()),
  packs: () => ask(() => commands.packs()),
  packCost: (packId) => ask(() => commands.packCost(packId)),
  usePack: (packId) => ask(() => commands.usePack(packId)),
  pausePack: (paused) => ask(() => commands.pausePack(paused)),
  cancelPack: () => ask(() => commands.cancelPack()),
  appInfo: () => ask(() => commands.appInfo()),
  privacy: () => ask(() => commands.privacy()),
  savePower: (on) => ask(() => commands.savePower(on)),
  readScans: (on) => ask(() => commands.readScans(on)),
  showLog: () => ask(() => commands.showLog()),
  backUp: () => ask(() => commands.backUp()),
  backups: () => ask(() => commands.backups()),
  restoreBackup: (backupId) => ask(() => commands.restoreBackup(backupId)),
  backUpDaily: (on) => ask(() => commands.backUpDaily(on)),
  verifyLibrary: () => ask(() => commands.verifyLibrary()),
  reindexLibrary: () => ask(() => commands.reindexLibrary()),
  libraries: () => ask(() => commands.libraries()),
  openLibrary: () => ask(() => commands.openLibrary()),
  newLibrary: () => ask(() => commands.newLibrary()),
  openKnownLibrary: (libraryId) => ask(() => commands.openKnownLibrary(libraryId)),

  // `async`, so that even a shell that is not there is a rejection and not a throw.
  onImportProgress: async (listener) => events.importProgress.listen((event) => { listener(event.payload); }),
  onDragState: async (listener) => events.dragState.listen((event) => { listener(event.payload); }),
  onLibraryChanged: async (listener) => events.libraryChanged.listen(() => { listener(); }),
  onModelChanged: async (listener) => events.modelChanged.listen(() => { listener(); }),
  onPackSwitching: async (listener) => events.packSwitching.listen((event) => { listener(event.payload); }),
  onFoldersChanged: async (listener) => events.foldersChanged.listen(() => { listener(); }),
  onActionChosen: async (listener) => events.actionChosen.listen((event) => { listener(event.payload.id); }),
  onArticleRequested: async (listener) => events.articleRequested.listen(() => { listener(); }),
};
