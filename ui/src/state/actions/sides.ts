// Actions of the sides of a story: going to stories and the map, comparing, the way back.
// Not here: how an action does its work; that is the state's matter.
import { strings } from '../../strings';
import type { App } from '../app.svelte';

interface SidesAction {
  id: string;
  title: () => string;
  group: 'sides';
  /** "Mod+3", "V", "Escape"; Mod is Ctrl or Cmd. */
  keys?: readonly string[];
  applies?: (app: App) => boolean;
  run: (app: App) => unknown;
}

const words = strings.sides.actions;
const isReading = (app: App): boolean => app.stage.scene === 'reader' && app.reader.article !== null;

export const sidesActions: readonly SidesAction[] = [
  { id: 'view.stories', title: () => words.stories, group: 'sides', keys: ['Mod+3'], run: (app) => { app.show('stories'); } },
  { id: 'view.map', title: () => words.map, group: 'sides', keys: ['Mod+4'], run: (app) => { app.show('map'); } },
  {
    id: 'reader.story', title: () => words.story, group: 'sides', applies: isReading,
    run: (app) => { if (app.reader.article) void app.openStory(app.reader.article.articleId); },
  },
  {
    id: 'reader.compare', title: () => words.compare, group: 'sides', keys: ['V'], applies: isReading,
    run: (app) => { app.compare.choosingFor = app.reader.article?.articleId ?? null; },
  },
  {
    id: 'reader.versions', title: () => strings.versions.action, group: 'sides',
    applies: (app) => isReading(app) && (app.reader.article?.nVersions ?? 1) > 1,
    run: (app) => {
      const { article } = app.reader;
      if (article) void app.compareVersions(article.articleId, article.nVersions - 1, article.nVersions);
    },
  },
  {
    id: 'compare.differences', title: () => words.differences, group: 'sides',
    applies: (app) => app.stage.scene === 'compare', run: (app) => { app.compare.onlyDifferences = !app.compare.onlyDifferences; },
  },
  { id: 'compare.swap', title: () => words.swap, group: 'sides', applies: (app) => app.stage.scene === 'compare', run: (app) => { app.compare.swap(); } },
  { id: 'stage.back', title: () => words.back, group: 'sides', keys: ['Escape'], applies: (app) => app.stage.before !== null, run: (app) => app.stage.back() },
];
