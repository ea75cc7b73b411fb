// Actions that explain: the guide, the legend, the tour, the keys, and what this program is.
import { strings } from '../../strings';
import type { Action } from '../actions';

const words = strings.desk.actions;

export const helpActions: readonly Action[] = [
  { id: 'help.open', title: () => words.help, group: 'help', keys: ['F1'], run: (app) => { app.dialogs.open('help'); } },
  { id: 'help.legend', title: () => words.legend, group: 'help', run: (app) => { app.dialogs.open('legend'); } },
  { id: 'help.tour', title: () => words.tour, group: 'help', applies: (app) => !app.library.isEmpty, run: (app) => { app.showTour(); } },
  { id: 'keys.show', title: () => strings.work.actions.keys, group: 'help', keys: ['?'], run: (app) => { app.dialogs.open('keys'); } },
  { id: 'log.show', title: () => strings.work.actions.log, group: 'help', run: (app) => app.program.showLog() },
  { id: 'about', title: () => strings.work.actions.about, group: 'help', run: (app) => { app.openSettings('about'); } },
];
