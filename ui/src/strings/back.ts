// Words of the way back: undo, redo, the bin.
import type { BinRow, ChangeKindDto } from '../ipc';
import { some } from './words';

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
  from: (row: BinRow) => (row.published === null ? row.source : `${row.source}, ${row.published.slice(0, 10)}`),
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
