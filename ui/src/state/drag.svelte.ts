// Whether something is being dragged over the window. The program sees the drag and the
// drop; the window only shows where to let go.
import type { DragState } from '../ipc';

export class Drag {
  over = $state(false);
  nItems = $state(0);

  take(state: DragState): void {
    this.over = state.phase === 'enter';
    this.nItems = state.nItems;
  }

  /** A pointer that moves freely carries nothing: a lost "leave" must not stay on screen. */
  end(): void { this.over = false; }
}
