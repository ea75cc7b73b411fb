// The menus of the program, made from the list of actions: one table for palette, keys and
// menus. Not here: how a menu looks, or which system draws it.
import type { MenuDto } from '../../ipc';
import { isField, menuKeys } from '../../logic/keys';
import { strings } from '../../strings';
import { actions, applies, GROUPS } from '../../state/actions';
import type { Action, ActionGroup } from '../../state/actions';
import type { App } from '../../state/app.svelte';

export interface ProgramMenu { group: ActionGroup; title: string; actions: readonly Action[] }

/** In the order people look: what brings articles in first, help last. */
const ORDER: readonly ActionGroup[] = ['add', 'find', 'read', 'sides', 'keep', 'window', 'help'];

/** What applies now; without `app` everything there is. */
export function programMenus(app?: App): ProgramMenu[] {
  const ofGroup = (group: ActionGroup): readonly Action[] =>
    actions.filter((action) => action.group === group && action.keysOnly !== true && (!app || applies(action, app)));
  return ORDER.filter((group) => GROUPS.includes(group))
    .map((group) => ({ group, title: strings.desk.menu.menus[group], actions: ofGroup(group) }))
    .filter((menu) => menu.actions.length > 0);
}

/** For a menu bar of the system. Keys that text fields need are not in it: it would take them. */
export function systemMenus(): MenuDto[] {
  return programMenus().map((menu) => ({
    title: menu.title,
    items: menu.actions.map((action) => {
      const keys = action.keys?.find((combination) => !isField(combination));
      return { id: action.id, title: action.title(), keys: keys === undefined ? null : menuKeys(keys) };
    }),
  }));
}

/** Runs what was chosen in a menu of the system, if it applies. */
export function runChosen(id: string, app: App): void {
  const action = actions.find((one) => one.id === id);
  if (action && applies(action, app) && !app.hasDialog) action.run(app);
}
