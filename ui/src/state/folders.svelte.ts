// The watched folders, and adding and forgetting them.
// Not here: what happens to their files; the program follows them by itself.
import type { Backend, WatchedFolder, WhatOfArticles } from '../ipc';
import { strings } from '../strings';
import type { Toasts } from './toast.svelte';

export class Folders {
  all = $state.raw<WatchedFolder[]>([]);
  /** The folder about to be forgotten: its articles are asked about first. */
  asking = $state<number | null>(null);

  constructor(
    private readonly backend: Backend,
    private readonly toasts: Toasts,
  ) {}

  async refresh(): Promise<void> {
    this.all = await this.backend.watchedFolders().catch(() => this.all);
  }

  add(): Promise<void> {
    return this.#do(async () => { await this.backend.watchFolder(); });
  }

  forget(folder: WatchedFolder, articles: WhatOfArticles): Promise<void> {
    this.asking = null;
    return this.#do(async () => {
      const nRemoved = await this.backend.unwatchFolder(folder.folderId, articles);
      this.toasts.done(strings.work.folders.forgotten(folder.name, nRemoved), nRemoved > 0 ? this.#undo() : null);
    });
  }

  removeVanished(folder: WatchedFolder): Promise<void> {
    return this.#do(async () => {
      const nRemoved = await this.backend.removeVanished(folder.folderId);
      this.toasts.done(strings.work.folders.vanished(nRemoved), nRemoved > 0 ? this.#undo() : null);
    });
  }

  sync(): Promise<void> {
    return this.#do(async () => { await this.backend.syncFolders(); });
  }

  #undo(): { label: string; run: () => void } {
    const back = async (): Promise<void> => {
      await this.backend.undoRemove();
      this.toasts.done(strings.work.folders.restored);
    };
    return { label: strings.reader.undo, run: () => { void this.#do(back); } };
  }

  async #do(what: () => Promise<void>): Promise<void> {
    try {
      await what();
    } catch (thrown) {
      this.toasts.failed(thrown);
    }
    await this.refresh();
  }
}
