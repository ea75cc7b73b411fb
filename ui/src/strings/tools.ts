// Numbers, plurals, lists, dates and sizes as one language writes them. A catalogue makes its
// own and says its sentences with them.
//
// All of it is `Intl` with one fixed locale, so that the window reads the same on every
// machine. Not here: any word.
import type { HitReason, NamedWords } from '../ipc';

/** How a language says why a hit is shown; what it is given are words, quoted and listed. */
export interface ReasonWords {
  sameWords: string;
  /** Without shared words, and with some. */
  reworded: readonly [string, (shared: string) => string];
  near: readonly [string, (shared: string) => string];
  mayBeNear: string;
  words: (shared: string) => string;
  headline: (words: string) => string;
  filters: string;
  /** Behind another reason. */
  alsoHeadline: (words: string) => string;
}

/** Makes the sentence that says why a hit is shown. */
export function reasonIn(words: ReasonWords, quoted: (word: string) => string, andMore: (n: number) => string, comma = ', '): (reason: HitReason) => string {
  const named = (some: NamedWords): string => some.words.map(quoted).join(comma) + (some.nMore > 0 ? andMore(some.nMore) : '');
  return ({ kind, shared, inHeadline }) => {
    const headline = named(inHeadline);
    if (kind === 'headline') return words.headline(headline);
    const pair = kind === 'reworded' ? words.reworded : words.near;
    const said = kind === 'sameWords' || kind === 'mayBeNear' || kind === 'filters' ? words[kind]
      : kind === 'words' ? words.words(named(shared))
      : shared.words.length === 0 ? pair[0] : pair[1](named(shared));
    return headline === '' ? said : said + words.alsoHeadline(headline);
  };
}

/** One form for each number a language tells apart; `#` stands for the number. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** A calendar day; a month or a year where no more is known. */
export interface Day { year: number; month: number | null; day: number | null }

/** `2017-01-04`, `2017-01` or `2017`, whatever follows; null for what is no date. */
export function dayOf(text: string): Day | null {
  const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/u.exec(text);
  if (!match) return null;
  const month = match[2] === undefined ? null : Number(match[2]);
  const day = match[3] === undefined ? null : Number(match[3]);
  const valid = (month === null || (month >= 1 && month <= 12)) && (day === null || (day >= 1 && day <= 31));
  return valid ? { year: Number(match[1]), month, day } : null;
}

export interface Tools {
  /** 1204 as "1,204". */
  count: (n: number) => string;
  /** 48 as "48 %". */
  percent: (n: number) => string;
  /** The form for a number, with the number in it. */
  plural: (forms: Forms) => (n: number) => string;
  /** "A, B and C". */
  listed: (names: readonly string[]) => string;
  /** What stands before each of `n` names in a list: "", ", ", " and ". */
  separators: (n: number) => string[];
  /** The name of a language, as it stands in a sentence; an unknown code stays as it is. */
  languageName: (code: string) => string;
  shortDate: (day: Day) => string;
  longDate: (day: Day) => string;
  /** Without its year. */
  dayOfYear: (day: Day) => string;
  /** From one whole day to another. */
  span: (from: Day, to: Day) => string;
  /** Day and time, by the reader's own clock. */
  moment: (date: Date) => string;
  /** 48200000 as "48 MB". */
  size: (bytes: number) => string;
  /** Whether `a` stands before `b` in a list. */
  compare: (a: string, b: string) => number;
}

/**
 * - `locale`: BCP 47, digits and calendar included where they are not to depend on the engine.
 * - `tidy`: mends what a locale writes at greater length than a list has room for.
 */
export function toolsOf(locale: string, tidy: (written: string) => string = (written) => written): Tools {
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  const rules = new Intl.PluralRules(locale);
  const list = new Intl.ListFormat(locale);
  const names = new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' });
  const collator = new Intl.Collator(locale, { sensitivity: 'base', numeric: true });
  const moment = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const short = dates(locale, 'short');
  const long = dates(locale, 'long');
  const said = (written: string): string => tidy(written.replace(/[\u2009\u202f]/gu, ' '));
  const unit = (value: number, of: string, digits: number): string =>
    said(new Intl.NumberFormat(locale, { style: 'unit', unit: of, unitDisplay: 'short', maximumFractionDigits: digits }).format(value));
  return {
    count: (n) => number.format(n),
    percent: (n) => percent.format(n / 100),
    plural: (forms) => (n) => (forms[rules.select(n)] ?? forms.other).replace('#', number.format(n)),
    listed: (all) => list.format(all),
    separators: (n) => separators(list, n),
    languageName: (code) => {
      try {
        return names.of(code) ?? code;
      } catch {
        return code;
      }
    },
    shortDate: (day) => said(short.of(day)),
    longDate: (day) => said(long.of(day)),
    dayOfYear: (day) => said(short.withoutYear(day)),
    span: (from, to) => said(short.span(from, to)),
    moment: (date) => said(moment.format(date)),
    size: (bytes) => {
      if (bytes >= 1e9) return unit(bytes / 1e9, 'gigabyte', bytes >= 1e10 ? 0 : 1);
      return bytes >= 1e6 ? unit(bytes / 1e6, 'megabyte', bytes >= 1e7 ? 0 : 1) : unit(bytes / 1e3, 'kilobyte', 0);
    },
    compare: (a, b) => collator.compare(a, b),
  };
}

function separators(list: Intl.ListFormat, n: number): string[] {
  const found: string[] = [];
  let literal = '';
  for (const part of list.formatToParts(Array.from({ length: n }, () => '_'))) {
    if (part.type === 'literal') literal += part.value;
    else {
      found.push(literal);
      literal = '';
    }
  }
  return found;
}

/** Dates are days as an article states them: no time zone is applied. */
function dates(locale: string, month: 'short' | 'long'): { of: (day: Day) => string; withoutYear: (day: Day) => string; span: (from: Day, to: Day) => string } {
  const format = (parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...parts });
  const whole = format({ day: 'numeric', month, year: 'numeric' });
  const months = format({ month, year: 'numeric' });
  const dayAndMonth = format({ day: 'numeric', month });
  const monthOnly = format({ month });
  const at = (day: Day): Date => {
    const date = new Date(0);
    date.setUTCFullYear(day.year, (day.month ?? 1) - 1, day.day ?? 1);
    return date;
  };
  return {
    of: (day) => (day.month === null ? String(day.year) : (day.day === null ? months : whole).format(at(day))),
    withoutYear: (day) => (day.month === null ? String(day.year) : (day.day === null ? monthOnly : dayAndMonth).format(at(day))),
    span: (from, to) => whole.formatRange(at(from), at(to)),
  };
}
