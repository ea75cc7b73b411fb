// How one article was read: what was kept of its file, what set aside and why.
// Not here: the article being read in the reader.
import { asProblem } from '../ipc';
import type { ArticleView, Backend, Problem } from '../ipc';
import { Latest } from '../logic/pace';

export class ReceiptView {
  article = $state.raw<ArticleView | null>(null);
  problem = $state.raw<Problem | null>(null);
  isOpen = $state(false);
  readonly #latest = new Latest();

  constructor(private readonly backend: Backend) {}

  async open(articleId: number): Promise<void> {
    const ticket = this.#latest.next();
    this.isOpen = true;
    this.article = null;
    this.problem = null;
    try {
      const article = await this.backend.openArticle(articleId, null, null);
      if (this.#latest.holds(ticket)) this.article = article;
    } catch (thrown) {
      if (this.#latest.holds(ticket)) this.problem = asProblem(thrown);
    }
  }

  close(): void {
    this.#latest.next();
    this.isOpen = false;
  }
}
