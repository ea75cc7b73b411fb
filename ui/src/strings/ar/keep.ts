// Words of what a reader keeps, in Arabic: tags, notes, highlights, saved searches, exports; the
// way back, the bin, and the menu at the pointer.
import type { ChangeKindDto, ColourDto, ExportForm } from '../../ipc';
import type { Catalogue } from '../catalogue';
import { apart, articles, count, highlights, ofArticles, passages, quoted } from './say';

const colours: Record<ColourDto, string> = { yellow: 'أصفر', green: 'أخضر', blue: 'أزرق', pink: 'وردي', purple: 'بنفسجي' };

const forms: Record<ExportForm, [string, string]> = {
  markdown: ['Markdown', 'للقراءة والملاحظات'],
  csv: ['CSV', 'لجداول البيانات'],
  json: ['JSON', 'للبرامج'],
  cslJson: ['CSL-JSON', 'لـZotero وPandoc'],
  bibtex: ['BibTeX', 'لـLaTeX'],
  ris: ['RIS', 'لبرامج المراجع'],
};

const kind: Record<ChangeKindDto, string> = {
  removal: 'الإزالة', restoration: 'الاستعادة', tags: 'الوسوم', note: 'الملاحظة', fields: 'البيانات', highlight: 'التظليل',
  savedSearch: 'البحث المحفوظ', askedSearches: 'عمليات البحث السابقة',
};

export const history: Catalogue['history'] = {
  undo: 'تراجع',
  redo: 'إعادة',
  undone: (what) => `${kind[what]}: تم التراجع`,
  redone: (what) => `${kind[what]}: تمت الإعادة`,
  nothingToUndo: 'لا شيء للتراجع عنه',
  nothingToRedo: 'لا شيء لإعادته',
};

export const bin: Catalogue['bin'] = {
  name: 'سلة المحذوفات',
  title: 'سلة المحذوفات',
  why: 'تنتظر المقالات المزالة هنا 30 يومًا مع وسومك وملاحظاتك وتظليلاتك. ولا تُمس ملفاتك أبدًا.',
  none: 'السلة فارغة.',
  removedAt: (when) => `أزيلت ${apart(when)}`,
  restore: 'استعادة',
  restoreOf: (title) => `استعادة ${quoted(title)}`,
  restoreAll: 'استعادة الكل',
  restored: (n) => (n === 1 ? 'عادت إلى المكتبة' : `عادت إلى المكتبة: ${articles(n)}`),
  empty: 'إفراغ السلة…',
  ask: (n) => `حذف ${ofArticles(n)} نهائيًا؟ لا يمكن التراجع عن ذلك. وتبقى الملفات.`,
  yes: 'حذف نهائي',
  no: 'إبقاء',
  emptied: (n) => `حُذفت نهائيًا: ${articles(n)}`,
  close: 'إغلاق',
};

export const menu: Catalogue['menu'] = {
  label: 'ما يمكن فعله هنا',
  copy: 'نسخ',
  search: 'البحث عن هذه الكلمات',
  open: 'فتح',
  story: 'عرض قصتها',
  compare: 'المقارنة مع…',
  cite: 'نسخ المقطع مع مصدره',
  tag: 'إضافة وسم…',
  original: 'فتح الأصل',
  folder: 'عرض الملف في مجلده',
  remove: 'إزالة من المكتبة',
};

export const keep: Catalogue['keep'] = {
  colour: (colour) => colours[colour],

  bar: {
    label: 'النص المحدد',
    labelHighlight: 'تظليل',
    highlight: (colour) => `تظليل: ${colours[colour]}`,
    recolour: (colour) => `تغيير اللون: ${colours[colour]}`,
    note: 'ملاحظة',
    cite: 'نسخ مع المصدر',
    citeLabel: 'نسخ الكلمات مع مصدرها',
    elsewhere: 'لدى الآخرين',
    elsewhereLabel: 'العثور على هذا في مقالات أخرى',
    remove: 'إزالة',
    removeLabel: 'إزالة هذا التظليل',
    noteLabel: 'ملاحظة على هذا التظليل',
    notePlaceholder: 'ما رأيك فيه؟',
    save: 'حفظ',
    cancel: 'إلغاء',
  },

  done: {
    highlighted: 'تم التظليل',
    removed: 'أزيل التظليل',
    recoloured: 'تغير اللون',
    noted: 'حُفظت الملاحظة',
    edited: 'حُفظت التغييرات',
    tagged: (tag) => `أضيف الوسم ${quoted(tag)}`,
    taggedAll: (tag, n) => `أضيف الوسم ${quoted(tag)} إلى ${ofArticles(n)}`,
    untagged: (tag) => `أزيل الوسم ${quoted(tag)}`,
    copied: 'نُسخ مع مصدره',
    copiedText: 'نُسخ',
    saved: (name) => `حُفظ البحث ${quoted(name)}`,
    renamed: (name) => `اسم البحث المحفوظ الآن ${quoted(name)}`,
    unsaved: (name) => `أزيل البحث المحفوظ ${quoted(name)}`,
    forgotten: 'نُسيت عمليات البحث السابقة',
    written: (file) => `كُتب \`${apart(file)}\``,
    exported: (file, nArticles, nExcerpts) => `كُتبت ${articles(nArticles)}${nExcerpts > 0 ? ` و${passages(nExcerpts)}` : ''} في \`${apart(file)}\``,
  },

  article: {
    edit: 'تحرير',
    editLabel: 'تحرير العنوان ووسيلة الإعلام والتاريخ والكتّاب والوسوم والملاحظة',
    more: '···',
    moreLabel: 'المزيد لهذه المقالة',
    original: 'فتح الأصل',
    folder: 'عرض الملف في مجلده',
    find: 'البحث في هذه المقالة',
    cite: 'نسخ هذا المقطع مع مصدره',
    exportWhy: 'المصدر وتظليلاتك:',
    exportPassageWhy: 'المصدر والمقطع الذي وُجد وتظليلاتك:',
    exportAs: (form) => `تصدير بصيغة ${apart(form)}`,
    remove: 'إزالة من المكتبة',
    outline: 'المحتويات',
    tags: 'الوسوم',
    addTag: 'إضافة وسم',
    addTagMore: 'إضافة وسم…',
    removeTag: (tag) => `إزالة الوسم ${apart(tag)}`,
    showTag: (tag) => `عرض المقالات ذات الوسم ${apart(tag)}`,
    note: 'ملاحظتك',
    highlights: 'التظليلات',
    changed: 'تغيرت الكلمات هنا منذ ذلك الحين.',
    lost: 'فقد موضعه: لم تعد هذه الكلمات في الملف.',
    show: 'عرض في النص',
    editNote: 'تحرير الملاحظة',
    addNote: 'إضافة ملاحظة',
  },

  picks: {
    label: 'المقالات المختارة',
    count: (n) => `المختار: ${count(n)}`,
    picked: 'مختارة',
    tag: 'وسم',
    tagLabel: 'وضع وسم على المقالات المختارة',
    tagField: (n) => `وسم لـ${ofArticles(n)}`,
    tagSave: 'إضافة',
    export: 'تصدير المقالات المختارة مع تظليلاتها',
    remove: 'إزالة',
    removeLabel: 'إزالة المقالات المختارة من المكتبة',
    clear: 'ترك المقالات المختارة',
  },

  form: {
    label: 'تحرير هذه المقالة',
    title: 'العنوان',
    outlet: 'وسيلة الإعلام',
    authors: 'الكتّاب',
    authorsHint: 'واحد في كل سطر',
    published: 'تاريخ النشر',
    publishedHint: 'مثل ‎2031-01-31‎',
    tags: 'الوسوم',
    tagsHint: 'تفصل بينها فواصل',
    note: 'ملاحظة',
    save: 'حفظ',
    cancel: 'إلغاء',
    read: (value) => (value === '' ? 'لا يذكر الملف ذلك.' : `يقول الملف ${quoted(value)}.`),
    useRead: 'استخدام ذلك',
    useReadLabel: (field) => `استخدام ما يقوله الملف: ${field}`,
    why: 'يبقى الملف نفسه كما هو؛ ويمكن استعادة ما قُرئ منه.',
  },

  find: {
    label: 'البحث في هذه المقالة',
    placeholder: 'البحث في هذه المقالة',
    count: (at, n) => (n === 0 ? 'لم يُوجد' : `${count(at)} من ${count(n)}`),
    next: 'النتيجة التالية',
    previous: 'النتيجة السابقة',
    close: 'إغلاق',
  },

  side: {
    highlights: 'التظليلات',
    tags: 'الوسوم',
    showAllTags: (n) => `كل الوسوم (${count(n)})`,
    fewerTags: 'وسوم أقل',
    narrowTo: (name, n) => `ذات الوسم ${apart(name)} فقط، ${articles(n)}`,
    saved: 'عمليات بحث محفوظة',
    runSaved: (query) => `البحث عن ${apart(query)}`,
    renameSaved: (name) => `تغيير اسم البحث المحفوظ ${apart(name)}`,
    nameOf: (name) => `اسم البحث المحفوظ ${apart(name)}`,
    removeSaved: (name) => `إزالة البحث المحفوظ ${apart(name)}`,
  },

  search: {
    save: 'حفظ هذا البحث',
    unsave: 'إزالة من عمليات البحث المحفوظة',
    history: 'عمليات البحث السابقة',
    forget: (query) => `نسيان البحث ${apart(query)}`,
    forgetAll: 'نسيان الكل',
  },

  list: {
    label: 'التظليلات',
    count: (n, nArticles) => (n === 0 ? 'لا تظليلات' : `${highlights(n)} في ${ofArticles(nArticles)}`),
    filter: 'هذا اللون فقط',
    all: 'كل الألوان',
    tag: 'وسم',
    allTags: 'أي وسم',
    none: 'لم يُظلل شيء بعد',
    noneWhy: 'حدد كلمات في مقالة واختر لونًا، أو اضغط H أثناء القراءة.',
    noneHere: 'لا تظليل كهذا',
    noneHereWhy: 'اختر لونًا آخر أو وسمًا آخر.',
  },

  export: {
    hits: 'تصدير ما وُجد',
    highlights: 'تصدير هذه التظليلات',
    articles: 'تصدير هذه المقالات مع تظليلاتها',
    article: 'تصدير هذه المقالة مع تظليلاتها',
    as: (form) => forms[form][0],
    what: (form) => forms[form][1],
  },
};
