// What is marked in the reader beside the search's own marks: the words somebody came
// for as evidence, and what differs from a card of Elsewhere under the hand.
// Not here: drawing the marks (dom/highlights.ts).
import type { Backend, ContrastView, Hit, Place } from '../ipc';
import { Latest } from '../logic/pace';

export class Evidence {
  /** The words somebody came for. */
  place = $state.raw<Place | null>(null);
  /** The passage being compared with a card, in pieces. */
  contrast = $state.raw<ContrastView | null>(null);
  readonly #latest = new Latest();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- a cache; nothing is drawn from it
  readonly #known = new Map<string, ContrastView>();

  constructor(private readonly backend: Backend) {}

  show(place: Place | null): void {
    this.place = place;
    this.leave();
  }

  /** A card is under the hand: what does it say differently from what is being read? */
  async hold(hit: Pick<Hit, 'passageId'>, looking: number | null, selection: string | null): Promise<void> {
    const ticket = this.#latest.next();
    if (looking === null && selection === null) return;
    const key = `${String(looking)} ${selection ?? ''} ${String(hit.passageId)}`;
    const from = selection !== null ? { from: 'text' as const, text: selection } : { from: 'passage' as const, passageId: looking ?? 0 };
    const known = this.#known.get(key);
    const found = known ?? (await this.backend.contrast(from, hit.passageId).catch(() => null));
    if (found) this.#known.set(key, found);
    if (this.#latest.holds(ticket)) this.contrast = found;
  }

  leave(): void {
    this.#latest.next();
    this.contrast = null;
  }

  forget(): void { this.#known.clear(); }
}
