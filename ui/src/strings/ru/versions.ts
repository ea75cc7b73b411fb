// What the window says about articles through time, in Russian.
import { versionsIn } from '../versions';
import { noun, say, words } from './say';

export const versions = versionsIn(say, {
  label: 'Две версии рядом',
  count: noun('версия', 'версии', 'версий'),
  words,
  loading: 'Ищутся прежние версии…',
  failed: 'Прочитать версии не удалось.',
  newest: 'показана здесь',
  since: 'что изменилось',
  beside: 'рядом с новейшей',
  same: 'Обе версии совпадают слово в слово.',
  changes: 'Что заметно',
  nothing: 'Нет расхождений в заголовке, числах, именах, цитатах и абзацах.',
  action: 'Показать, что изменилось в этой статье',
  kinds: { headline: 'заголовок', quotation: 'цитата', paragraph: 'абзац', sentence: 'предложение' },
  claims: { number: 'число', name: 'имя', date: 'дата', negation: 'отрицание', modality: 'должно или может', word: 'формулировка' },
  seen: (date, isCaptured) => (isCaptured ? `сохранённая страница от ${date}` : `текст от ${date}`),
  inSeen: (date, isCaptured) => (isCaptured ? `на сохранённой странице от ${date}` : `в тексте от ${date}`),
  sinceWhy: (one, other) => `Чем различаются ${one} и ${other}`,
  bothHave: (one, other) => `первое ${one}, второе ${other}`,
  onlyFirst: (one, other) => `есть ${one}, нет ${other}`,
  onlySecond: (one, other) => `нет ${one}, есть ${other}`,
});
