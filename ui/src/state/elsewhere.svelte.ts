// What other articles say about the passage being read, or about a selection.
//
// Follows the reader at a walking pace; while the next answer is on its way the last one
// stays, so nothing flickers. A selection wins until it is let go.
// Not here: which passage the eyes are on (dom/reading.ts).
import { asProblem } from '../ipc';
import type { Backend, Problem, RelatedReply } from '../ipc';
import { debounced, Latest } from '../logic/pace';

const SCROLL_REST_MS = 150;

export class Elsewhere {
  reply = $state.raw<RelatedReply | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  /** The passage the eyes are on; marked quietly in the reader. */
  looking = $state<number | null>(null);
  /** The selected text the answer is for, else null. */
  selection = $state<string | null>(null);
  readonly #latest = new Latest();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- a cache; nothing is drawn from it
  readonly #known = new Map<number, RelatedReply>();
  readonly #later = debounced(() => { void this.#ask(); }, SCROLL_REST_MS);

  constructor(private readonly backend: Backend) {}

  /** The eyes moved to another passage. */
  look(passageId: number | null): void {
    if (passageId === this.looking) return;
    this.looking = passageId;
    if (this.selection === null) this.#later();
  }

  /** A passage was opened: compare it at once. */
  start(passageId: number | null): void {
    this.looking = passageId;
    this.selection = null;
    this.#later.cancel();
    void this.#ask();
  }

  /** Compares selected text; an empty one returns to the passage being read. */
  select(text: string, articleId: number | null): void {
    const wanted = text.trim();
    if (wanted === (this.selection ?? '')) return;
    this.#later.cancel();
    this.selection = wanted === '' ? null : wanted;
    void (this.selection === null ? this.#ask() : this.#askText(this.selection, articleId));
  }

  clear(): void {
    this.#later.cancel();
    this.#latest.next();
    this.reply = null;
    this.problem = null;
    this.looking = null;
    this.selection = null;
    this.busy = false;
  }

  /** The library changed: what was known may be incomplete. */
  refresh(): void {
    this.#known.clear();
    if (this.selection === null && this.looking !== null) void this.#ask();
  }

  async #ask(): Promise<void> {
    const passageId = this.looking;
    if (passageId === null) {
      this.#latest.next();
      this.reply = null;
      this.busy = false;
      return;
    }
    const known = this.#known.get(passageId);
    const reply = await this.#take(known ? Promise.resolve(known) : this.backend.related(passageId));
    if (reply?.searchedMeaning) this.#known.set(passageId, reply);
  }

  async #askText(text: string, articleId: number | null): Promise<void> {
    await this.#take(this.backend.relatedText(articleId, text));
  }

  async #take(asked: Promise<RelatedReply>): Promise<RelatedReply | null> {
    const ticket = this.#latest.next();
    this.busy = true;
    try {
      const reply = await asked;
      if (!this.#latest.holds(ticket)) return null;
      this.reply = reply;
      this.problem = null;
      return reply;
    } catch (thrown) {
      if (this.#latest.holds(ticket)) this.problem = asProblem(thrown);
      return null;
    } finally {
      if (this.#latest.holds(ticket)) this.busy = false;
    }
  }
}
