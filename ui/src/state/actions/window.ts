// Actions of the window itself: the palette, the keys, the panes, how it looks.
import { focusNextPane } from '../../dom/panes';
import { strings } from '../../strings';
import type { Action } from '../actions';

const words = strings.work.actions;
const desk = strings.desk.actions;

export const windowActions: readonly Action[] = [
  { id: 'palette.open', title: () => words.palette, group: 'window', keys: ['Mod+P', 'Mod+Shift+P'], keysOnly: true, run: (app) => { app.palette.open(); } },
  { id: 'menu.open', title: () => desk.menu, group: 'window', keys: ['F10'], keysOnly: true, applies: (app) => !app.mainMenu.isOfSystem, run: (app) => { app.mainMenu.isOpen = true; } },
  { id: 'settings.open', title: () => words.settings, group: 'add', keys: ['Mod+,'], run: (app) => { app.openSettings(); } },
  { id: 'settings.folders', title: () => words.folders, group: 'add', run: (app) => { app.openSettings('folders'); } },
  { id: 'library.other', title: () => words.otherLibrary, group: 'add', run: (app) => app.program.openOther() },
  { id: 'library.backUp', title: () => words.backUp, group: 'add', run: (app) => app.program.backUp() },
  { id: 'library.verify', title: () => words.verify, group: 'add', run: (app) => { app.openSettings('library'); void app.program.verify(); } },
  { id: 'pane.next', title: () => words.nextPane, group: 'window', keys: ['F6'], run: () => { focusNextPane(1); } },
  { id: 'pane.previous', title: () => words.previousPane, group: 'window', keys: ['Shift+F6'], run: () => { focusNextPane(-1); } },
  { id: 'panes.side', title: () => desk.sidebar, group: 'window', keys: ['Mod+B'], run: (app) => { app.sizes.toggle('side'); } },
  { id: 'panes.elsewhere', title: () => desk.elsewhere, group: 'window', keys: ['Mod+Alt+B'], run: (app) => { app.sizes.toggle('elsewhere'); } },
  { id: 'panes.reset', title: () => desk.resetPanes, group: 'window', run: (app) => { app.sizes.reset(); } },
  { id: 'reading.open', title: () => desk.reading, group: 'window', applies: (app) => app.reader.article !== null, run: (app) => { app.panes.tab = 'reader'; app.reading.isOpen = true; } },
  { id: 'reading.sepia', title: () => desk.sepia, group: 'window', run: (app) => { app.reading.change({ paper: app.reading.look.paper === 'sepia' ? 'plain' : 'sepia' }); } },
  { id: 'theme.light', title: () => words.light, group: 'window', applies: (app) => app.settings.theme !== 'light', run: (app) => { app.settings.chooseTheme('light'); } },
  { id: 'theme.dark', title: () => words.dark, group: 'window', applies: (app) => app.settings.theme !== 'dark', run: (app) => { app.settings.chooseTheme('dark'); } },
  { id: 'theme.system', title: () => words.system, group: 'window', applies: (app) => app.settings.theme !== 'system', run: (app) => { app.settings.chooseTheme('system'); } },
  { id: 'text.larger', title: () => words.larger, group: 'window', keys: ['Mod+Plus', 'Mod+='], run: (app) => { app.settings.larger(); } },
  { id: 'text.smaller', title: () => words.smaller, group: 'window', keys: ['Mod+-'], run: (app) => { app.settings.smaller(); } },
  { id: 'text.normal', title: () => words.normal, group: 'window', keys: ['Mod+0'], run: (app) => { app.settings.normalSize(); } },
];
