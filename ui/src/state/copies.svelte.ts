// The copies of the open library, and putting one back. It is asked first; when it works,
// the program begins the page anew.
import type { Backend, BackupChoice } from '../ipc';
import type { Toasts } from './toast.svelte';

export class Copies {
  /** Null until they were looked through. */
  all = $state.raw<BackupChoice[] | null>(null);
  /** The copy that is about to be put back, once it is confirmed. */
  asking = $state<number | null>(null);
  isRestoring = $state(false);

  constructor(
    private readonly backend: Backend,
    private readonly toasts: Toasts,
  ) {}

  async refresh(): Promise<void> {
    this.asking = null;
    try {
      this.all = await this.backend.backups();
    } catch (thrown) {
      this.all = [];
      this.toasts.failed(thrown);
    }
  }

  async restore(copy: BackupChoice): Promise<void> {
    this.isRestoring = true;
    try {
      await this.backend.restoreBackup(copy.backupId);
    } catch (thrown) {
      this.toasts.failed(thrown);
    }
    this.isRestoring = false;
    await this.refresh();
  }
}
