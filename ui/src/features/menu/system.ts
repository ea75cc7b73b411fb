// Hands the menus to the system, where it has a bar for them, with the words of the dialogs it
// draws, and runs what is chosen there.
import type { App } from '../../state/app.svelte';
import type { Backend, MenuDto, SystemWords, Unsubscribe } from '../../ipc';
import { runChosen } from './menus';

export function hearMenus(backend: Pick<Backend, 'onActionChosen'>, app: App): Promise<Unsubscribe> {
  return backend.onActionChosen((id) => { runChosen(id, app); }).catch(() => () => undefined);
}

/** To be called again when the window speaks another language. Words first: the menu needs one of them. */
export async function offerMenus(backend: Pick<Backend, 'showMenu' | 'setSystemWords'>, app: App, words: SystemWords, menus: MenuDto[]): Promise<void> {
  await backend.setSystemWords(words).catch(() => null);
  app.mainMenu.isOfSystem = await backend.showMenu(menus).catch(() => false);
}
