// The tour stands where an article would: whoever asks for it again has the reader cleared.
import type { App } from '../../state/app.svelte';

export function showTour(app: App): void {
  app.help.beginTour();
  app.reader.close();
  app.elsewhere.clear();
  app.stage.show('reader');
  app.panes.tab = 'reader';
  if (app.panes.view === 'map' || app.panes.view === 'stories') app.panes.view = 'search';
}
