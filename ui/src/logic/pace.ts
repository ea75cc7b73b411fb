// Small rules of timing: wait until the typing rests, do not refresh too often, and let only
// the latest answer count.
//
// Not here: what is asked or what is done with the answer.

export interface Debounced<A extends unknown[]> {
  (...args: A): void;
  /** Forgets a call that is still waiting. */
  cancel(): void;
}

/** Calls `run` once nothing new has come for `ms` milliseconds. */
export function debounced<A extends unknown[]>(run: (...args: A) => void, ms: number): Debounced<A> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (...args: A): void => {
    clearTimeout(timer);
    timer = setTimeout(() => { run(...args); }, ms);
  };
  return Object.assign(later, { cancel: () => { clearTimeout(timer); } });
}

/** Calls `run` at once, then at most every `ms` milliseconds while more calls come. */
export function throttled(run: () => void, ms: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let again = false;
  const open = (): void => {
    timer = undefined;
    if (again) call();
  };
  const call = (): void => {
    again = false;
    timer = setTimeout(open, ms);
    run();
  };
  return () => {
    if (timer === undefined) call();
    else again = true;
  };
}

/** Numbers requests; an answer counts only while its number is the last one given out. */
export class Latest {
  #last = 0;

  next(): number {
    this.#last += 1;
    return this.#last;
  }

  holds(ticket: number): boolean {
    return ticket === this.#last;
  }
}
