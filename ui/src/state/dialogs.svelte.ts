// Which dialog is open; at most one. Not here: what any of them shows.

export type DialogName = 'palette' | 'keys' | 'settings' | 'help' | 'legend';

export class Dialogs {
  current = $state<DialogName | null>(null);

  open(name: DialogName): void { this.current = name; }

  /** Closes `name`, unless another took its place meanwhile. */
  close(name: DialogName): void {
    if (this.current === name) this.current = null;
  }

  toggle(name: DialogName): void { this.current = this.current === name ? null : name; }
}
