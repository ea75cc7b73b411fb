// Every language says everything, with the same arguments, in its own words; numbers, plurals,
// dates and errors by language; and no component says anything by itself.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'svelte/compiler';
import { afterEach, describe, expect, it, test } from 'vitest';
import { asProblem, Problem } from '../ipc';
import type { HitReason } from '../ipc';
import { count, fewNamed, inWords, languageTitle, listed, strings } from '../strings';
import { dateBeside, dateSpan, longDate, shortDate } from '../logic/when';
import { ar } from './ar';
import { de } from './de';
import { en } from './en';
import { es } from './es';
import { fr } from './fr';
import type { Catalogue } from './catalogue';
import { speak, spokenOf } from './language.svelte';
import { LANGUAGES } from './languages';
import type { Language } from './languages';
import { CODES } from './problems';
import { ru } from './ru';

const OTHERS: readonly (readonly [Language, Catalogue])[] = [['de', de], ['fr', fr], ['es', es], ['ru', ru], ['ar', ar]];

afterEach(() => speak('en'));

type Leaf = readonly [path: string, value: unknown];

/** Every value of a catalogue by its path; what is of the language itself aside. */
function leaves(table: object, path = ''): Leaf[] {
  return Object.entries(table).flatMap(([key, value]: [string, unknown]): Leaf[] => {
    const at = path === '' ? key : `${path}.${key}`;
    if (['language', 'say', 'problems'].includes(at)) return [];
    return typeof value === 'object' && value !== null ? leaves(value, at) : [[at, value]];
  });
}

const CAPTURED = { seenAt: '2031-03-03T10:00:00Z', isCaptured: true };
const IMPORTED = { seenAt: '2031-09-09T10:00:00Z', isCaptured: false };

/** Arguments that are not numbers and not names. */
const SPECIAL: Record<string, unknown[]> = {
  'search.chip': ['before', '2031'],
  'job.summary': [{ phase: 'cancelled', nImported: 2, nPassages: 3, nRemoved: 1, nUnchanged: 4, nSkipped: 5, isFollowing: false }],
  'reader.furnitureKind': ['navigation'],
  label: ['words'],
  why: [{ kind: 'near', shared: { words: ['tram', 'night'], nMore: 2 }, inHeadline: { words: ['tram'], nMore: 0 } }],
  cited: ['words', ['The Quay', 'x'], 'a.html'],
  'work.packs.unknown': [2, 9, 'x'],
  'work.packs.languages': [['x', 'y']],
  'work.copies.holds': [{ nArticles: 2, bytes: 5e6, reason: 'daily' }],
  'work.settings.madeFor': [['x', 'y']],
  'work.settings.privacy.missing': [['x', 'y']],
  'sides.story.mention': ['cited'],
  'sides.story.standing': ['first'],
  'sides.story.status': ['seen'],
  'sides.story.seenFrom': ['text'],
  'sides.story.kicker': [3, '2031'],
  'sides.story.quotesHead': [3, null],
  'sides.claim': ['number', 'a', 'b'],
  'sides.claimAgainst': ['number', null],
  'sides.differsIn': ['number'],
  'sides.compare.relation': ['reworded'],
  'sides.tree.first': [['A', 'B', 'C', 'D', 'E'], '2031'],
  'desk.copy.form': ['plain'], 'desk.copy.action': ['plain'], 'desk.copy.done': ['plain'],
  'history.undone': ['note'], 'history.redone': ['removal'],
  'keep.colour': ['yellow'], 'keep.bar.highlight': ['yellow'], 'keep.bar.recolour': ['yellow'],
  'keep.done.exported': ['a.csv', 2, 3],
  'keep.form.read': [''], 'keep.form.useReadLabel': ['x'], 'desk.columns.sortBy': ['x'],
  'versions.seen': [CAPTURED], 'versions.sinceWhy': [CAPTURED, IMPORTED], 'versions.kind': [{ kind: 'claim', claim: 'number' }],
  'versions.text': [{ a: '3', b: '4' }], 'versions.where': [{ a: '3', b: null }, CAPTURED, IMPORTED],
  'keep.export.as': ['csv'], 'keep.export.what': ['csv'],
};

function said([path, value]: Leaf): string {
  if (typeof value !== 'function') return String(value);
  const make = value as (...given: unknown[]) => unknown;
  const given = SPECIAL[path] ?? Array.from({ length: Math.max(1, make.length) }, () => 3);
  return [make(...given)].flat().join(' ');
}

/** Names, signs, and words that are the same word in both languages. */
const SAME = /^(versions\.count|app|keep\.article\.more|keyNames\..*|left\.(seconds|minutes)|takes\..*|desk\.copy\..*|keep\.export\.as|sides\.story\.(more|markLabel)|sides\.tree\.percent|sides\.claim|keep\.colour|sides\.dates\..*|work\.keys\.(lists|reading)\.\d\.keys|quoted)$/u;
const SAME_BY_LANGUAGE: Record<string, RegExp> = {
  de: /^(job\.label|search\.countArticles|reader\.(receiptFormat|receiptNames\.format)|work\.settings\.(version|partVersion)|work\.queue\.state\.none|desk\.(reading|columns)\..*|desk\.help\.inEnglish|sides\.(story\.words|ledger\.kind\.name))$/u,
  fr: /^(library\.holdsValue|work\.settings\.licence|sides\.story\.copiesWord|desk\.reading\.spacings\.normal|search\.(articles|copies|countArticles)|side\.(articles|passages)|job\.pause|reader\.(label|receiptFormat|receiptNames\.format)|tabs\.reader|work\.packs\.pause|work\.palette\.(actions|articles)|work\.folders\.holds|work\.settings\.(version|partVersion)|keep\.(bar|form)\.note|desk\.(menu\.(label|menus\.read)|reading\.fonts\.sans|columns\.names\.published)|reader\.furnitureKind|sides\.stories\.articles|sides\.story\.(newsIn|origin|legendArticle)|sides\.map\.count|sides\.ledger\.kind\.date)$/u,
  es: /^desk\.reading\.((widths|spacings)\.normal|papers\.sepia)$/u,
  ru: /^$/u,
  ar: /^$/u,
};

describe.each(OTHERS)('%s', (code, catalogue) => {
  const own = new Map(leaves(catalogue));
  const english = leaves(en);

  it('has every key of the English catalogue and no other', () => {
    expect([...own.keys()].sort()).toEqual(english.map(([path]) => path).sort());
  });

  it('takes the arguments the English one takes, or fewer', () => {
    const more = english.filter(([path, value]) => {
      const other = own.get(path);
      return typeof value !== typeof other || (typeof value === 'function' && typeof other === 'function' && other.length > value.length && value.length > 0);
    });
    expect(more.map(([path]) => path)).toEqual([]);
  });

  it('says it in its own words', () => {
    const same = english.filter((leaf) => {
      const words = said(leaf);
      return /\p{L}{2}/u.test(words) && words === said([leaf[0], own.get(leaf[0])]);
    });
    expect(same.map(([path]) => path).filter((path) => !SAME.test(path) && SAME_BY_LANGUAGE[code]?.test(path) !== true)).toEqual([]);
  });

  it('is calm, and leaves nothing half said', () => {
    const odd = [...own].map((leaf) => [leaf[0], said(leaf)] as const)
      .filter(([path, words]) => /!|undefined|NaN|\[object|#|\.\.\./u.test(words) || (words.trim() === '' && path !== 'desk.help.inEnglish' && path !== 'sides.story.seenFrom'));
    expect(odd).toEqual([]);
  });

  it('writes its own letters', () => {
    const script = { ru: /\p{Script=Cyrillic}/u, ar: /\p{Script=Arabic}/u }[code as string];
    if (!script) return;
    const without = [...own].filter((leaf) => /\p{L}{3}/u.test(said(leaf)) && !script.test(said(leaf)) && !SAME.test(leaf[0]) && !/receiptSources|^work\.keys/u.test(leaf[0]));
    expect(without.map(([path]) => path)).toEqual([]);
  });

  it('knows every error that reaches the window', () => {
    expect(Object.keys(catalogue.problems ?? {}).sort()).toEqual([...CODES].sort());
    for (const [message, hint] of Object.values(catalogue.problems ?? {})) expect(`${message} ${hint ?? ''}`).not.toMatch(/!|`|\.\.\./u);
  });
});

it('never calls one side of a difference wrong', () => {
  const judging = /widersp|falsch|contredi|faux|fausse|contradi|falso|противореч|ложн|неверн|تناقض|خاطئ|كاذب/iu;
  for (const [, catalogue] of OTHERS) expect(leaves(catalogue).map((leaf) => said(leaf)).filter((words) => judging.test(words))).toEqual([]);
});

test.each([
  ['ru', ['1 статья', '2 статьи', '5 статей', '21 статья', '1 204 статьи']],
  ['ar', ['مقالة واحدة', 'مقالتان', '5 مقالات', '21 مقالة', '1,204 مقالات']],
  ['de', ['1 Artikel', '2 Artikel', '5 Artikel', '21 Artikel', '1.204 Artikel']],
  ['fr', ['1 article', '2 articles', '5 articles', '21 articles', '1 204 articles']],
  ['es', ['1 artículo', '2 artículos', '5 artículos', '21 artículos', '1204 artículos']],
] as const)('%s counts articles', (code, expected) => {
  const { countArticles } = (OTHERS.find(([other]) => other === code)?.[1] ?? en).search;
  expect([1, 2, 5, 21, 1204].map((n) => countArticles(n).replace(/[\u00a0\u202f]/gu, ' '))).toEqual(expected);
});

test.each([
  ['en', ['4 Sep 2017', '4 September 2017', 'Sep 2017', '4–6 Sep 2017', '30 Sep – 2 Oct 2017', '14 Sep', 'A, B and C', 'German']],
  ['de', ['4. Sept. 2017', '4. September 2017', 'Sept. 2017', '4.–6. Sept. 2017', '30. Sept. – 2. Okt. 2017', '14. Sept.', 'A, B und C', 'Deutsch']],
  ['fr', ['4 sept. 2017', '4 septembre 2017', 'sept. 2017', '4–6 sept. 2017', '30 sept. – 2 oct. 2017', '14 sept.', 'A, B et C', 'Allemand']],
  ['es', ['4 sept 2017', '4 de septiembre de 2017', 'sept 2017', '4–6 sept 2017', '30 sept – 2 oct 2017', '14 sept', 'A, B y C', 'Alemán']],
  ['ru', ['4 сент. 2017', '4 сентября 2017', 'сент. 2017', '4–6 сент. 2017', '30 сент. – 2 окт. 2017', '14 сент.', 'A, B и C', 'Немецкий']],
  ['ar', ['4 سبتمبر 2017', '4 سبتمبر 2017', 'سبتمبر 2017', '4–6 سبتمبر 2017', '30 سبتمبر – 2 أكتوبر 2017', '14 سبتمبر', 'A وB وC', 'الألمانية']],
] as const)('%s writes dates, lists and languages', async (code, expected) => {
  await speak(code);
  expect([
    shortDate('2017-09-04'), longDate('2017-09-04'), shortDate('2017-09'), dateSpan('2017-09-04', '2017-09-06'), dateSpan('2017-09-30', '2017-10-02'),
    dateBeside('2017-09-14', '2017-01-01'), listed(['A', 'B', 'C']), languageTitle('de'),
  ]).toEqual(expected);
});

describe('why a hit is shown', () => {
  const some = (...words: string[]) => ({ words, nMore: 0 });
  const reasons = [
    { kind: 'sameWords', shared: some('tram'), inHeadline: some() },
    { kind: 'reworded', shared: some(), inHeadline: some() },
    { kind: 'near', shared: { words: ['a', 'b', 'c', 'd'], nMore: 2 }, inHeadline: some('tram') },
    { kind: 'mayBeNear', shared: some('tram'), inHeadline: some() },
    { kind: 'words', shared: some('tram'), inHeadline: some() },
    { kind: 'headline', shared: some(), inHeadline: some('tram') },
    { kind: 'filters', shared: some(), inHeadline: some() },
  ] satisfies HitReason[];

  it('is said in English as the command line says it', () => {
    expect(reasons.map((reason) => en.why(reason))).toEqual([
      'says the same in the same words', 'says the same in other words',
      'near in meaning, sharing “a”, “b”, “c”, “d” and 2 more; “tram” in the headline',
      'may be near; the model was not made for its language', 'has the words “tram”', 'has “tram” in the headline', 'passes the filters',
    ]);
  });

  it('names the words in every language', () => {
    for (const [, catalogue] of OTHERS) {
      const said = catalogue.why({ kind: 'near', shared: some('night'), inHeadline: some('tram') });
      expect(said).toMatch(/night.*tram/u);
      expect(said).not.toMatch(/near|headline/u);
    }
  });
});

describe('the language of now', () => {
  it('is read by whoever holds a part of the words', async () => {
    const { sort } = strings.search;
    const part = strings.search;
    const inner = part.sorts;
    await speak('de');
    expect([sort, part.sort, inner.newest, count(1204)]).toEqual(['Order', 'Reihenfolge', 'Neueste', '1.204']);
    expect(Object.keys(inner)).toEqual(['relevance', 'newest', 'oldest']);
    expect(fewNamed(['A', 'B', 'C', 'D', 'E']).more).toBe(' und 2 weitere');
    await speak('en');
    expect(inner.newest).toBe('Newest');
  });

  it('is the one asked for last, whichever is loaded first', async () => {
    await Promise.all([speak('ru'), speak('en')]);
    expect(strings.language.code).toBe('en');
  });

  test.each([
    [['de-AT', 'en'], 'de'], [['pt-BR', 'es-MX'], 'es'], [['AR'], 'ar'], [['c'], 'en'], [[], 'en'], [['POSIX', 'zh'], 'en'],
  ] as const)('of a reader of %j is %s', (wanted, spoken) => { expect(spokenOf(wanted)).toBe(spoken); });

  it('is one of those that the first paint knows', () => {
    expect(LANGUAGES).toEqual(['en', ...OTHERS.map(([code]) => code)]);
    const script = readFileSync(join(import.meta.dirname, '../../public/first-paint.js'), 'utf8');
    expect(script).toContain(`[${LANGUAGES.map((code) => `'${code}'`).join(', ')}]`);
  });
});

describe('errors of the program', () => {
  const scan = new Problem({ code: 'no_text_layer', message: '`~/scan.pdf` has 3 pages but no text; it looks like a scan', hint: 'run OCR on the file' });

  it('come as the program says them in English, and where the code is unknown', async () => {
    expect(inWords(scan)).toEqual({ message: scan.message, hint: scan.hint });
    await speak('de');
    expect(inWords(asProblem(new Error('the wire is cut')))).toEqual({ message: 'the wire is cut', hint: '' });
  });

  it('keep their file, their number and their cause', async () => {
    await speak('de');
    expect(inWords(scan).message).toBe('`~/scan.pdf` hat Seiten, aber keinen Text; es sieht nach einem Scan aus');
    expect(inWords({ code: 'too_many_articles', message: '`a.zip` holds 912 articles; more than 500 of one file', hint: null }).message).toContain('(912)');
    expect(inWords({ code: 'cannot_open', message: '`a.pdf` cannot be opened: no program', hint: null }).message).toBe('`a.pdf` lässt sich nicht öffnen: no program');
    // A sentence that lacks what the translation needs stays as it came.
    expect(inWords({ code: 'not_found', message: 'it is gone', hint: null }).message).toBe('it is gone');
  });

  it('are those of the source', () => {
    const root = join(import.meta.dirname, '../../..');
    const sources = ['crates/engine/src/error.rs', 'crates/store/src/error.rs', 'crates/store/src/trouble.rs', 'crates/import/src/error.rs', 'crates/embed/src/error.rs'];
    const codes = sources.flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(/=> "([a-z_]+)"/gu)].map((match) => match[1] ?? ''));
    expect(codes.length).toBeGreaterThan(50);
    expect(codes.filter((code) => !(CODES as readonly string[]).includes(code))).toEqual([]);
  });
});

describe('components', () => {
  const root = join(import.meta.dirname, '..');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.svelte'));
  const SPOKEN = ['aria-label', 'aria-valuetext', 'aria-description', 'placeholder', 'title', 'alt'];
  /** Signs that are the same in every language. */
  const SIGNS = /^(Aa|A[−+])$/u;

  it('say nothing by themselves', () => {
    expect(files.length).toBeGreaterThan(80);
    expect(files.flatMap((file) => bareWords(readFileSync(join(root, file), 'utf8')).map((words) => `${file}: ${words}`))).toEqual([]);
  });

  it('are caught when they do', () => {
    expect(bareWords('<p>Hello {name}</p><input placeholder="Search" title={`of ${x}`} /><b>{open ? \'Shut it\' : ""}</b><i>·</i>')).toEqual(['Hello', 'Search', 'of', 'Shut it']);
  });

  it('leave the writing of numbers and dates to the catalogue', () => {
    const all = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(svelte|ts)$/u.test(file) && !file.startsWith('strings') && !file.includes('.test.'));
    expect(all.filter((file) => /\bIntl\.|\.toLocale(?!UpperCase)/u.test(readFileSync(join(root, file), 'utf8').replace(/^export function languageTitle[^]*?\n\}/mu, '')))).toEqual([]);
  });

  interface Node { type?: string; name?: string; data?: string; value?: unknown }

  function bareWords(source: string): string[] {
    const found: string[] = [];
    const note = (words: string): void => { if (/\p{L}{2}/u.test(words) && !SIGNS.test(words.trim())) found.push(words.trim()); };
    /** Words written out in what is drawn: literals and templates of an expression. */
    const expression = (value: unknown): void => {
      if (Array.isArray(value)) { value.forEach(expression); return; }
      if (typeof value !== 'object' || value === null) return;
      const node = value as Node & { quasis?: { value: { cooked: string } }[]; test?: unknown; consequent?: unknown; alternate?: unknown; left?: unknown; right?: unknown; operator?: string; expression?: unknown };
      if (node.type === 'Literal' && typeof node.value === 'string') note(node.value);
      else if (node.type === 'TemplateLiteral') node.quasis?.forEach((quasi) => { note(quasi.value.cooked); });
      else if (node.type === 'ConditionalExpression') { expression(node.consequent); expression(node.alternate); }
      else if (node.type === 'LogicalExpression') { expression(node.left); expression(node.right); }
      else if (node.type === 'ExpressionTag') expression(node.expression);
    };
    const walk = (value: unknown): void => {
      if (Array.isArray(value)) { value.forEach(walk); return; }
      if (typeof value !== 'object' || value === null) return;
      const node = value as Node & Record<string, unknown>;
      if (node.type === 'Text') note(node.data ?? '');
      else if (node.type === 'ExpressionTag') expression(node['expression']);
      else if (node.type === 'StyleDirective') return;
      else if (node.type === 'Attribute') {
        if (!SPOKEN.includes(node.name ?? '')) return;
        for (const part of [node.value].flat() as Node[]) {
          if (part.type === 'Text') note(part.data ?? '');
          else expression(part);
        }
        return;
      }
      for (const [key, child] of Object.entries(node)) if (!['expression', 'test', 'context', 'metadata'].includes(key)) walk(child);
    };
    walk(parse(source, { modern: true }).fragment);
    return found;
  }
});
