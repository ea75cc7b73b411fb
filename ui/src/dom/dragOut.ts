// Lets a passage be dragged out of the window as text, into a mail or a note.
import type { Action } from 'svelte/action';

export const dragOut: Action<HTMLElement, () => string> = (node, initial) => {
  let text = initial;
  const ondragstart = (event: DragEvent): void => {
    if (!event.dataTransfer || document.getSelection()?.isCollapsed === false) return;
    event.dataTransfer.effectAllowed = 'copy';
    event.dataTransfer.setData('text/plain', text());
  };
  node.draggable = true;
  node.addEventListener('dragstart', ondragstart);
  return {
    update: (next) => { text = next; },
    destroy: () => { node.removeEventListener('dragstart', ondragstart); },
  };
};
