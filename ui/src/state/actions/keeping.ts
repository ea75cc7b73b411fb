// Actions on what a reader makes of the library: finding in the article, tags and notes,
// taking things along.
import { toCopy } from '../../dom/copied';
import { strings } from '../../strings';
import type { Action } from '../actions';
import { COPY_FORMS, FORMS, opened } from '../taking.svelte';

const words = strings.work.actions;

export const keepActions: readonly Action[] = [
  {
    id: 'reader.find', title: () => words.find, group: 'read', keys: ['Mod+F'], evenInText: true,
    applies: (app) => app.reader.article !== null,
    run: (app) => { app.panes.tab = 'reader'; app.finding.show(); },
  },
  {
    id: 'reader.edit', title: () => words.edit, group: 'keep', keys: ['E'],
    applies: (app) => app.reader.article !== null && app.library.canAdd,
    run: (app) => { app.panes.tab = 'reader'; app.keeping.editing = true; },
  },
  {
    id: 'reader.tag', title: () => words.tag, group: 'keep', keys: ['T'],
    applies: (app) => app.library.canAdd && (app.picks.n > 0 || (app.reader.article !== null && app.stage.scene === 'reader')),
    run: (app) => {
      if (app.picks.n > 0) app.picks.tagging = true;
      else { app.panes.tab = 'reader'; app.keeping.tagging = true; }
    },
  },
  {
    id: 'picks.all', title: () => words.pickAll, group: 'keep', keys: ['Mod+A'],
    applies: (app) => app.listsArticles && !document.activeElement?.closest('#pane-reader, #pane-elsewhere'),
    run: (app) => { app.picks.all(app.articles.rows?.map((row) => row.articleId) ?? []); },
  },
  {
    id: 'picks.remove', title: () => words.removePicked, group: 'keep', keys: ['Delete'],
    applies: (app) => app.picks.n > 0 && app.library.canAdd,
    run: (app) => app.removePicked(),
  },
  ...COPY_FORMS.map((form): Action => ({
    id: `copy.${form}`, title: () => strings.desk.copy.action(form), group: 'keep',
    applies: (app) => app.picks.n > 0 || app.reader.article !== null,
    run: (app) => {
      const what = app.copying ?? toCopy(app);
      app.copying = null;
      // A whole article has no words of its own to quote.
      return what && app.taking.copyAs(what.articleIds, what.range, form);
    },
  })),
  ...FORMS.map((form): Action => ({
    id: `export.${form}`, title: () => words.exportArticle(strings.keep.export.as(form)), group: 'keep',
    applies: (app) => app.reader.article !== null,
    run: (app) => app.reader.article && app.taking.export(opened(app.reader.article.articleId, app.reader.visit), form),
  })),
  {
    id: 'reader.openOriginal', title: () => words.openOriginal, group: 'read', applies: (app) => app.reader.article !== null,
    run: (app) => app.reader.article && app.taking.openOriginal(app.reader.article.articleId),
  },
  {
    id: 'reader.showOriginal', title: () => words.showOriginal, group: 'read', applies: (app) => app.reader.article !== null,
    run: (app) => app.reader.article && app.taking.showInFolder(app.reader.article.articleId),
  },
  { id: 'view.highlights', title: () => words.viewHighlights, group: 'find', keys: ['Mod+5'], run: (app) => { app.show('highlights'); } },
];
