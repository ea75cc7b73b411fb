// Actions that bring articles in, and those of the import that runs.
import { strings } from '../../strings';
import type { Action } from '../actions';

const words = strings.work.actions;

export const importActions: readonly Action[] = [
  { id: 'import.files', title: () => words.addFiles, group: 'add', keys: ['Mod+O'], applies: (app) => app.library.canAdd, run: (app) => app.importing.chooseFiles() },
  { id: 'import.folder', title: () => words.addFolder, group: 'add', keys: ['Mod+Shift+O'], applies: (app) => app.library.canAdd, run: (app) => app.importing.chooseFolder() },
  { id: 'import.sample', title: () => words.addSample, group: 'add', applies: (app) => app.library.canAdd && app.library.isEmpty, run: (app) => app.importing.importSample() },
  { id: 'import.pause', title: () => words.pauseImport, group: 'add', applies: (app) => app.importing.card?.canPause === true, run: (app) => app.importing.pause() },
  { id: 'import.resume', title: () => words.resumeImport, group: 'add', applies: (app) => app.importing.card?.canResume === true, run: (app) => app.importing.resume() },
  { id: 'import.cancel', title: () => words.cancelImport, group: 'add', applies: (app) => app.importing.card?.canCancel === true, run: (app) => app.importing.cancel() },
  {
    id: 'import.problems', title: () => words.problems, group: 'add',
    applies: (app) => app.importing.nProblems > 0,
    run: (app) => { app.queue.open('failed'); },
  },
  { id: 'import.queue', title: () => words.queue, group: 'add', keys: ['Mod+J'], applies: (app) => app.importing.progress !== null, run: (app) => { app.queue.open(); } },
  { id: 'folders.watch', title: () => words.watch, group: 'add', applies: (app) => app.library.canAdd, run: (app) => app.folders.add() },
  { id: 'folders.sync', title: () => words.syncFolders, group: 'add', applies: (app) => app.library.canAdd && app.folders.all.length > 0, run: (app) => app.folders.sync() },
];
