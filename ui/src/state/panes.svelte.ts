// Which panes are on screen: all of them, or one of the folded ones behind tabs.
import type { PaneSizes } from '../features/panes/sizes.svelte';
import { layoutFor } from '../logic/layout';

export type View = 'search' | 'articles' | 'highlights' | 'stories' | 'map';
export type Tab = 'list' | 'reader' | 'elsewhere';

export class Panes {
  view = $state<View>('search');
  tab = $state<Tab>('list');
  widthPx = $state(1280);
  textScale = $state(1);
  readonly layout = $derived(layoutFor(this.widthPx, this.textScale));
  readonly tabs = $derived<Tab[]>(
    this.layout === 'wide' ? [] : this.layout === 'medium' ? ['reader', 'elsewhere'] : ['list', 'reader', 'elsewhere'],
  );
  /** The tab on top; `tab` may name a pane that is not folded in this layout. */
  readonly current = $derived<Tab>(this.tabs.includes(this.tab) ? this.tab : 'reader');

  constructor(private readonly sizes: PaneSizes) {}

  /** Where nothing is folded, *Elsewhere* may have been put away. */
  shows(tab: Tab): boolean {
    if (tab === 'elsewhere' && this.layout === 'wide' && this.sizes.isHidden('elsewhere')) return false;
    return !this.tabs.includes(tab) || this.current === tab;
  }
}
