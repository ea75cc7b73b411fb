// Words of the way back (undo, redo, the bin) and of the menu at the pointer.
import type { ChangeKindDto } from '../../ipc';
import { some } from './say';

const kind: Record<ChangeKindDto, string> = {
  removal: 'Removal',
  restoration: 'Restoring',
  tags: 'Tags',
  note: 'Note',
  fields: 'Details',
  highlight: 'Highlight',
  savedSearch: 'Saved search',
  askedSearches: 'Earlier searches',
};

export const history = {
  undo: 'Undo',
  redo: 'Redo',
  undone: (what: ChangeKindDto) => `${kind[what]}: undone`,
  redone: (what: ChangeKindDto) => `${kind[what]}: done again`,
  nothingToUndo: 'There is nothing to undo',
  nothingToRedo: 'There is nothing to do again',
};

export const bin = {
  name: 'Bin',
  title: 'Bin',
  why: 'Removed articles wait here for 30 days, with your tags, notes and highlights. Your files are never touched.',
  none: 'The bin is empty.',
  removedAt: (when: string) => `removed ${when}`,
  restore: 'Restore',
  restoreOf: (title: string) => `Restore “${title}”`,
  restoreAll: 'Restore all',
  restored: (n: number) => (n === 1 ? 'It is back in the library' : `${some(n, 'article', 'articles')} back in the library`),
  empty: 'Empty the bin…',
  ask: (n: number) => `Delete ${some(n, 'article', 'articles')} for good? This cannot be undone. The files stay.`,
  yes: 'Delete for good',
  no: 'Keep',
  emptied: (n: number) => `${some(n, 'article', 'articles')} deleted for good`,
  close: 'Close',
};

export const menu = {
  label: 'What can be done here',
  copy: 'Copy',
  search: 'Search for these words',
  open: 'Open',
  story: 'Show its story',
  compare: 'Compare with…',
  cite: 'Copy the passage with its source',
  tag: 'Add a tag…',
  original: 'Open the original',
  folder: 'Show the file in its folder',
  remove: 'Remove from the library',
};
