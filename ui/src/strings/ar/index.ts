// The window in Arabic.
//
// Glossary: article مقالة, outlet وسيلة إعلام, passage مقطع, story قصة, origin مصدر, telling رواية,
// copy نسخة (of the library: نسخة احتياطية), rendering صيغة, ledger جدول الوقائع, furniture حواشي
// الصفحة, highlight تظليل, tag وسم, library مكتبة, bin سلة المحذوفات, pack حزمة النموذج,
// Elsewhere لدى الآخرين, differs يختلف.
// Digits are those of the articles, so that numbers can be compared at a glance. Names are set
// apart from the sentence, whichever way they run. Not here: English, which all catalogues follow.
import type { Catalogue } from '../catalogue';
import { bin, history, keep, menu } from './keep';
import { desk } from './desk';
import { problems } from './problems';
import { say } from './say';
import { sides } from './sides';
import { versions } from './versions';
import { window } from './window';
import { work } from './work';

export const ar: Catalogue = {
  language: { code: 'ar', direction: 'rtl' },
  say, problems, ...window, work, sides, desk, history, bin, menu, keep, versions,
};
