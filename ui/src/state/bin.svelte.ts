// What lies in the bin, while somebody looks. Not here: removing (removing.ts), and the way
// back by Undo (history.svelte.ts).
import { asProblem } from '../ipc';
import type { Backend, BinRow, Problem } from '../ipc';
import { strings } from '../strings';
import type { History } from './history.svelte';
import type { Toasts } from './toast.svelte';

export class Bin {
  rows = $state.raw<BinRow[] | null>(null);
  problem = $state.raw<Problem | null>(null);
  isOpen = $state(false);
  /** True while it is asked whether to delete everything for good. */
  asking = $state(false);

  /** `restored` is told which articles are back. */
  constructor(
    private readonly backend: Backend,
    private readonly toasts: Toasts,
    private readonly history: History,
    private readonly restored: (articleIds: readonly number[]) => void,
  ) {}

  open(): void {
    this.isOpen = true;
    this.asking = false;
    this.rows = null;
    void this.refresh();
  }

  close(): void { this.isOpen = false; }

  async refresh(): Promise<void> {
    if (!this.isOpen) return;
    try {
      this.rows = await this.backend.bin();
      this.problem = null;
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
  }

  async restore(articleIds: readonly number[]): Promise<void> {
    try {
      const change = await this.backend.restoreFromBin([...articleIds]);
      this.toasts.done(strings.bin.restored(articleIds.length), this.history.offer(change));
      this.restored(articleIds);
    } catch (thrown) {
      this.toasts.failed(thrown);
    }
    await this.refresh();
    if (this.rows?.length === 0) this.close();
  }

  async empty(): Promise<void> {
    this.asking = false;
    try {
      this.toasts.done(strings.bin.emptied(await this.backend.emptyBin()));
      this.close();
    } catch (thrown) {
      this.toasts.failed(thrown);
      await this.refresh();
    }
  }
}
