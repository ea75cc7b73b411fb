// Keys that work anywhere in the window, as the list of actions has them.
//
// A key that a text field needs stays with the field, and an open dialog keeps all keys.
// Not here: which keys there are (state/actions.ts), keys inside lists (dom/roving.ts).
import { actionFor } from '../state/actions';
import type { App } from '../state/app.svelte';

/** Handles a key; what it handles is kept from the browser. */
export function handleShortcut(event: KeyboardEvent, app: App): void {
  if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return;
  const action = actionFor(event, inText(event.target), app);
  if (!action) return;
  event.preventDefault();
  action.run(app);
}

function inText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);
}
