// The article being read, and the ones read before it.
//
// History works like a browser's: opening drops what lay ahead. Each entry remembers how
// far it was scrolled. Not here: scrolling itself and what is said elsewhere.
import { asProblem } from '../ipc';
import type { ArticleView, Backend, Problem } from '../ipc';
import { Latest } from '../logic/pace';

export interface Visit {
  articleId: number;
  /** The passage the reader came for. */
  passageId: number | null;
  query: string | null;
  scrollTop: number | null;
}

export class Reader {
  article = $state.raw<ArticleView | null>(null);
  visit = $state.raw<Visit | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  furnitureShown = $state(false);
  /** The highlight to bring into view once its article is on the page. */
  aim = $state.raw<{ highlightId: number } | null>(null);
  #visits = $state.raw<Visit[]>([]);
  #at = $state(-1);
  readonly canGoBack = $derived(this.#at > 0);
  readonly canGoForward = $derived(this.#at < this.#visits.length - 1);
  readonly #latest = new Latest();

  constructor(private readonly backend: Backend) {}

  open(articleId: number, passageId: number | null, query: string | null, scrollTop: number | null = null): Promise<void> {
    const visit = { articleId, passageId, query, scrollTop };
    const now = this.#visits[this.#at];
    const again = now?.articleId === articleId && now.passageId === passageId && now.query === query;
    if (!again) {
      this.#visits = [...this.#visits.slice(0, this.#at + 1), visit];
      this.#at = this.#visits.length - 1;
    }
    return this.#load(visit);
  }

  back(): Promise<void> { return this.#go(-1); }
  forward(): Promise<void> { return this.#go(1); }

  /** Remembers how far the open article is scrolled. */
  remember(scrollTop: number): void {
    const now = this.#visits[this.#at];
    if (now && now.articleId === this.article?.articleId) now.scrollTop = scrollTop;
  }

  /** Closes an article that is gone and strikes it from history. */
  forget(articleId: number): void {
    this.#visits = this.#visits.filter((visit) => visit.articleId !== articleId);
    this.#at = this.#visits.length - 1;
    if (this.article?.articleId === articleId) this.close();
  }

  /** Reads the open article again, as it is now, and stays where the reader is. */
  async reload(): Promise<void> {
    const { visit } = this;
    if (!visit || !this.article) return;
    const ticket = this.#latest.next();
    const article = await this.backend.openArticle(visit.articleId, visit.passageId, visit.query).catch(() => null);
    if (article && this.#latest.holds(ticket)) this.article = article;
  }

  close(): void {
    this.#latest.next();
    this.article = null;
    this.visit = null;
    this.problem = null;
    this.busy = false;
  }

  async #go(by: number): Promise<void> {
    const visit = this.#visits[this.#at + by];
    if (!visit) return;
    this.#at += by;
    await this.#load(visit);
  }

  async #load(visit: Visit): Promise<void> {
    const ticket = this.#latest.next();
    this.busy = true;
    try {
      const article = await this.backend.openArticle(visit.articleId, visit.passageId, visit.query);
      if (!this.#latest.holds(ticket)) return;
      if (article.articleId !== this.article?.articleId) this.furnitureShown = false;
      this.article = article;
      this.visit = visit;
      this.problem = null;
    } catch (thrown) {
      if (!this.#latest.holds(ticket)) return;
      this.article = null;
      this.visit = visit;
      this.problem = asProblem(thrown);
    } finally {
      if (this.#latest.holds(ticket)) this.busy = false;
    }
  }
}
