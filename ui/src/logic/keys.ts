// Key combinations: written as "Mod+Shift+P", matched against a key press, shown as the
// platform writes them. "Mod" is Command on a Mac and Control elsewhere; either is taken.
//
// Letters are those of the key, whichever alphabet it types; arrows are those of the eye: where
// lines run from right to left, the two sideways arrows change places.
// Not here: what a combination does (state/actions.ts).
import { isMirrored, strings } from '../strings';

export interface Pressed { key: string; code?: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; shiftKey: boolean }

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

const OTHER_WAY: Record<string, string> = { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' };

/** An arrow key as it is meant: ArrowRight goes on, ArrowLeft back, whichever way lines run. */
export const along = (key: string): string => (isMirrored() ? (OTHER_WAY[key] ?? key) : key);

/** What a key types on a Latin keyboard, where it types a letter of another alphabet. */
export function latin({ key, code }: { key: string; code?: string }): string {
  const letter = /^Key([A-Z])$/u.exec(code ?? '')?.[1];
  return key.length === 1 && key > '\u024f' && letter !== undefined ? letter.toLowerCase() : key;
}

export function matches(keys: string, pressed: Pressed): boolean {
  const wanted = parsed(keys);
  return (
    wanted.key === along(latin(pressed)).toLowerCase() &&
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

const SIGNS: Record<string, string> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', '-': '−' };

function nameOf(key: string): string {
  const arrow = Object.keys(SIGNS).find((sign) => sign.toLowerCase() === key);
  const sign = arrow === undefined ? undefined : SIGNS[along(arrow)];
  const names: Record<string, string> = { ...strings.keyNames };
  return sign ?? names[key] ?? (key.length === 1 ? key.toUpperCase() : key.charAt(0).toUpperCase() + key.slice(1));
}

/** "Mod+Shift+P" as "Ctrl Shift P", or "⌘ ⇧ P" on a Mac. */
export function shown(keys: string, mac: boolean): string {
  const { key, mod, alt, shift } = parsed(keys);
  const names = strings.keyNames;
  return [mod ? (mac ? '⌘' : names.mod) : '', alt ? (mac ? '⌥' : names.alt) : '', shift ? (mac ? '⇧' : names.shift) : '', nameOf(key)]
    .filter((part) => part !== '')
    .join(' ');
}

/** As `aria-keyshortcuts` wants it: the keys that are really pressed. */
export function spokenKeys(all: readonly string[]): string {
  return all.map((keys) => keys.replace('Mod', 'Control').replace('Plus', '+').replace(/Arrow(?:Left|Right)/u, along)).join(' ');
}
