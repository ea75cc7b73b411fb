// Reports text selected inside an element once the selection rests; an empty string when
// it is let go. A word or two is no statement, so short selections count as none.
import type { Action } from 'svelte/action';
import { debounced } from '../logic/pace';

const REST_MS = 250;
const LEAST_WORDS = 3;

export const selected: Action<HTMLElement, (text: string) => void> = (node, initial) => {
  let report = initial;
  let had = false;

  const read = debounced(() => {
    const text = textWithin(node);
    if (text === '' && !had) return;
    had = text !== '';
    report(text);
  }, REST_MS);

  const onchange = (): void => { read(); };
  document.addEventListener('selectionchange', onchange);
  return {
    update: (next) => { report = next; },
    destroy: () => {
      read.cancel();
      document.removeEventListener('selectionchange', onchange);
    },
  };
};

function textWithin(node: HTMLElement): string {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !node.contains(selection.anchorNode) || !node.contains(selection.focusNode)) {
    return '';
  }
  const text = selection.toString().trim();
  return text.split(/\s+/u).length >= LEAST_WORDS ? text : '';
}
