// What the window says about articles through time. It says in which capture something stands
// and in which it does not, never that or when somebody struck it out.
import type { DiffersIn, VersionChangeDto, VersionChangeView, VersionView } from '../ipc';
import { longDate } from '../logic/when';

const kinds: Record<Exclude<VersionChangeDto, 'claim'>, string> = {
  headline: 'headline', quotation: 'quotation', paragraph: 'paragraph', sentence: 'sentence',
};

const claims: Record<DiffersIn, string> = {
  number: 'number', name: 'name', date: 'date', negation: 'denial', modality: 'must or may', word: 'wording',
};

function seen(version: VersionView): string {
  const date = longDate(version.seenAt);
  return version.isCaptured ? `capture of ${date}` : `text of ${date}`;
}

function clock(version: VersionView): string {
  const time = version.seenAt.slice(11, 16);
  return time === '' ? seen(version) : `${seen(version)}, ${time}`;
}

/** What two texts are called beside each other: with the time where the day is one. */
function pair(a: VersionView, b: VersionView): [string, string] {
  return seen(a) === seen(b) ? [clock(a), clock(b)] : [seen(a), seen(b)];
}

export const versions = {
  label: 'Two versions side by side',
  count: (n: number) => `${String(n)} versions`,
  seen: (version: VersionView) => { const words = seen(version); return words.charAt(0).toUpperCase() + words.slice(1); },
  loading: 'Looking for what it said before…',
  failed: 'Its versions cannot be read.',
  newest: 'shown here',
  words: (n: number) => `${String(n)} words`,
  since: 'what changed',
  sinceWhy: (a: VersionView, b: VersionView) => { const [one, other] = pair(a, b); return `What differs between the ${one} and the ${other}`; },
  beside: 'beside the newest',
  same: 'The two versions say the same, word for word.',
  changes: 'What stands out',
  nothing: 'No headline, number, name, quotation or paragraph differs.',
  action: 'Show what changed in this article',
  kind: (change: VersionChangeView) => (change.kind === 'claim' ? claims[change.claim ?? 'word'] : kinds[change.kind]),
  text: (change: VersionChangeView) => [change.a, change.b].filter((it) => it !== null).join(' → '),
  where: (change: VersionChangeView, a: VersionView, b: VersionView) => {
    const [one, other] = pair(a, b);
    if (change.a !== null && change.b !== null) return `the first in the ${one}, the second in the ${other}`;
    return change.b === null ? `present in the ${one}, absent in the ${other}` : `absent in the ${one}, present in the ${other}`;
  },
};
