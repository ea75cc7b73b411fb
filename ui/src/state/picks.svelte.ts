// The articles picked in the list, to do one thing with all of them.
//
// Not here: the rule of picking (logic/picks.ts), tagging (keeping.svelte.ts), removing
// (removing.ts), exporting (taking.svelte.ts).
import { between, picked, still, toggled } from '../logic/picks';
import type { Picked } from '../logic/picks';

export class Picks {
  ids = $state.raw<Picked>(picked());
  /** True while the tag for all of them is being written. */
  tagging = $state(false);
  readonly n = $derived.by(() => this.ids.size);
  /** Where a range begins: the row picked last by itself. */
  #from: number | null = null;

  /** `open` is the article that is open: to the eye it is picked already. */
  toggle(id: number, order: readonly number[], open: number | null): void {
    const before = this.n === 0 && open !== null && open !== id && order.includes(open) ? picked([open]) : this.ids;
    this.ids = toggled(before, id);
    this.#from = id;
    if (this.n === 0) this.clear();
  }

  /** Picks everything from where the range begins, else from `from`, to `to`. */
  extend(from: number | null, to: number, order: readonly number[]): void {
    this.#from ??= from ?? to;
    this.ids = between(order, this.#from, to);
  }

  all(order: readonly number[]): void {
    this.ids = picked(order);
    this.#from = order[0] ?? null;
  }

  /** Lets go of what is no longer in the list. */
  keep(order: readonly number[]): void {
    this.ids = still(this.ids, order);
    if (this.n === 0) this.clear();
  }

  /** False when nothing was picked. */
  clear(): boolean {
    const had = this.n > 0;
    if (had) this.ids = picked();
    this.tagging = false;
    this.#from = null;
    return had;
  }
}
