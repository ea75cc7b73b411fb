// Language tags (BCP 47). Not here: their names, which are words of the window.
import type { Facet } from '../ipc';

/** "pt-BR" is "pt". */
export function primaryLanguage(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? tag;
}

/** Written from right to left. */
const FROM_RIGHT = ['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'iw', 'ks', 'nqo', 'ps', 'sd', 'syr', 'ug', 'ur', 'yi'];

/** Which way the lines of a text run, whichever way the window's do; by its letters where its language is unknown. */
export function directionOf(tag: string | null): 'ltr' | 'rtl' | 'auto' {
  if (tag === null) return 'auto';
  return FROM_RIGHT.includes(primaryLanguage(tag)) ? 'rtl' : 'ltr';
}

/** The language that most articles are in, whatever country's; null where none is known. */
export function mostOf(languages: Facet[]): string | null {
  const counts = new Map<string, number>();
  for (const { name, nArticles } of languages) {
    const primary = primaryLanguage(name);
    if (primary !== '') counts.set(primary, (counts.get(primary) ?? 0) + nArticles);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}
