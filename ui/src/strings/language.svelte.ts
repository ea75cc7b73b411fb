// Which language the window speaks now, and its catalogue.
//
// English is always there; the other catalogues are loaded when they are first wanted, from
// the program's own files. Whatever is drawn from `strings` is drawn anew when that changes.
// Not here: what the reader chose and where it is kept (state/settings.svelte.ts).
import type { Catalogue } from './catalogue';
import { en } from './en';
import { LANGUAGES } from './languages';
import type { Language } from './languages';

const loading: Record<Language, () => Promise<Catalogue>> = {
  en: () => Promise.resolve(en),
  de: async () => (await import('./de')).de,
  fr: async () => (await import('./fr')).fr,
  es: async () => (await import('./es')).es,
  ru: async () => (await import('./ru')).ru,
  ar: async () => (await import('./ar')).ar,
};
// eslint-disable-next-line svelte/prefer-svelte-reactivity -- a cache; nothing is drawn from it
const loaded = new Map<Language, Catalogue>([['en', en]]);

let now = $state.raw<Catalogue>(en);

export const catalogue = (): Catalogue => now;

/** The first of the reader's languages (BCP 47) that the window speaks; English where it speaks none. */
export function spokenOf(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const primary = tag.split('-')[0]?.toLowerCase();
    const spoken = LANGUAGES.find((language) => language === primary);
    if (spoken !== undefined) return spoken;
  }
  return 'en';
}

let wanted: Language = 'en';

/** Speaks a language from now on; at once if it was spoken before. A later call wins. */
export async function speak(language: Language): Promise<void> {
  wanted = language;
  const found = loaded.get(language) ?? await loading[language]();
  loaded.set(language, found);
  if (wanted === language) now = found;
}

/** A table that always reads from the catalogue of now, however long somebody holds it. */
function live<T extends object>(read: () => T): T {
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- a cache; nothing is drawn from it
  const known = new Map<string, object>();
  return new Proxy({} as T, {
    get: (_, key) => {
      const value: unknown = Reflect.get(read(), key);
      if (typeof key === 'symbol' || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
      const table = known.get(key) ?? live(() => Reflect.get(read(), key) as object);
      known.set(key, table);
      return table;
    },
    has: (_, key) => Reflect.has(read(), key),
    ownKeys: () => Reflect.ownKeys(read()),
    getOwnPropertyDescriptor: (_, key) => {
      const found = Reflect.getOwnPropertyDescriptor(read(), key);
      return found && { ...found, configurable: true };
    },
  });
}

export const strings: Catalogue = live(() => now);
