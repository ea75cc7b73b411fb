// The model packs on this computer, the one that would serve the library better, and the
// switch to another that runs.
//
// Progress only ever comes from the program. Not here: which pack is worth suggesting.
import type { Backend, PackList, PackSwitching } from '../ipc';
import { Latest } from '../logic/pace';
import type { Toasts } from './toast.svelte';

export class Packs {
  list = $state.raw<PackList | null>(null);
  switching = $state.raw<PackSwitching | null>(null);
  /** Seconds that the suggested pack would take here; null until it was measured. */
  cost = $state.raw<number | null>(null);
  readonly isRunning = $derived(this.switching?.phase === 'running' || this.switching?.phase === 'paused');
  /** Nothing is suggested while a switch runs. */
  readonly advice = $derived(this.isRunning ? null : (this.list?.advice ?? null));
  readonly #latest = new Latest();
  #measured: string | null = null;

  constructor(
    private readonly backend: Backend,
    private readonly toasts: Toasts,
  ) {}

  async refresh(): Promise<void> {
    const ticket = this.#latest.next();
    const list = await this.backend.packs().catch(() => this.list);
    if (!this.#latest.holds(ticket)) return;
    this.list = list;
    if (list?.switching && !this.isRunning) this.switching = list.switching;
    await this.#measure();
  }

  take(switching: PackSwitching): void {
    this.switching = switching;
    if (switching.problem) this.toasts.failed(switching.problem);
    if (!this.isRunning) void this.refresh();
  }

  use(packId: string): Promise<void> { return this.#ask(() => this.backend.usePack(packId)); }
  pause(): Promise<void> { return this.#ask(() => this.backend.pausePack(true)); }
  resume(): Promise<void> { return this.#ask(() => this.backend.pausePack(false)); }
  cancel(): Promise<void> { return this.#ask(() => this.backend.cancelPack()); }

  title(packId: string): string {
    return this.list?.packs.find((pack) => pack.id === packId)?.title ?? packId;
  }

  /** Once for each pack that is suggested: measuring takes some seconds of the machine. */
  async #measure(): Promise<void> {
    const advised = this.list?.advice?.packId ?? null;
    if (advised === null || advised === this.#measured) return;
    this.#measured = advised;
    this.cost = await this.backend.packCost(advised).catch(() => null);
  }

  async #ask(command: () => Promise<unknown>): Promise<void> {
    try {
      await command();
    } catch (thrown) {
      this.toasts.failed(thrown);
    }
  }
}
