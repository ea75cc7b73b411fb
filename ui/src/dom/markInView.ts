// Shows the marked part of a long passage in an excerpt of a few lines.
//
// The excerpt holds the whole passage in a box that is too small for it; when the mark
// lies further down, the box is scrolled by whole lines and its cut edges fade.
// Invariant: the text itself is never shortened.
import type { Action } from 'svelte/action';

/** `content` only tells that there is something new to place. */
export const markInView: Action<HTMLElement, unknown> = (box) => {
  let frame = 0;
  const soon = (): void => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => { place(box); });
  };
  const seen = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) soon();
  });
  const resized = new ResizeObserver(soon);
  seen.observe(box);
  resized.observe(box);
  return {
    update: soon,
    destroy: () => {
      cancelAnimationFrame(frame);
      seen.disconnect();
      resized.disconnect();
    },
  };
};

function place(box: HTMLElement): void {
  const mark = box.querySelector('mark.mean, .differs') ?? box.querySelector('mark');
  const lineHeight = parseFloat(getComputedStyle(box).lineHeight);
  if (!mark || !(lineHeight > 0)) return;
  box.classList.add('cut');
  box.scrollTop = 0;
  const first = mark.getClientRects()[0] ?? mark.getBoundingClientRect();
  const line = Math.floor((first.top - box.getBoundingClientRect().top) / lineHeight + 0.2);
  const fits = box.scrollHeight < box.clientHeight + lineHeight / 2;
  if (fits || line < 2) {
    box.classList.remove('cut', 'more');
    return;
  }
  box.scrollTop = (line - 1) * lineHeight;
  box.classList.toggle('more', box.scrollTop + box.clientHeight < box.scrollHeight - lineHeight / 2);
}
