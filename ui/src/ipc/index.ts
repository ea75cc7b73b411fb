// The one door between the window and the program behind it.
//
// Every command becomes a promise that resolves to its value or rejects with a
// `Problem`; every event a subscription that returns how to end it. Everything else
// in the window imports from here, so tests and the development backend can stand in.
// Not here: state, and any knowledge of what the values mean.
import { commands, events } from './bindings';
import type {
  ArticleRow,
  ArticleView,
  DragState,
  ErrorDto,
  ImportProgress,
  LibraryState,
  RelatedReply,
  SearchReply,
  SearchRequest,
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
  removeArticles(articleIds: number[]): Promise<null>;
  /** Number of articles brought back. */
  undoRemove(): Promise<number>;
  suggestions(): Promise<string[]>;

  onImportProgress(listener: (progress: ImportProgress) => void): Promise<Unsubscribe>;
  onDragState(listener: (state: DragState) => void): Promise<Unsubscribe>;
  onLibraryChanged(listener: () => void): Promise<Unsubscribe>;
  onModelChanged(listener: () => void): Promise<Unsubscribe>;
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

async function unwrap<T>(result: Promise<Result<T>>): Promise<T> {
  const settled = await result.catch((thrown: unknown) => {
    throw asProblem(thrown);
  });
  if (settled.status === 'error') throw new Problem(settled.error);
  return settled.data;
}

/** The program this window belongs to. */
export const backend: Backend = {
  libraryState: () => unwrap(commands.libraryState()),
  chooseFiles: () => unwrap(commands.chooseFiles()),
  chooseFolder: () => unwrap(commands.chooseFolder()),
  importSample: () => unwrap(commands.importSample()),
  pauseImport: (paused) => unwrap(commands.pauseImport(paused)),
  cancelImport: () => unwrap(commands.cancelImport()),
  retryImport: () => unwrap(commands.retryImport()),
  importState: () => unwrap(commands.importState()),
  search: (request) => unwrap(commands.search(request)),
  listArticles: (outlet) => unwrap(commands.listArticles(outlet)),
  openArticle: (articleId, passageId, query) => unwrap(commands.openArticle(articleId, passageId, query)),
  related: (passageId) => unwrap(commands.related(passageId)),
  relatedText: (articleId, text) => unwrap(commands.relatedText(articleId, text)),
  removeArticles: (articleIds) => unwrap(commands.removeArticles(articleIds)),
  undoRemove: () => unwrap(commands.undoRemove()),
  suggestions: () => unwrap(commands.suggestions()),

  onImportProgress: (listener) => events.importProgress.listen((event) => { listener(event.payload); }),
  onDragState: (listener) => events.dragState.listen((event) => { listener(event.payload); }),
  onLibraryChanged: (listener) => events.libraryChanged.listen(() => { listener(); }),
  onModelChanged: (listener) => events.modelChanged.listen(() => { listener(); }),
};
