// The list of articles, newest first: all of them, or those of one outlet or tag.
// Not here: which is wanted; the query says that.
import { asProblem } from '../ipc';
import type { ArticleRow, Backend, Problem } from '../ipc';
import { Latest } from '../logic/pace';

export class Articles {
  rows = $state.raw<ArticleRow[] | null>(null);
  problem = $state.raw<Problem | null>(null);
  outlet = $state<string | null>(null);
  tag = $state<string | null>(null);
  readonly #latest = new Latest();

  constructor(private readonly backend: Backend) {}

  async show(outlet: string | null, tag: string | null = null): Promise<void> {
    const ticket = this.#latest.next();
    this.outlet = outlet;
    this.tag = tag;
    try {
      const rows = await (tag === null ? this.backend.listArticles(outlet) : this.backend.listTagged(tag));
      if (!this.#latest.holds(ticket)) return;
      this.rows = rows;
      this.problem = null;
    } catch (thrown) {
      if (this.#latest.holds(ticket)) this.problem = asProblem(thrown);
    }
  }

  refresh(): Promise<void> { return this.show(this.outlet, this.tag); }
}
