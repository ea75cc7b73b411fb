// The program behind the window, as the settings show it: its model, the libraries it
// knows, and looking after the one that is open.
// Not here: the appearance, which belongs to the window (settings.svelte.ts).
import type { AppInfo, Backend, LibraryChoice, LibraryProblem, Privacy } from '../ipc';
import { strings } from '../strings';
import type { Toasts } from './toast.svelte';

export type Section = 'appearance' | 'folders' | 'library' | 'model' | 'privacy' | 'about';

export class Program {
  info = $state.raw<AppInfo | null>(null);
  libraries = $state.raw<LibraryChoice[]>([]);
  /** Null until it was looked at. */
  privacy = $state.raw<Privacy | null>(null);
  section = $state<Section>('appearance');
  /** What the check found wrong; null before it ran. */
  problems = $state.raw<LibraryProblem[] | null>(null);
  isChecking = $state(false);
  isSwitching = $state(false);

  constructor(
    private readonly backend: Backend,
    private readonly toasts: Toasts,
  ) {}

  async refresh(): Promise<void> {
    const [info, libraries] = await Promise.all([
      this.backend.appInfo().catch(() => this.info),
      this.backend.libraries().catch(() => this.libraries),
    ]);
    this.info = info;
    this.libraries = libraries;
  }

  async examine(): Promise<void> {
    await this.#do(async () => { this.privacy = await this.backend.privacy(); });
  }

  async readScans(on: boolean): Promise<void> {
    await this.#do(() => this.backend.readScans(on));
    await this.refresh();
  }

  async savePower(on: boolean): Promise<void> {
    await this.#do(() => this.backend.savePower(on));
    await this.refresh();
  }

  showLog(): Promise<void> { return this.#do(() => this.backend.showLog()); }

  backUp(): Promise<void> {
    return this.#do(async () => {
      const path = await this.backend.backUp();
      if (path !== null) this.toasts.done(strings.work.settings.backedUp(path));
    });
  }

  async backUpDaily(on: boolean): Promise<void> {
    await this.#do(() => this.backend.backUpDaily(on));
    await this.refresh();
  }

  verify(): Promise<void> {
    this.problems = null;
    return this.#check(() => this.backend.verifyLibrary());
  }

  /** The problems stay in view until it is known what is left of them. */
  reindex(): Promise<void> { return this.#check(() => this.backend.reindexLibrary()); }

  async #check(command: () => Promise<LibraryProblem[]>): Promise<void> {
    this.isChecking = true;
    await this.#do(async () => { this.problems = await command(); });
    this.isChecking = false;
  }

  openOther(): Promise<void> { return this.#switch(() => this.backend.openLibrary()); }
  begin(): Promise<void> { return this.#switch(() => this.backend.newLibrary()); }
  open(library: LibraryChoice): Promise<void> { return this.#switch(() => this.backend.openKnownLibrary(library.libraryId)); }

  /** When it works, the program begins the page anew. */
  async #switch(command: () => Promise<boolean>): Promise<void> {
    this.isSwitching = true;
    await this.#do(command);
    this.isSwitching = false;
  }

  async #do(command: () => Promise<unknown>): Promise<void> {
    try {
      await command();
    } catch (thrown) {
      this.toasts.failed(thrown);
    }
  }
}
