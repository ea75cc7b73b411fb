// What the window is called in the task bar: what is on stage in it.
import { strings } from '../strings';
import type { App } from '../state/app.svelte';

export function titleOf(app: App): string {
  switch (app.stage.scene) {
    case 'reader': return app.reader.article?.title ?? '';
    case 'story': return app.stories.opened?.title ?? '';
    case 'map': return strings.sides.map.nav;
    case 'compare': return strings.sides.compare.label;
  }
}
