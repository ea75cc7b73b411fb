// Hands the menus to the system, where it has a bar for them, and runs what is chosen there.
import type { App } from '../../state/app.svelte';
import type { Backend, Unsubscribe } from '../../ipc';
import { runChosen, systemMenus } from './menus';

export async function offerMenus(backend: Pick<Backend, 'showMenu' | 'onActionChosen'>, app: App): Promise<Unsubscribe> {
  const end = await backend.onActionChosen((id) => { runChosen(id, app); }).catch(() => () => undefined);
  app.mainMenu.isOfSystem = await backend.showMenu(systemMenus()).catch(() => false);
  return end;
}
