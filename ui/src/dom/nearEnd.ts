// Tells when the end of a scrolled list comes near, so that rows are added before it is seen.
//
// Stands on an element at the list's foot, inside the `.scroll` that moves it. Not here: which
// rows are shown; lists that keep only the rows in view (components/LongList.svelte).
import type { Action } from 'svelte/action';

/** How far below what is seen the foot may be to count as near. */
const AHEAD = '1200px';

export const nearEnd: Action<HTMLElement, () => void> = (foot, onnear) => {
  const observer = new IntersectionObserver(
    (entries) => { if (entries.some((entry) => entry.isIntersecting)) onnear(); },
    { root: foot.closest('.scroll'), rootMargin: AHEAD },
  );
  observer.observe(foot);
  return { destroy: () => { observer.disconnect(); } };
};
