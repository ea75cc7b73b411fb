// The open library at a glance, kept fresh as it changes.
// Not here: articles and results, which have their own state.
import { asProblem } from '../ipc';
import type { Backend, LibraryState, Problem } from '../ipc';
import { mostOf } from '../logic/language';
import { Latest } from '../logic/pace';

export class Library {
  state = $state.raw<LibraryState | null>(null);
  problem = $state.raw<Problem | null>(null);
  suggestions = $state.raw<string[]>([]);
  readonly isEmpty = $derived(this.state !== null && this.state.nArticles === 0);
  /** The language of most articles (BCP 47); null where none is known. */
  readonly mainLanguage = $derived(mostOf(this.state?.languages ?? []));
  readonly canAdd = $derived(this.state !== null && this.state.readOnlyReason === null);
  readonly #latest = new Latest();

  constructor(private readonly backend: Backend) {}

  async refresh(): Promise<void> {
    const ticket = this.#latest.next();
    try {
      const state = await this.backend.libraryState();
      if (!this.#latest.holds(ticket)) return;
      this.state = state;
      this.problem = null;
      await this.#refreshSuggestions(ticket);
    } catch (thrown) {
      if (this.#latest.holds(ticket)) this.problem = asProblem(thrown);
    }
  }

  /** Suggestions are a courtesy: without them the window is complete. */
  async #refreshSuggestions(ticket: number): Promise<void> {
    const found = await this.backend.suggestions().catch(() => []);
    if (this.#latest.holds(ticket)) this.suggestions = found;
  }
}
