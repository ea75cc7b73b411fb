// Language tags (BCP 47). Not here: their names, which are words of the window.
import type { Facet } from '../ipc';

/** "pt-BR" is "pt". */
export function primaryLanguage(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? tag;
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
