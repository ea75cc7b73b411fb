// What the window says about articles through time, in Arabic.
import { versionsIn } from '../versions';
import { apart, noun, say, words } from './say';

export const versions = versionsIn(say, {
  label: 'صيغتان جنبًا إلى جنب',
  count: noun('صيغة واحدة', 'صيغتان', 'صيغ', 'صيغة', 'صيغة'),
  words,
  loading: 'يُبحث عن الصيغ السابقة…',
  failed: 'لا يمكن قراءة صيغه.',
  newest: 'المعروضة هنا',
  since: 'ما تغيّر',
  beside: 'بجانب الأحدث',
  same: 'الصيغتان متطابقتان كلمة بكلمة.',
  changes: 'ما يبرز',
  nothing: 'لا يختلف عنوان ولا عدد ولا اسم ولا اقتباس ولا فقرة.',
  action: 'إظهار ما تغيّر في هذه المقالة',
  kinds: { headline: 'العنوان', quotation: 'اقتباس', paragraph: 'فقرة', sentence: 'جملة' },
  claims: { number: 'العدد', name: 'الاسم', date: 'التاريخ', negation: 'النفي', modality: 'وجوب أو إمكان', word: 'الصياغة' },
  seen: (date, isCaptured) => (isCaptured ? `صفحة محفوظة بتاريخ ${apart(date)}` : `نص بتاريخ ${apart(date)}`),
  inSeen: (date, isCaptured) => (isCaptured ? `في الصفحة المحفوظة بتاريخ ${apart(date)}` : `في النص بتاريخ ${apart(date)}`),
  sinceWhy: (one, other) => `ما يختلف بين ${one} و${other}`,
  bothHave: (one, other) => `الأول ${one}، والثاني ${other}`,
  onlyFirst: (one, other) => `موجود ${one}، وغير موجود ${other}`,
  onlySecond: (one, other) => `غير موجود ${one}، وموجود ${other}`,
});
