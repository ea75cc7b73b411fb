// What the window says about articles through time, in German.
import { versionsIn } from '../versions';
import { say, words } from './say';

export const versions = versionsIn(say, {
  label: 'Zwei Fassungen nebeneinander',
  count: say.plural({ one: '# Fassung', other: '# Fassungen' }),
  words,
  loading: 'Frühere Fassungen werden gesucht…',
  failed: 'Die Fassungen lassen sich nicht lesen.',
  newest: 'hier gezeigt',
  since: 'was sich änderte',
  beside: 'neben die neueste',
  same: 'Beide Fassungen sind Wort für Wort gleich.',
  changes: 'Was auffällt',
  nothing: 'Keine Überschrift, Zahl, kein Name, Zitat oder Absatz weicht ab.',
  action: 'Zeigen, was sich in diesem Artikel änderte',
  kinds: { headline: 'Überschrift', quotation: 'Zitat', paragraph: 'Absatz', sentence: 'Satz' },
  claims: { number: 'Zahl', name: 'Name', date: 'Datum', negation: 'Verneinung', modality: 'muss oder kann', word: 'Wortlaut' },
  seen: (date, isCaptured) => (isCaptured ? `gespeicherte Seite vom ${date}` : `Text vom ${date}`),
  inSeen: (date, isCaptured) => (isCaptured ? `in der gespeicherten Seite vom ${date}` : `im Text vom ${date}`),
  sinceWhy: (one, other) => `Was zwischen beiden abweicht: ${one} und ${other}`,
  bothHave: (one, other) => `das erste ${one}, das zweite ${other}`,
  onlyFirst: (one, other) => `vorhanden ${one}, nicht vorhanden ${other}`,
  onlySecond: (one, other) => `nicht vorhanden ${one}, vorhanden ${other}`,
});
