// A value the window remembers, in localStorage. What was stored by somebody else, or is
// damaged, is as if nothing had been stored; without storage it lasts as long as the window.

export interface Remembered<T> { read(): T; write(value: T): void; forget(): void }

/** `isRight` says whether a stored value still has the shape that is wanted. */
export function remembered<T>(key: string, otherwise: T, isRight: (value: unknown) => boolean): Remembered<T> {
  return {
    read: () => {
      try {
        const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
        return isRight(stored) ? (stored as T) : otherwise;
      } catch {
        return otherwise;
      }
    },
    write: (value) => { attempt(() => { localStorage.setItem(key, JSON.stringify(value)); }); },
    forget: () => { attempt(() => { localStorage.removeItem(key); }); },
  };
}

function attempt(step: () => void): void {
  try {
    step();
  } catch {
    // No storage: nothing is remembered.
  }
}
