// Moves the focus through a list by keys; one row at a time is in the tab order.
//
// Rows are elements with `data-row` inside the list. The component keeps which one is
// active; this moves the focus and reports. Not here: the rule of movement (logic/roving.ts).
import type { Action } from 'svelte/action';
import { along, latin } from '../logic/keys';
import { nextIndex } from '../logic/roving';

export interface RovingOptions {
  onactive: (index: number) => void;
  /** The arrow that goes on: to the pane beside. */
  onright?: () => void;
}

export const roving: Action<HTMLElement, RovingOptions> = (list, initial) => {
  let options = initial;

  const onkeydown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (along(event.key) === 'ArrowRight' && options.onright) {
      event.preventDefault();
      options.onright();
      return;
    }
    const rows = rowsOf(list);
    const next = nextIndex(latin(event), rows.findIndex((row) => row === document.activeElement), rows.length);
    if (next === null) return;
    event.preventDefault();
    rows[next]?.focus();
    rows[next]?.scrollIntoView({ block: 'nearest' });
  };
  const onfocusin = (event: FocusEvent): void => {
    const index = rowsOf(list).indexOf(event.target as HTMLElement);
    if (index >= 0) options.onactive(index);
  };

  list.addEventListener('keydown', onkeydown);
  list.addEventListener('focusin', onfocusin);
  return {
    update: (next) => { options = next; },
    destroy: () => {
      list.removeEventListener('keydown', onkeydown);
      list.removeEventListener('focusin', onfocusin);
    },
  };
};

/** Puts the focus on the list's active row, or its first. */
export function focusList(within: ParentNode = document): void {
  const rows = rowsOf(within);
  (rows.find((row) => row.tabIndex === 0) ?? rows[0])?.focus();
}

function rowsOf(within: ParentNode): HTMLElement[] {
  return [...within.querySelectorAll<HTMLElement>('[data-row]')];
}
