// The import that runs, waits or has just ended, and what the reader may do about it.
//
// Progress only ever comes from the program; the window asks once at the start and then
// listens. Not here: reading files, and dropping them, which the program does by itself.
import type { Backend, ImportProgress } from '../ipc';
import { importCard } from '../logic/importCard';
import { strings } from '../strings';
import type { Toasts } from './toast.svelte';

/** The last changes of an import are told shortly after its end. */
const SETTLING_MS = 3000;
/** Whoever imports for so long has turned to something else. */
const LONG_MS = 60_000;

export class Importing {
  progress = $state.raw<ImportProgress | null>(null);
  #dismissed = $state(false);
  /** Files that could not be read, and the library itself where it could take no more. */
  readonly nProblems = $derived((this.progress?.nProblems ?? 0) + (this.progress?.libraryProblem ? 1 : 0));
  readonly card = $derived(this.progress === null || this.#dismissed ? null : importCard(this.progress));
  readonly isRunning = $derived(this.card?.running ?? false);

  /** True while an import changes the library, and for a moment after. */
  get isSettling(): boolean { return this.isRunning || Date.now() - this.#endedAt < SETTLING_MS; }
  #endedAt = -Infinity;
  #begunAt: number | null = null;

  constructor(
    private readonly backend: Backend,
    private readonly toasts: Toasts,
  ) {}

  /** Takes up an import that was running before the window opened. */
  async restore(): Promise<void> {
    const found = await this.backend.importState().catch(() => null);
    if (found !== null && this.progress === null) this.take(found);
  }

  /** A new stretch of work brings a dismissed card back. */
  take(progress: ImportProgress): void {
    if (progress.phase !== 'done' && progress.phase !== 'cancelled') this.#dismissed = false;
    this.#watchTheClock(progress);
    this.progress = progress;
  }

  /** A long import ends when nobody looks any more: the end is told, not only shown. */
  #watchTheClock(progress: ImportProgress): void {
    const hasEnded = progress.phase === 'done' || progress.phase === 'cancelled';
    if (!hasEnded) this.#begunAt ??= Date.now();
    else if (this.isRunning) {
      this.#endedAt = Date.now();
      const ms = this.#endedAt - (this.#begunAt ?? this.#endedAt);
      if (progress.phase === 'done' && ms >= LONG_MS) this.toasts.done(strings.desk.imported(progress.nImported, Math.round(ms / 60_000)));
    }
    if (hasEnded) this.#begunAt = null;
  }

  chooseFiles(): Promise<void> { return this.#ask(() => this.backend.chooseFiles()); }
  chooseFolder(): Promise<void> { return this.#ask(() => this.backend.chooseFolder()); }
  importSample(): Promise<void> { return this.#ask(() => this.backend.importSample()); }
  pause(): Promise<void> { return this.#ask(() => this.backend.pauseImport(true)); }
  resume(): Promise<void> { return this.#ask(() => this.backend.pauseImport(false)); }
  cancel(): Promise<void> { return this.#ask(() => this.backend.cancelImport()); }

  retry(): Promise<void> { return this.#ask(() => this.backend.retryImport()); }

  dismiss(): void {
    this.#dismissed = true;
  }

  async #ask(command: () => Promise<unknown>): Promise<void> {
    try {
      await command();
    } catch (thrown) {
      this.toasts.failed(thrown);
    }
  }
}
