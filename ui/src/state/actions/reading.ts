// Actions of the reader: history, furniture, removal and taking it back.
import { focusReader } from '../../dom/panes';
import { strings } from '../../strings';
import type { Action } from '../actions';

const words = strings.work.actions;

export const readingActions: readonly Action[] = [
  { id: 'reader.focus', title: () => words.reader, group: 'read', applies: (app) => app.reader.article !== null, run: (app) => { app.panes.tab = 'reader'; setTimeout(focusReader); } },
  { id: 'reader.back', title: () => words.back, group: 'read', keys: ['Alt+ArrowLeft'], evenInText: true, applies: (app) => app.reader.canGoBack, run: (app) => app.back() },
  { id: 'reader.forward', title: () => words.forward, group: 'read', keys: ['Alt+ArrowRight'], evenInText: true, applies: (app) => app.reader.canGoForward, run: (app) => app.forward() },
  {
    id: 'reader.furniture', title: () => words.furniture, group: 'read',
    applies: (app) => (app.reader.article?.nBoilerplate ?? 0) > 0,
    run: (app) => { app.reader.furnitureShown = !app.reader.furnitureShown; },
  },
  { id: 'reader.print', title: () => strings.desk.actions.print, group: 'read', applies: (app) => app.reader.article !== null && app.stage.scene === 'reader', run: () => { window.print(); } },
  {
    id: 'reader.receipt', title: () => words.receipt, group: 'read',
    applies: (app) => app.reader.article !== null,
    run: (app) => { if (app.reader.article) void app.receipt.open(app.reader.article.articleId); },
  },
  {
    id: 'reader.remove', title: () => words.remove, group: 'read', keys: ['Mod+Backspace'],
    applies: (app) => app.reader.article !== null && app.library.canAdd,
    run: (app) => app.removeOpened(),
  },
  {
    id: 'undo', title: () => words.undo, group: 'read', keys: ['Mod+Z'],
    applies: (app) => app.library.canAdd,
    run: (app) => app.history.undo(),
  },
  {
    id: 'redo', title: () => words.redo, group: 'read', keys: ['Mod+Shift+Z', 'Mod+Y'],
    applies: (app) => app.library.canAdd,
    run: (app) => app.history.redo(),
  },
  { id: 'bin.open', title: () => words.bin, group: 'read', run: (app) => { app.bin.open(); } },
];
