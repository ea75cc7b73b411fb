// Whether something is being dragged over the window. The program sees the drag and the
// drop; the window only shows where to let go.
import type { DragState } from '../ipc';

const SETTLE_MS = 1000;

export class Drag {
  over = $state(false);
  nItems = $state(0);

  #entered = 0;

  take(state: DragState): void {
    this.over = state.phase === 'enter';
    this.nItems = state.nItems;
    this.#entered = performance.now();
  }

  /**
   * A pointer that moves freely carries nothing: a lost "leave" must not stay on screen.
   * The engine reports moves of its own when the page changes under the pointer; those have
   * no distance, or come right after the drag began, and do not count.
   */
  pointerMoved(movement: { movementX: number; movementY: number }): void {
    if (!this.over || performance.now() - this.#entered < SETTLE_MS) return;
    if (movement.movementX !== 0 || movement.movementY !== 0) this.over = false;
  }
}
