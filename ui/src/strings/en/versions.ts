// What the window says about articles through time, in English.
import { versionsIn } from '../versions';
import { count, say, some } from './say';

const seen = (date: string, isCaptured: boolean): string => (isCaptured ? `capture of ${date}` : `text of ${date}`);

export const versions = versionsIn(say, {
  label: 'Two versions side by side',
  count: (n) => some(n, 'version', 'versions'),
  words: (n) => `${count(n)} words`,
  loading: 'Looking for what it said before…',
  failed: 'Its versions cannot be read.',
  newest: 'shown here',
  since: 'what changed',
  beside: 'beside the newest',
  same: 'The two versions say the same, word for word.',
  changes: 'What stands out',
  nothing: 'No headline, number, name, quotation or paragraph differs.',
  action: 'Show what changed in this article',
  kinds: { headline: 'headline', quotation: 'quotation', paragraph: 'paragraph', sentence: 'sentence' },
  claims: { number: 'number', name: 'name', date: 'date', negation: 'denial', modality: 'must or may', word: 'wording' },
  seen,
  inSeen: (date, isCaptured) => `in the ${seen(date, isCaptured)}`,
  sinceWhy: (one, other) => `What differs between the ${one} and the ${other}`,
  bothHave: (one, other) => `the first ${one}, the second ${other}`,
  onlyFirst: (one, other) => `present ${one}, absent ${other}`,
  onlySecond: (one, other) => `absent ${one}, present ${other}`,
});
