// What stands on the right: the reader, a story, two articles side by side, or the map; and the
// way back, for whoever followed a piece of evidence.
// Not here: what any of them shows.

export type Scene = 'reader' | 'story' | 'compare' | 'map';

export class Stage {
  scene = $state<Scene>('reader');
  #trail = $state.raw<Scene[]>([]);
  /** Where `back` leads, else null. */
  readonly before = $derived<Scene | null>(this.#trail[this.#trail.length - 1] ?? null);

  /** Begins anew. */
  show(scene: Scene): void {
    this.#trail = [];
    this.scene = scene;
  }

  /** Goes on; what is on stage now can be come back to. */
  go(scene: Scene): void {
    const known = this.#trail.indexOf(scene);
    if (known >= 0) this.#trail = this.#trail.slice(0, known);
    else if (scene !== this.scene) this.#trail = [...this.#trail, this.scene];
    this.scene = scene;
  }

  /** False when there is nowhere to go back to. */
  back(): boolean {
    const before = this.before;
    if (before === null) return false;
    this.#trail = this.#trail.slice(0, -1);
    this.scene = before;
    return true;
  }
}
