// All state of the window, put together, and the few things that touch more than one part.
//
// Built around a `Backend`, so tests build it around a fake one. Not here: any rule that
// one part can decide alone, and anything about how it looks.
import { getContext, setContext } from 'svelte';
import type { ArticleRow, Backend, Hit, HighlightView, Unsubscribe } from '../ipc';
import { throttled } from '../logic/pace';
import { strings } from '../strings';
import { Articles } from './articles.svelte';
import { Drag } from './drag.svelte';
import { Elsewhere } from './elsewhere.svelte';
import { Finding } from './finding.svelte';
import { Highlights } from './highlights.svelte';
import { Importing } from './importing.svelte';
import { Keeping } from './keeping.svelte';
import { Library } from './library.svelte';
import { Panes } from './panes.svelte';
import type { View } from './panes.svelte';
import { Reader } from './reader.svelte';
import { Search } from './search.svelte';
import { Searches } from './searches.svelte';
import { Settings } from './settings.svelte';
import { Taking } from './taking.svelte';
import { Toasts } from './toast.svelte';

const REFRESH_MS = 600;

export class App {
  readonly settings = new Settings();
  readonly toasts = new Toasts();
  readonly drag = new Drag();
  readonly panes = new Panes();
  readonly library: Library;
  readonly importing: Importing;
  readonly search: Search;
  readonly articles: Articles;
  readonly reader: Reader;
  readonly elsewhere: Elsewhere;
  readonly keeping: Keeping;
  readonly highlights: Highlights;
  readonly searches: Searches;
  readonly taking: Taking;
  readonly finding = new Finding();
  /** True when the middle pane shows hits rather than articles. */
  readonly showsHits = $derived.by(() => this.panes.view === 'search' && this.search.isSearch);

  /** A running import reports changes often; the lists follow at a calm pace. */
  readonly #contentChanged = throttled(() => {
    void this.library.refresh();
    void this.articles.refresh();
    this.search.refresh();
    this.elsewhere.refresh();
    this.#refreshKept();
  }, REFRESH_MS);

  constructor(private readonly backend: Backend) {
    this.library = new Library(backend);
    this.importing = new Importing(backend, this.toasts);
    this.search = new Search(backend);
    this.articles = new Articles(backend);
    this.reader = new Reader(backend);
    this.elsewhere = new Elsewhere(backend);
    this.keeping = new Keeping(backend, this.reader, this.toasts, () => { this.#keptChanged(); });
    this.highlights = new Highlights(backend);
    this.searches = new Searches(backend, this.toasts);
    this.taking = new Taking(backend, this.toasts);
  }

  /** Subscribes to the program and loads what is there; returns how to end it. */
  async start(): Promise<() => void> {
    const ends = await this.#subscribe();
    await Promise.all([this.library.refresh(), this.importing.restore(), this.articles.show(null)]);
    this.#refreshKept();
    return () => { ends.forEach((end) => { end(); }); };
  }

  /** Without events the window still works, only less lively; it says so and goes on. */
  async #subscribe(): Promise<Unsubscribe[]> {
    const asked = await Promise.allSettled([
      this.backend.onImportProgress((progress) => { this.importing.take(progress); }),
      this.backend.onDragState((state) => { this.drag.take(state); }),
      this.backend.onLibraryChanged(() => { this.#contentChanged(); }),
      this.backend.onModelChanged(() => { this.#contentChanged(); }),
    ]);
    const failed = asked.find((one) => one.status === 'rejected');
    if (failed) this.toasts.failed(failed.reason);
    return asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  }

  type(text: string): void {
    this.panes.view = 'search';
    this.panes.tab = 'list';
    this.search.type(text);
    this.#followOutlet();
  }

  ask(sentence: string): void {
    this.panes.view = 'search';
    this.panes.tab = 'list';
    this.search.ask(sentence);
    this.#followOutlet();
  }

  toggleFilter(kind: string, value: string): void {
    this.panes.tab = 'list';
    this.search.toggle(kind, value);
    if (kind !== 'outlet' || this.panes.view === 'highlights') this.panes.view = 'search';
    this.#followOutlet();
  }

  removePart(part: Parameters<Search['removePart']>[0]): void {
    this.search.removePart(part);
    this.#followOutlet();
  }

  show(view: View): void {
    this.panes.view = view;
    this.panes.tab = 'list';
    this.#followOutlet();
  }

  openHit(hit: Pick<Hit, 'articleId' | 'passageId'>): Promise<void> {
    void this.searches.remember(this.search.query);
    return this.open(hit.articleId, hit.passageId, this.search.query);
  }

  openRow(row: Pick<ArticleRow, 'articleId'>): Promise<void> {
    return this.open(row.articleId, null, null);
  }

  async openHighlight(highlight: Pick<HighlightView, 'articleId' | 'highlightId'>): Promise<void> {
    if (this.reader.article?.articleId !== highlight.articleId) await this.open(highlight.articleId, null, null);
    this.panes.tab = 'reader';
    this.reader.aim = { highlightId: highlight.highlightId };
  }

  /** Enter in the field: the best hit, unless nothing is close. */
  async openFirst(): Promise<void> {
    if (!this.search.isSearch) return;
    this.panes.view = 'search';
    const reply = await this.search.settled();
    const first = reply?.hits[0];
    if (first && !reply.nothingClose) await this.openHit(first);
  }

  async open(articleId: number, passageId: number | null, query: string | null): Promise<void> {
    this.panes.tab = 'reader';
    await this.reader.open(articleId, passageId, query);
    this.#compareOpened();
  }

  async back(): Promise<void> {
    await this.reader.back();
    this.#compareOpened();
  }

  async forward(): Promise<void> {
    await this.reader.forward();
    this.#compareOpened();
  }

  async removeOpened(): Promise<void> {
    const article = this.reader.article;
    if (!article) return;
    try {
      await this.backend.removeArticles([article.articleId]);
    } catch (thrown) {
      this.toasts.failed(thrown);
      return;
    }
    this.reader.forget(article.articleId);
    this.elsewhere.clear();
    this.panes.tab = 'list';
    this.toasts.done(strings.reader.removed(article.title), {
      label: strings.reader.undo,
      run: () => { void this.#undoRemove(article.articleId); },
    });
    this.#contentChanged();
  }

  async #undoRemove(articleId: number): Promise<void> {
    try {
      await this.backend.undoRemove();
    } catch (thrown) {
      this.toasts.failed(thrown);
      return;
    }
    this.toasts.done(strings.reader.restored);
    this.#contentChanged();
    await this.open(articleId, null, null);
  }

  #compareOpened(): void {
    const article = this.reader.article;
    if (article) this.elsewhere.start(this.reader.visit?.passageId ?? firstPassage(article.blocks));
    else this.elsewhere.clear();
    this.finding.hide();
    void this.keeping.load();
  }

  /** After a change of the open article: its title may stand in any list. */
  #keptChanged(): void {
    void this.highlights.refresh();
    void this.articles.refresh();
  }

  #refreshKept(): void {
    void this.keeping.load();
    void this.keeping.loadTags();
    void this.highlights.refresh();
    void this.searches.refresh();
  }

  /** The list of articles keeps to the outlet or the tag the query names. */
  #followOutlet(): void {
    const { outlet, tag } = this.search;
    if (outlet !== this.articles.outlet || tag !== this.articles.tag) void this.articles.show(outlet, tag);
  }

}

function firstPassage(blocks: { furniture: string | null; pieces: { passageId: number | null }[] }[]): number | null {
  for (const block of blocks) {
    const piece = block.pieces.find((p) => p.passageId !== null);
    if (block.furniture === null && piece) return piece.passageId;
  }
  return null;
}

const KEY = Symbol('app');
export const provideApp = (app: App): App => setContext(KEY, app);
export const useApp = (): App => getContext<App>(KEY);
