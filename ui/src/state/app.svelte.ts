// All state of the window, put together, and the few things that touch more than one part.
//
// Built around a `Backend`, so tests build it around a fake one. Not here: any rule that
// one part can decide alone, and anything about how it looks.
import { getContext, setContext } from 'svelte';
import type { ArticleRow, Backend, HighlightView, Hit, ImportProgress, LeftOutView, VersionView, Place, Unsubscribe } from '../ipc';
import { throttled } from '../logic/pace';
import { firstPassage } from '../logic/blocks';
import { nowIso } from '../logic/when';
import { strings } from '../strings';
import { Articles } from './articles.svelte';
import { Bin } from './bin.svelte';
import { comparable } from './comparable';
import { Compare } from './compare.svelte';
import { Dialogs } from './dialogs.svelte';
import { focusSearch } from '../dom/panes';
import { Drag } from './drag.svelte';
import { Elsewhere } from './elsewhere.svelte';
import { Evidence } from './evidence.svelte';
import { Finding } from './finding.svelte';
import type { ToCopy } from '../dom/copied';
import { toCopy } from '../dom/copied';
import { MainMenu } from '../features/menu/mainMenu.svelte';
import { Listing } from '../features/listing/listing.svelte';
import { ReadMarks } from '../features/listing/readMarks.svelte';
import { Help } from '../features/help/help.svelte';
import { showTour } from '../features/help/tour';
import { PaneSizes } from '../features/panes/sizes.svelte';
import { Reading } from '../features/reading/reading.svelte';
import { Highlights } from './highlights.svelte';
import { History } from './history.svelte';
import { Folders } from './folders.svelte';
import { Importing } from './importing.svelte';
import { Keeping } from './keeping.svelte';
import { Library } from './library.svelte';
import { LibraryMap, Months } from './map.svelte';
import { Packs } from './packs.svelte';
import { Palette } from './palette.svelte';
import { Panes } from './panes.svelte';
import type { View } from './panes.svelte';
import { Picks } from './picks.svelte';
import { ContextMenu } from './contextMenu.svelte';
import { Copies } from './copies.svelte';
import { Program } from './program.svelte';
import type { Section } from './program.svelte';
import { Queue } from './queue.svelte';
import { Reader } from './reader.svelte';
import { ReceiptView } from './receipt.svelte';
import { Removing } from './removing';
import { Search } from './search.svelte';
import { keepPlace, takeUp } from './session';
import { Searches } from './searches.svelte';
import { Settings } from './settings.svelte';
import { Stage } from './stage.svelte';
import { Stories } from './stories.svelte';
import { Taking } from './taking.svelte';
import { Toasts } from './toast.svelte';

const REFRESH_MS = 600;

export class App {
  readonly settings = new Settings();
  readonly toasts = new Toasts();
  readonly drag = new Drag();
  readonly sizes = new PaneSizes();
  readonly reading = new Reading();
  readonly panes = new Panes(this.sizes);
  readonly dialogs = new Dialogs();
  readonly palette: Palette;
  readonly queue: Queue;
  readonly folders: Folders;
  readonly program: Program;
  readonly packs: Packs;
  readonly copies: Copies;
  readonly history: History;
  readonly bin: Bin;
  readonly menu = new ContextMenu();
  readonly receipt: ReceiptView;
  readonly library: Library;
  readonly importing: Importing;
  readonly search: Search;
  readonly articles: Articles;
  readonly picks = new Picks();
  readonly reader: Reader;
  readonly elsewhere: Elsewhere;
  readonly keeping: Keeping;
  readonly highlights: Highlights;
  readonly searches: Searches;
  readonly taking: Taking;
  readonly finding = new Finding();
  readonly help = new Help();
  readonly listing = new Listing();
  readonly readMarks = new ReadMarks();
  readonly mainMenu = new MainMenu();
  /** What *Copy as* was asked for, before the palette took the selection away. */
  copying: ToCopy | null = null;
  readonly stage = new Stage();
  readonly stories: Stories;
  readonly compare: Compare;
  readonly evidence: Evidence;
  readonly map: LibraryMap;
  readonly months: Months;
  /** True when the middle pane shows hits rather than articles. */
  readonly showsHits = $derived.by(() => this.panes.view === 'search' && this.search.isSearch);

  /** True when the middle pane shows the list of articles. */
  readonly listsArticles = $derived.by(() => (this.panes.view === 'search' || this.panes.view === 'articles') && !this.showsHits && this.stage.scene !== 'map' && (this.articles.rows?.length ?? 0) > 0);

  /** True while a dialog keeps everything else from being reached. */
  readonly hasDialog = $derived.by(() => this.dialogs.current !== null || this.bin.isOpen || this.queue.isOpen || this.receipt.isOpen);

  /** A running import reports changes often; the lists follow at a calm pace. */
  readonly #contentChanged = throttled(() => {
    void this.library.refresh();
    void this.packs.refresh();
    void this.articles.refresh();
    void this.search.refresh(this.importing.isSettling);
    this.elsewhere.refresh();
    this.#refreshKept();
    this.#sidesChanged();
    this.palette.libraryChanged();
    void this.bin.refresh();
  }, REFRESH_MS);

  readonly #removing: Removing;
  #wasEmpty = false;

  constructor(readonly backend: Backend) {
    this.library = new Library(backend);
    this.importing = new Importing(backend, this.toasts);
    this.search = new Search(backend);
    this.articles = new Articles(backend);
    this.reader = new Reader(backend);
    this.history = new History(backend, this.toasts, {
      takenOut: (ids) => { this.#removed(ids); },
      broughtBack: (ids) => { this.#restored(ids); },
      changed: () => { this.#changedBack(); },
    });
    this.bin = new Bin(backend, this.toasts, this.history, (ids) => { this.#restored(ids); });
    this.#removing = new Removing(backend, this.toasts, this.history, (ids) => { this.#removed(ids); });
    this.elsewhere = new Elsewhere(backend);
    this.keeping = new Keeping(backend, this.reader, this.toasts, this.history, () => { this.#keptChanged(); });
    this.highlights = new Highlights(backend);
    this.searches = new Searches(backend, this.toasts, this.history);
    this.taking = new Taking(backend, this.toasts);
    this.stories = new Stories(backend);
    this.compare = new Compare(backend);
    this.evidence = new Evidence(backend);
    this.map = new LibraryMap(backend);
    this.months = new Months(backend);
    this.palette = new Palette(backend, this);
    this.queue = new Queue(backend, this.toasts);
    this.folders = new Folders(backend, this.toasts, this.history);
    this.program = new Program(backend, this.toasts);
    this.packs = new Packs(backend, this.toasts);
    this.copies = new Copies(backend, this.toasts);
    this.receipt = new ReceiptView(backend);
  }

  /** Subscribes to the program and loads what is there; returns how to end it. */
  async start(): Promise<() => void> {
    const ends = await this.#subscribe();
    void this.months.refresh();
    void this.packs.refresh();
    this.#refreshKept();
    await Promise.all([this.library.refresh(), this.importing.restore(), this.articles.show(null), this.folders.refresh()]);
    this.#wasEmpty = this.library.isEmpty;
    if (this.library.state) this.readMarks.of(this.library.state.path, nowIso());
    if (!(await this.#openRequested())) await takeUp(this, () => { this.#followOutlet(); }, () => { this.#compareOpened(); });
    return () => { ends.forEach((end) => { end(); }); };
  }

  /** Without events the window still works, only less lively; it says so and goes on. */
  async #subscribe(): Promise<Unsubscribe[]> {
    const asked = await Promise.allSettled([
      this.backend.onImportProgress((progress) => { this.#takeProgress(progress); }),
      this.backend.onDragState((state) => { this.drag.take(state); }),
      this.backend.onLibraryChanged(() => { this.#contentChanged(); }),
      this.backend.onModelChanged(() => { this.#contentChanged(); }),
      this.backend.onPackSwitching((switching) => { this.packs.take(switching); }),
      this.backend.onFoldersChanged(() => { void this.folders.refresh(); }),
      this.backend.onArticleRequested(() => { void this.#openRequested(); }),
    ]);
    const failed = asked.find((one) => one.status === 'rejected');
    if (failed) this.toasts.failed(failed.reason);
    return asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  }

  /** Shows the article of a file that was opened from outside the window, if there is one. */
  async #openRequested(): Promise<boolean> {
    const articleId = await this.backend.requestedArticle().catch(() => null);
    if (articleId !== null) await this.open(articleId, null, null);
    return articleId !== null;
  }

  markAllRead(): void { this.readMarks.markAll(nowIso()); }

  /** Remembers where the reader is. */
  keepPlace(): void { keepPlace(this); }

  /** The palette with the forms to copy in; the words stay picked meanwhile. */
  copyAs(what: ToCopy | null = toCopy(this)): void {
    this.copying = what;
    this.palette.open(strings.desk.copy.label);
  }

  #takeProgress(progress: ImportProgress): void {
    this.importing.take(progress);
    this.queue.changed();
    if (progress.phase === 'done') void this.#firstMinute(progress.nImported);
  }

  /** After the first import there is something to search: the field is ready for it. */
  async #firstMinute(nImported: number): Promise<void> {
    if (!this.#wasEmpty || nImported === 0) return;
    this.#wasEmpty = false;
    // All of it is new: marks would tell nothing.
    this.markAllRead();
    await this.library.refresh();
    if (document.activeElement === document.body) focusSearch();
  }

  /** The tour stands where an article would: the reader makes room for it. */
  showTour(): void { showTour(this); }

  openSettings(section?: Section): void {
    if (section) this.program.section = section;
    this.dialogs.open('settings');
  }

  type(text: string): void {
    this.panes.view = 'search';
    this.#makeRoom();
    this.panes.tab = 'list';
    this.search.type(text);
    this.#followOutlet();
  }

  ask(sentence: string): void {
    this.panes.view = 'search';
    this.#makeRoom();
    this.panes.tab = 'list';
    this.search.ask(sentence);
    this.#followOutlet();
  }

  toggleFilter(kind: string, value: string): void {
    this.panes.tab = 'list';
    this.search.toggle(kind, value);
    if (kind !== 'outlet' || this.panes.view === 'highlights') this.panes.view = 'search';
    else if (this.panes.view === 'map' || this.panes.view === 'stories') this.panes.view = 'articles';
    this.#makeRoom();
    this.#followOutlet();
  }

  removePart(part: Parameters<Search['removePart']>[0]): void {
    this.search.removePart(part);
    this.#followOutlet();
  }

  removeParts(parts: readonly Parameters<Search['removePart']>[0][]): void {
    parts.forEach((part) => { this.search.removePart(part); });
    this.#followOutlet();
  }

  show(view: View): void {
    this.panes.view = view;
    this.panes.tab = 'list';
    if (view === 'stories') {
      this.stories.look();
      this.stage.show('story');
    } else this.stage.show(view === 'map' ? 'map' : 'reader');
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
    this.stage.show('reader');
    this.evidence.show(null);
    await this.#read(articleId, passageId, query);
  }

  /** Opens the article at the words of a piece of evidence; the way back stays open. */
  async openPlace(place: Place): Promise<void> {
    this.stage.go('reader');
    this.evidence.show(place);
    await this.#read(place.articleId, place.passageId, null);
    // What stands in no passage is furniture, hidden unless somebody comes for it.
    if (place.passageId === null && place.text !== '') this.reader.furnitureShown = true;
  }

  /** What an article leaves out of its story; null when that cannot be said. */
  leftOut(articleId: number): Promise<LeftOutView | null> {
    return this.backend.articleLeftOut(articleId).catch(() => null);
  }

  async openStory(storyId: number): Promise<void> {
    this.panes.view = 'stories';
    this.panes.tab = 'reader';
    this.stories.look();
    this.stage.show('story');
    await this.stories.open(storyId);
  }

  /** Lays two articles side by side, the first at one of its passages if that is given. */
  async compareWith(a: number, b: number, at: number | null = null): Promise<void> {
    this.panes.tab = 'reader';
    this.stage.go('compare');
    await this.compare.show(a, b, at);
  }

  /** Lays two texts of one article side by side, by their numbers. */
  async compareVersions(articleId: number, a: number, b: number): Promise<void> {
    this.panes.tab = 'reader';
    this.stage.go('compare');
    await this.compare.showVersions(articleId, a, b);
  }

  /** The texts an article had; null when that cannot be said. */
  versionsOf(articleId: number): Promise<VersionView[] | null> {
    return this.backend.articleVersions(articleId).catch(() => null);
  }

  comparable(articleId: number): ReturnType<typeof comparable> { return comparable(this, articleId); }

  async #read(articleId: number, passageId: number | null, query: string | null): Promise<void> {
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
    if (article) await this.#removing.remove([article.articleId], strings.reader.removed(article.title));
  }

  /** An article of any list; its title may not be at hand. */
  async remove(articleId: number): Promise<void> {
    const { article } = this.reader;
    await this.#removing.remove([articleId], article?.articleId === articleId ? strings.reader.removed(article.title) : strings.reader.removedMany(1));
  }

  async removePicked(): Promise<void> {
    const ids = [...this.picks.ids];
    if (ids.length > 0) await this.#removing.remove(ids, strings.reader.removedMany(ids.length));
  }

  #removed(articleIds: readonly number[]): void {
    const open = this.reader.article?.articleId ?? null;
    articleIds.forEach((id) => { this.reader.forget(id); });
    this.picks.clear();
    if (open !== null && articleIds.includes(open)) {
      this.elsewhere.clear();
      this.panes.tab = 'list';
    }
    this.#contentChanged();
  }

  #restored(articleIds: readonly number[]): void {
    this.#contentChanged();
    void this.folders.refresh();
    const [only] = articleIds;
    if (articleIds.length === 1 && only !== undefined) void this.open(only, null, null);
  }

  /** A tag, a note, a search or the like is as it was before. */
  #changedBack(): void {
    void this.keeping.refresh();
    void this.searches.refresh();
  }

  /** Whoever searches wants to see what is found. */
  #makeRoom(): void {
    const hasNoStory = this.stage.scene === 'story' && this.stories.opened === null;
    if (this.stage.scene === 'map' || this.stage.scene === 'compare' || hasNoStory) this.stage.show('reader');
  }

  #sidesChanged(): void {
    this.evidence.forget();
    void this.months.refresh();
    if (this.panes.view === 'stories') void this.stories.refresh();
    else this.stories.changed();
    this.map.changed();
    if (this.panes.view === 'map') this.map.look();
  }

  #compareOpened(): void {
    const article = this.reader.article;
    if (article) this.readMarks.open(article.articleId);
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

const KEY = Symbol('app');
export const provideApp = (app: App): App => setContext(KEY, app);
export const useApp = (): App => getContext<App>(KEY);
