// Keys that work anywhere in the window.
//
// A key that a text field needs stays with the field. Not here: keys inside lists
// (dom/roving.ts) and inside the search field.
import type { App } from '../state/app.svelte';
import { sidesActions } from '../state/actions/sides';
import { focusList } from './roving';

/** Handles a key; what it handles is kept from the browser. */
export function handleShortcut(event: KeyboardEvent, app: App): void {
  if (event.defaultPrevented) return;
  const handled = withCommand(event, app) || withAlt(event, app) || plain(event) || ofSides(event, app);
  if (handled) event.preventDefault();
}

export function focusSearch(): void {
  const field = document.querySelector<HTMLInputElement>('[data-testid="search-field"]');
  field?.focus();
  field?.select();
}

function withCommand(event: KeyboardEvent, app: App): boolean {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
  switch (event.key.toLowerCase()) {
    case 'k': focusSearch(); return true;
    case 'f':
      if (!app.reader.article) return false;
      app.panes.tab = 'reader';
      app.finding.show();
      return true;
    case 'z': return !inText(event.target) && !event.shiftKey && app.toasts.undo();
    case '+':
    case '=': app.settings.larger(); return true;
    case '-': app.settings.smaller(); return true;
    case '0': app.settings.normalSize(); return true;
    default: return false;
  }
}

function withAlt(event: KeyboardEvent, app: App): boolean {
  if (!event.altKey || event.ctrlKey || event.metaKey) return false;
  if (event.key === 'ArrowLeft') { void app.back(); return true; }
  if (event.key === 'ArrowRight') { void app.forward(); return true; }
  return false;
}

function plain(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || inText(event.target)) return false;
  if (event.key === '/') { focusSearch(); return true; }
  if ((event.key === 'j' || event.key === 'k') && document.activeElement === document.body) { focusList(); return true; }
  return false;
}

/** Keys of the sides of a story. */
function ofSides(event: KeyboardEvent, app: App): boolean {
  if (event.altKey || event.shiftKey || document.querySelector('dialog[open]')) return false;
  const withMod = event.ctrlKey || event.metaKey;
  if (!withMod && inText(event.target)) return false;
  const pressed = `${withMod ? 'Mod+' : ''}${event.key.length === 1 ? event.key.toUpperCase() : event.key}`;
  const action = sidesActions.find((one) => one.keys?.includes(pressed) === true && (one.applies?.(app) ?? true));
  action?.run(app);
  return action !== undefined;
}

function inText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);
}
