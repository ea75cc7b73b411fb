// Searches the reader saved, and those asked before.
// Not here: the search that is running (search.svelte.ts).
import type { Backend, SavedSearchView } from '../ipc';
import { strings } from '../strings';
import type { History } from './history.svelte';
import type { Toasts } from './toast.svelte';

export class Searches {
  saved = $state.raw<SavedSearchView[]>([]);
  asked = $state.raw<string[]>([]);

  constructor(private readonly backend: Backend, private readonly toasts: Toasts, private readonly history: History) {}

  async refresh(): Promise<void> {
    const [saved, asked] = await Promise.all([
      this.backend.savedSearches().catch(() => this.saved),
      this.backend.askedSearches().catch(() => this.asked),
    ]);
    this.saved = saved;
    this.asked = asked;
  }

  savedAs(query: string): SavedSearchView | null {
    return this.saved.find((search) => search.query === query.trim()) ?? null;
  }

  /** Saves the search, or removes it when it was saved. */
  async toggle(query: string): Promise<void> {
    const saved = this.savedAs(query);
    if (saved) await this.remove(saved);
    else if (query.trim() !== '') {
      await this.#change(strings.keep.done.saved(query.trim()), () => this.backend.saveSearch('', query));
    }
  }

  remove(search: SavedSearchView): Promise<void> {
    return this.#change(strings.keep.done.unsaved(search.name), () => this.backend.removeSavedSearch(search.id));
  }

  /** An empty name calls it by its own words again. */
  rename(search: SavedSearchView, name: string): Promise<void> {
    const called = name.trim() === '' ? search.query : name.trim();
    if (called === search.name) return Promise.resolve();
    return this.#change(strings.keep.done.renamed(called), () => this.backend.saveSearch(called, search.query));
  }

  /** A courtesy: a search that cannot be remembered is found all the same. */
  async remember(query: string): Promise<void> {
    if (query.trim() === '' || this.asked[0] === query.trim()) return;
    await this.backend.rememberSearch(query).catch(() => null);
    await this.refresh();
  }

  async forget(query: string): Promise<void> {
    await this.backend.forgetSearches(query).catch((thrown: unknown) => { this.toasts.failed(thrown); });
    await this.refresh();
  }

  forgetAll(): Promise<void> {
    return this.#change(strings.keep.done.forgotten, () => this.backend.forgetSearches(null));
  }

  async #change(said: string, make: () => Promise<number>): Promise<void> {
    try {
      const change = await make();
      this.toasts.done(said, this.history.offer(change));
    } catch (thrown) {
      this.toasts.failed(thrown);
    }
    await this.refresh();
  }
}
