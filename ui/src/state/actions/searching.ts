// Actions that find: the field, the two lists, what is recent.
import { focusSearch } from '../../dom/panes';
import { focusList } from '../../dom/roving';
import { strings } from '../../strings';
import type { Action } from '../actions';

const words = strings.work.actions;
const nothingHasFocus = (): boolean => document.activeElement === document.body;

export const searchActions: readonly Action[] = [
  { id: 'search.focus', title: () => words.search, group: 'find', keys: ['Mod+K', '/'], run: focusSearch },
  {
    id: 'search.clear', title: () => words.clearSearch, group: 'find',
    applies: (app) => app.search.query !== '',
    run: (app) => { app.type(''); focusSearch(); },
  },
  { id: 'list.focus', title: () => words.list, group: 'find', keys: ['J', 'K'], keysOnly: true, applies: nothingHasFocus, run: () => { focusList(); } },
  { id: 'view.search', title: () => words.viewSearch, group: 'find', keys: ['Mod+1'], run: (app) => { app.show('search'); } },
  { id: 'view.articles', title: () => words.viewArticles, group: 'find', keys: ['Mod+2'], run: (app) => { app.show('articles'); } },
  { id: 'list.table', title: () => strings.desk.actions.table, group: 'window', run: (app) => { app.listing.change({ isTable: !app.listing.isTable }); } },
  { id: 'list.density', title: () => strings.desk.actions.density, group: 'window', run: (app) => { app.listing.change({ density: app.listing.density === 'compact' ? 'comfortable' : 'compact' }); } },
  { id: 'list.read', title: () => strings.desk.actions.markAllRead, group: 'find', applies: (app) => !app.library.isEmpty, run: (app) => { app.markAllRead(); } },
  {
    id: 'sort.relevance', title: () => words.sortRelevance, group: 'find',
    applies: (app) => app.showsHits && app.search.sort !== 'relevance', run: (app) => { app.search.sortBy('relevance'); },
  },
  {
    id: 'sort.newest', title: () => words.sortNewest, group: 'find',
    applies: (app) => app.showsHits && app.search.sort !== 'newest', run: (app) => { app.search.sortBy('newest'); },
  },
  {
    id: 'sort.oldest', title: () => words.sortOldest, group: 'find',
    applies: (app) => app.showsHits && app.search.sort !== 'oldest', run: (app) => { app.search.sortBy('oldest'); },
  },
];
