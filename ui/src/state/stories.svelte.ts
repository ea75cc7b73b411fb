// The stories of the library, and the one that is open with its quotations and news.
//
// The page shows what is known at once; quotations and news follow, since they take a
// model. Not here: comparing two of its articles (compare.svelte.ts).
import { asProblem } from '../ipc';
import type { Backend, LedgerView, NewsView, Problem, QuoteFamilyView, StoryRow, StoryView } from '../ipc';
import { Latest } from '../logic/pace';
import { storiesShown } from '../logic/stories';
import type { StorySort } from '../logic/stories';

export class Stories {
  rows = $state.raw<StoryRow[] | null>(null);
  isDue = $state(false);
  problem = $state.raw<Problem | null>(null);
  filter = $state('');
  sort = $state<StorySort>('latest');
  readonly shown = $derived(storiesShown(this.rows ?? [], this.filter, this.sort));

  opened = $state.raw<StoryView | null>(null);
  /** The story that was asked for; its page may still be on the way. */
  wanted = $state<number | null>(null);
  openProblem = $state.raw<Problem | null>(null);
  quotes = $state.raw<QuoteFamilyView[] | null>(null);
  /** What its origins tell of each fact; comes last, since it takes longest. */
  ledger = $state.raw<LedgerView | null>(null);
  ledgerFailed = $state(false);
  newsOf = $state<number | null>(null);
  news = $state.raw<NewsView[] | null>(null);
  newsProblem = $state.raw<Problem | null>(null);
  /** How far the page is scrolled, for coming back. */
  scrollTop = 0;

  readonly #latestStory = new Latest();
  readonly #latestNews = new Latest();
  #isStale = $state(true);
  /** How many there are, unless the library changed since they were counted. */
  readonly n = $derived(this.#isStale ? null : (this.rows?.length ?? null));
  #isListing = false;

  constructor(private readonly backend: Backend) {}

  /** Reads the list if it was not read since the library changed. */
  look(): void {
    if (this.#isStale) void this.#list();
  }

  /** The library changed, and nobody looks. */
  changed(): void { this.#isStale = true; }

  /** The library changed, and somebody looks. */
  async refresh(): Promise<void> {
    this.#isStale = true;
    await this.#list();
    const now = this.opened;
    if (now !== null) await this.#page(now.storyId, 'again');
  }

  async open(storyId: number): Promise<void> {
    if (this.opened?.storyId !== storyId) this.scrollTop = 0;
    await this.#page(storyId, 'first');
  }

  async showNews(articleId: number): Promise<void> {
    const ticket = this.#latestNews.next();
    this.newsOf = articleId;
    this.news = null;
    this.newsProblem = null;
    try {
      const news = await this.backend.articleNews(articleId);
      if (this.#latestNews.holds(ticket)) this.news = news;
    } catch (thrown) {
      if (this.#latestNews.holds(ticket)) this.newsProblem = asProblem(thrown);
    }
  }

  async #list(): Promise<void> {
    // A running import changes the library faster than a large one can be read.
    if (this.#isListing) return;
    this.#isListing = true;
    this.#isStale = false;
    try {
      const list = await this.backend.listStories();
      this.rows = list.stories;
      this.isDue = list.isDue;
      this.problem = null;
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
    this.#isListing = false;
    if (this.#isStale) await this.#list();
  }

  async #page(storyId: number, time: 'first' | 'again'): Promise<void> {
    const ticket = this.#latestStory.next();
    this.wanted = storyId;
    try {
      const story = await this.backend.openStory(storyId);
      if (!this.#latestStory.holds(ticket)) return;
      if (story.storyId !== this.opened?.storyId) this.#clearParts();
      this.opened = story;
      this.wanted = story.storyId;
      this.openProblem = null;
      await this.#parts(story, ticket);
    } catch (thrown) {
      if (!this.#latestStory.holds(ticket)) return;
      if (time === 'first') this.openProblem = asProblem(thrown);
      this.opened = null;
    }
  }

  #clearParts(): void {
    this.quotes = null;
    this.ledger = null;
    this.ledgerFailed = false;
    this.#latestNews.next();
    this.newsOf = null;
    this.news = null;
    this.newsProblem = null;
  }

  async #parts(story: StoryView, ticket: number): Promise<void> {
    const quotes = await this.backend.storyQuotes(story.storyId).catch(() => []);
    if (!this.#latestStory.holds(ticket)) return;
    this.quotes = quotes;
    const last = story.articles[story.articles.length - 1];
    const isKnown = story.articles.some((article) => article.articleId === this.newsOf);
    if (last && !isKnown) await this.showNews(last.articleId);
    await this.#showLedger(story, ticket);
  }

  async #showLedger(story: StoryView, ticket: number): Promise<void> {
    if (!this.#latestStory.holds(ticket)) return;
    try {
      const ledger = await this.backend.storyLedger(story.storyId);
      if (!this.#latestStory.holds(ticket)) return;
      this.ledger = ledger;
      this.ledgerFailed = false;
    } catch {
      if (this.#latestStory.holds(ticket)) this.ledgerFailed = true;
    }
  }
}
