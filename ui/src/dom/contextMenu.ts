// What lies under the pointer when a menu is asked for, by mouse or by key.
// Not here: what can be done with it (state/contextMenu.svelte.ts).
import type { MenuTarget } from '../state/contextMenu.svelte';

/** Fields keep the system's menu: cut, copy, paste and spelling are its own. */
export const isField = (event: MouseEvent): boolean => event.target instanceof Element && event.target.closest('input, textarea') !== null;

export function targetOf(event: MouseEvent, openArticleId: number | null): MenuTarget {
  const from = event.target instanceof Element ? event.target : null;
  const item = from?.closest<HTMLElement>('[data-article-id]') ?? null;
  const number = (text: string | undefined): number | null => (text === undefined ? null : Number(text));
  const isReading = item === null && from?.closest('#pane-reader') !== null && from?.closest('#pane-reader') !== undefined;
  const selection = document.getSelection()?.toString().trim() ?? '';
  return {
    articleId: item ? number(item.dataset['articleId']) : isReading ? openArticleId : null,
    passageId: number(item?.dataset['passageId']),
    selection: isReading ? selection : '',
  };
}

/** Where the menu's corner belongs: at the pointer, or below what has the focus. */
export function placeOf(event: MouseEvent): { x: number; y: number } {
  if (event.clientX > 0 || event.clientY > 0) return { x: event.clientX, y: event.clientY };
  const box = event.target instanceof Element ? event.target.getBoundingClientRect() : null;
  const start = document.documentElement.dir === 'rtl' ? box?.right : box?.left;
  return { x: start ?? 0, y: box?.bottom ?? 0 };
}
