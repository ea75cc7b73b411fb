// How arrow keys move in a menu. Not here: what opens and closes it.

/** The entries of the menu in an element. */
export const entriesIn = (menu: HTMLElement | undefined): HTMLElement[] => [...(menu?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];

/** Moves the focus if the key asks for it; whether it did. */
export function moveInMenu(key: string, entries: readonly HTMLElement[]): boolean {
  const at = entries.findIndex((entry) => entry === document.activeElement);
  const n = entries.length;
  const to = { ArrowDown: (at + 1) % n, ArrowUp: (at - 1 + n) % n, Home: 0, End: n - 1 }[key];
  if (to === undefined) return false;
  entries[to]?.focus();
  return true;
}
