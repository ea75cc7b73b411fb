// Every action of the window as data: the palette lists them, the keys start them, the
// sheet of keys explains them. A part of the window keeps its actions in a file of its own
// under `actions/` and adds it to the list here.
//
// Invariant: two actions that can apply at the same time do not share a key (a test looks).
// Not here: how an action does its work; that is the state's or the DOM's matter.
import { isField, matches } from '../logic/keys';
import type { Pressed } from '../logic/keys';
import type { App } from './app.svelte';
import { importActions } from './actions/importing';
import { keepActions } from './actions/keeping';
import { readingActions } from './actions/reading';
import { searchActions } from './actions/searching';
import { sidesActions } from './actions/sides';
import { helpActions } from './actions/help';
import { windowActions } from './actions/window';

/** Headings of the sheet of keys, in its order. */
export const GROUPS = ['find', 'read', 'sides', 'keep', 'add', 'window', 'help'] as const;
export type ActionGroup = (typeof GROUPS)[number];

export interface Action {
  /** Stable: recently used actions are remembered by it. */
  id: string;
  /** In the language of now. */
  title: () => string;
  group: ActionGroup;
  /** "Mod+Shift+P"; see logic/keys.ts. The first is the one shown. */
  keys?: readonly string[];
  /** Also while a text field has the focus and could use the key itself (Ctrl+Z); default no. */
  evenInText?: boolean;
  /** On the sheet of keys, but nothing the palette could offer. */
  keysOnly?: boolean;
  /** Default: always. */
  applies?: (app: App) => boolean;
  run: (app: App) => unknown;
}

export const actions: readonly Action[] = [
  ...searchActions,
  ...readingActions,
  ...keepActions,
  ...sidesActions,
  ...importActions,
  ...windowActions,
  ...helpActions,
];

export const applies = (action: Action, app: App): boolean => action.applies?.(app) ?? true;

/** The action a key press asks for, if any applies now. */
export function actionFor(pressed: Pressed, inText: boolean, app: App): Action | undefined {
  const isFree = (action: Action, keys: string): boolean =>
    !inText || action.evenInText === true || !isField(keys);
  return actions.find(
    (action) => action.keys?.some((keys) => matches(keys, pressed) && isFree(action, keys)) === true && applies(action, app),
  );
}
