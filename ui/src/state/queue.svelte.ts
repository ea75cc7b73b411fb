// The files of the import that runs or has ended last, one by one, while somebody looks.
//
// Asked for anew at a calm pace as the import goes on. Not here: the import's numbers
// (importing.svelte.ts).
import { asProblem } from '../ipc';
import type { Backend, FileState, ImportQueue, Problem } from '../ipc';
import { Latest, throttled } from '../logic/pace';
import type { Toasts } from './toast.svelte';

const REFRESH_MS = 500;
/** More rows than this nobody reads; their number is said instead. */
const N_ROWS = 400;

export class Queue {
  reply = $state.raw<ImportQueue | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** Only files in this state; null for all. */
  only = $state<FileState | null>(null);
  isOpen = $state(false);
  readonly #latest = new Latest();
  readonly #soon = throttled(() => { void this.refresh(); }, REFRESH_MS);

  constructor(
    private readonly backend: Backend,
    private readonly toasts: Toasts,
  ) {}

  open(only: FileState | null = null): void {
    this.isOpen = true;
    this.only = only;
    this.reply = null;
    void this.refresh();
  }

  close(): void { this.isOpen = false; }

  show(only: FileState | null): void {
    this.only = only;
    void this.refresh();
  }

  /** The import went on. */
  changed(): void {
    if (this.isOpen) this.#soon();
  }

  async refresh(): Promise<void> {
    if (!this.isOpen) return;
    const ticket = this.#latest.next();
    try {
      const reply = await this.backend.importQueue(this.only, N_ROWS);
      if (!this.#latest.holds(ticket)) return;
      this.reply = reply;
      this.problem = null;
    } catch (thrown) {
      if (this.#latest.holds(ticket)) this.problem = asProblem(thrown);
    }
  }

  async showFile(fileId: number): Promise<void> {
    try {
      await this.backend.showFile(fileId);
    } catch (thrown) {
      this.toasts.failed(thrown);
    }
  }

  retry(fileId: number): Promise<void> {
    return this.#again(() => this.backend.retryFile(fileId));
  }

  /** Imports a file that holds very many articles after all. */
  importAll(fileId: number): Promise<void> {
    return this.#again(() => this.backend.importWholeFile(fileId));
  }

  async #again(ask: () => Promise<null>): Promise<void> {
    try {
      await ask();
      this.only = null;
      await this.refresh();
    } catch (thrown) {
      this.toasts.failed(thrown);
    }
  }
}
