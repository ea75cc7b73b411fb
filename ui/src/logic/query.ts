// The query as text: finding, adding and taking away filters such as `outlet:"The Quay"`.
//
// The text in the search field is the only truth; chips and the sidebar read it and
// rewrite it. Invariant: what is not touched keeps its wording and order.
// Not here: what a filter means, which the program decides and reports back.

/** One run of the query: a word, a phrase or a filter, with its quotes. */
const TOKEN = /(?:-|(?:title|quoted|by|outlet|author|lang|format|tag|has|after|before|on|in):)?["“”][^"“”]*["“”]?|\S+/giu;
const FILTER = /^(title|quoted|by|outlet|author|lang|format|tag|has|after|before|on|in):(.*)$/iu;
const QUOTES = /["“”]/u;

/** The query cut into words, phrases and filters as typed. */
export function tokensOf(query: string): string[] {
  return query.match(TOKEN) ?? [];
}

/** A filter as the reader would type it; quoted when the value has spaces. */
export function filterText(kind: string, value: string): string {
  const bare = typable(value);
  return /^[^\s]+$/u.test(bare) ? `${kind}:${bare}` : `${kind}:"${bare}"`;
}

/** Whether the query already narrows to this value. */
export function hasFilter(query: string, kind: string, value: string): boolean {
  return tokensOf(query).some((token) => isFilter(token, kind, value));
}

/**
 * The query narrowed to this value, or widened again when it already was.
 * A second value of the same kind replaces the first.
 */
export function toggleFilter(query: string, kind: string, value: string): string {
  const others = tokensOf(query).filter((token) => filterOf(token)?.kind !== kind);
  if (!hasFilter(query, kind, value)) others.push(filterText(kind, value));
  return others.join(' ');
}

/** The query without one part, given exactly as it was typed. */
export function withoutPart(query: string, typed: string): string {
  const tokens = tokensOf(query);
  const at = tokens.lastIndexOf(typed);
  if (at >= 0) return tokens.filter((_, i) => i !== at).join(' ');
  return query.replace(typed, ' ').replace(/\s+/gu, ' ').trim();
}

/** The outlet when the query is nothing but one outlet filter, else null. */
export const soleOutlet = (query: string): string | null => sole(query, 'outlet');

/** The tag when the query is nothing but one tag filter, else null. */
export const soleTag = (query: string): string | null => sole(query, 'tag');

function sole(query: string, kind: string): string | null {
  const tokens = tokensOf(query);
  const only = tokens.length === 1 && tokens[0] !== undefined ? filterOf(tokens[0]) : null;
  return only?.kind === kind && only.value !== '' ? only.value : null;
}

/** The value of the first filter of a kind, else null. */
export function filterValue(query: string, kind: string): string | null {
  for (const token of tokensOf(query)) {
    const filter = filterOf(token);
    if (filter?.kind === kind && filter.value !== '') return filter.value;
  }
  return null;
}

function filterOf(token: string): { kind: string; value: string } | null {
  const match = FILTER.exec(token);
  if (!match) return null;
  return { kind: (match[1] ?? '').toLowerCase(), value: (match[2] ?? '').replace(/["“”]/gu, '').trim() };
}

function isFilter(token: string, kind: string, value: string): boolean {
  const filter = filterOf(token);
  return filter?.kind === kind && filter.value.toLowerCase() === typable(value).toLowerCase();
}

/** A value may hold quotes, a filter cannot: its longest stretch without any stands for it. */
function typable(value: string): string {
  const stretches = value.split(QUOTES).map((part) => part.trim());
  return stretches.reduce((longest, part) => (part.length > longest.length ? part : longest), '');
}
