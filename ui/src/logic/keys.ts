// Key combinations: written as "Mod+Shift+P", matched against a key press, shown as the
// platform writes them. "Mod" is Command on a Mac and Control elsewhere; either is taken.
//
// Not here: what a combination does (state/actions.ts).

export interface Pressed { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; shiftKey: boolean }

interface Combination { key: string; mod: boolean; alt: boolean; shift: boolean }

/** "Plus" stands for the key that is also the separator. */
function parsed(keys: string): Combination {
  const parts = keys.split('+');
  const key = parts.pop() ?? '';
  return {
    key: (key === 'Plus' ? '+' : key).toLowerCase(),
    mod: parts.includes('Mod'),
    alt: parts.includes('Alt'),
    shift: parts.includes('Shift'),
  };
}

/** A sign such as "?" or "+" may need Shift on one keyboard and not on the next. */
const isSign = (key: string): boolean => key.length === 1 && !/[a-z]/iu.test(key);

export function matches(keys: string, pressed: Pressed): boolean {
  const wanted = parsed(keys);
  return (
    wanted.key === pressed.key.toLowerCase() &&
    wanted.mod === (pressed.ctrlKey || pressed.metaKey) &&
    wanted.alt === pressed.altKey &&
    (wanted.shift === pressed.shiftKey || isSign(wanted.key))
  );
}

/** A text field keeps keys without a modifier: they are what the reader types. */
export function isTyped(keys: string): boolean {
  const { mod, alt, key } = parsed(keys);
  return !mod && !alt && !/^f\d+$/u.test(key);
}

/** Combinations that text fields know themselves. */
const FIELDS_OWN = new Set(['Mod+Z', 'Mod+Shift+Z', 'Mod+A', 'Mod+C', 'Mod+X', 'Mod+V', 'Mod+Backspace', 'Alt+ArrowLeft', 'Alt+ArrowRight']);

/** Whether a text field could use the combination itself. */
export const isField = (keys: string): boolean => isTyped(keys) || FIELDS_OWN.has(keys);

/** As a menu of the system wants it: "CmdOrCtrl+Shift+O". */
export const menuKeys = (keys: string): string => keys.replace('Mod', 'CmdOrCtrl');

const NAMES: Record<string, string> = {
  arrowleft: '←', arrowright: '→', arrowup: '↑', arrowdown: '↓', enter: 'Enter', escape: 'Esc',
  backspace: 'Backspace', delete: 'Delete', '-': '−',
};

/** "Mod+Shift+P" as "Ctrl Shift P", or "⌘ ⇧ P" on a Mac. */
export function shown(keys: string, mac: boolean): string {
  const { key, mod, alt, shift } = parsed(keys);
  const name = NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key.charAt(0).toUpperCase() + key.slice(1));
  return [mod ? (mac ? '⌘' : 'Ctrl') : '', alt ? (mac ? '⌥' : 'Alt') : '', shift ? (mac ? '⇧' : 'Shift') : '', name]
    .filter((part) => part !== '')
    .join(' ');
}

/** As `aria-keyshortcuts` wants it. */
export function spokenKeys(all: readonly string[]): string {
  return all.map((keys) => keys.replace('Mod', 'Control').replace('Plus', '+')).join(' ');
}
