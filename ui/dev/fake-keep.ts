// Stands in for what readers keep, when the window is looked at in a browser: tags, notes
// and highlights live as long as the page. Not here: any rule of the real program.
import type {
  ArticleForm, ArticleRow, ColourDto, ErrorDto, Exported, Facet, HighlightCard, HighlightQuery, HighlightView, KeptView,
  SavedSearchView, TextRange,
} from '../src/ipc/bindings';

type Result<T> = Promise<{ status: 'ok'; data: T } | { status: 'error'; error: ErrorDto }>;
const ok = <T>(data: T): Result<T> => Promise.resolve({ status: 'ok', data });

const tagged = new Map<number, string[]>();
const notes = new Map<number, string>();
let lit: HighlightView[] = [];
let saved: SavedSearchView[] = [];
let asked: string[] = ['night trams', 'who rides before dawn'];
let n = 0;

/** `rows` are the articles there are. */
export function keepCommands(rows: () => ArticleRow[]) {
  const row = (id: number): ArticleRow | undefined => rows().find((one) => one.articleId === id);
  const kept = (articleId: number): KeptView => ({
    articleId, tags: tagged.get(articleId) ?? [], note: notes.get(articleId) ?? null,
    highlights: lit.filter((one) => one.articleId === articleId),
    fields: [
      { field: 'title', value: row(articleId)?.title ?? '', read: null },
      { field: 'outlet', value: row(articleId)?.outlet ?? '', read: null },
      { field: 'authors', value: '', read: null },
      { field: 'published', value: (row(articleId)?.published ?? '').slice(0, 10), read: null },
    ],
  });
  const change = (id: number, over: Partial<HighlightView>): void => {
    lit = lit.map((one) => (one.highlightId === id ? { ...one, ...over } : one));
  };
  return {
    listTagged: (tag: string) => ok(rows().filter((one) => tagged.get(one.articleId)?.includes(tag))),
    kept: (articleId: number) => ok(kept(articleId)),
    tags: () => {
      const names = [...new Set([...tagged.values()].flat())].sort();
      return ok<Facet[]>(names.map((name) => ({ name, nArticles: [...tagged.values()].filter((tags) => tags.includes(name)).length })));
    },
    tagArticles: (ids: number[], add: string[], remove: string[]) => {
      ids.forEach((id) => tagged.set(id, [...(tagged.get(id) ?? []).filter((tag) => !remove.includes(tag)), ...add]));
      return ok(++n);
    },
    editArticle: (articleId: number, form: ArticleForm) => {
      tagged.set(articleId, form.tags);
      notes.set(articleId, form.note);
      return ok<number | null>(++n);
    },
    addHighlight: (range: TextRange, colour: ColourDto) => {
      const highlightId = ++n;
      const words = document.getSelection()?.toString() ?? '';
      lit = [...lit, { highlightId, articleId: range.articleId, words, colour, note: null, place: 'exact' }];
      return ok<[number, number]>([highlightId, ++n]);
    },
    changeHighlight: (id: number, colour: ColourDto, note: string | null) => { change(id, { colour, note }); return ok(++n); },
    removeHighlight: (id: number) => { lit = lit.filter((one) => one.highlightId !== id); return ok(++n); },
    highlights: (query: HighlightQuery) => ok<HighlightCard[]>(
      lit.filter((one) => query.colours.length === 0 || query.colours.includes(one.colour)).map((highlight) => ({
        highlight, title: row(highlight.articleId)?.title ?? '', outlet: row(highlight.articleId)?.outlet ?? null,
        published: row(highlight.articleId)?.published ?? null, fileName: row(highlight.articleId)?.fileName ?? '',
      }))),
    savedSearches: () => ok(saved),
    saveSearch: (name: string, query: string) => {
      saved = [...saved, { id: ++n, name: name === '' ? query : name, query }];
      return ok(++n);
    },
    removeSavedSearch: (id: number) => { saved = saved.filter((one) => one.id !== id); return ok(++n); },
    askedSearches: () => ok(asked),
    rememberSearch: (query: string) => { asked = [query, ...asked.filter((one) => one !== query)]; return ok(null); },
    forgetSearches: (query: string | null) => { asked = query === null ? [] : asked.filter((one) => one !== query); return ok(++n); },
    export: () => ok<Exported | null>({ fileName: 'Highlights.md', nArticles: 2, nExcerpts: 5 }),
    copyCitation: () => ok(''),
    copyText: () => ok(null),
    showMenu: () => ok(false),
    copyAs: (_ids: number[], _range: unknown, form: string) => ok(`As ${form}`),
    openOriginal: () => ok(null),
    showInFolder: () => ok(null),
  };
}
