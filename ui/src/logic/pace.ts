// Two small rules of timing: wait until the typing rests, and let only the latest answer count.
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
