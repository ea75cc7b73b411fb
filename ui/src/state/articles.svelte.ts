// The list of articles, newest first, of all outlets or one.
// Not here: which outlet is wanted; the query says that.
import { asProblem } from '../ipc';
import type { ArticleRow, Backend, Problem } from '../ipc';
import { Latest } from '../logic/pace';

export class Articles {
  rows = $state.raw<ArticleRow[] | null>(null);
  problem = $state.raw<Problem | null>(null);
  outlet = $state<string | null>(null);
  readonly #latest = new Latest();

  constructor(private readonly backend: Backend) {}

  async show(outlet: string | null): Promise<void> {
    const ticket = this.#latest.next();
    this.outlet = outlet;
    try {
      const rows = await this.backend.listArticles(outlet);
      if (!this.#latest.holds(ticket)) return;
      this.rows = rows;
      this.problem = null;
    } catch (thrown) {
      if (this.#latest.holds(ticket)) this.problem = asProblem(thrown);
    }
  }

  refresh(): Promise<void> { return this.show(this.outlet); }
}
