// Words of the window's frame in Arabic: search, sidebar, import, reader, notices, dates.
import type { LabelDto } from '../../ipc';
import type { Frame } from '../catalogue';
import { reasonIn } from '../tools';
import { apart, articles, blocks, copies, count, noun, ofArticles, ofFiles, ofPassages, outlets, passages, quoted } from './say';
import { following } from './work';

const labels: Record<LabelDto, string> = {
  identical: 'مطابق', reworded: 'بصياغة أخرى', sameSubject: 'الموضوع نفسه', looselyRelated: 'صلة بعيدة', words: 'كلمات مشتركة',
};

const chipWords: Record<string, string> = {
  outlet: '', author: 'بقلم', lang: 'لغة', format: 'صيغة', after: 'بعد', before: 'قبل',
  phrase: 'حرفيًا', without: 'دون', tag: 'وسم', title: 'عنوان', quoted: 'مقتبس', by: 'قاله', has: 'فيه', on: 'يوم', in: 'خلال',
  condition: '',
};

const furnitureKinds: Record<string, string> = {
  navigation: 'تنقل', appeal: 'دعوة إلى التبرع', advertising: 'إعلان', 'more links': 'روابط إلى صفحات أخرى',
  sharing: 'أزرار مشاركة', notice: 'إشعار', 'photo credit': 'مصدر الصورة', byline: 'سطر الكاتب، مكرر',
  repeated: 'مكرر في صفحات أخرى', address: 'عنوان ويب', 'outside article': 'خارج المقالة',
};

const newPassages = noun('المقطع الجديد الذي وصل', 'المقطعين الجديدين اللذين وصلا', 'مقاطع جديدة وصلت', 'مقطعًا جديدًا وصل', 'مقطع جديد وصل');
const loosePassages = noun('المقطع ذي الصلة البعيدة', 'المقطعين ذوَي الصلة البعيدة', 'مقاطع ذات صلة بعيدة', 'مقطعًا ذا صلة بعيدة', 'مقطع ذي صلة بعيدة');
const inHours = (n: number, minutes: number): string => (minutes === 0 ? `${count(n)} س` : `${count(n)} س و${count(minutes)} د`);

export const window: Frame = {
  app: 'Parallax',
  noOutlet: 'وسيلة الإعلام غير مذكورة',
  noLanguage: 'اللغة غير معروفة',

  search: {
    label: 'البحث في المكتبة',
    placeholder: 'ابحث بالمعنى أو بالكلمات أو بـ"عبارة حرفية"',
    placeholderEmpty: 'لا شيء للبحث فيه بعد',
    clear: 'مسح البحث',
    filters: 'المرشحات المستخدمة',
    removeFilter: (what) => `إزالة المرشح ${apart(what)}`,
    chip: (kind, value) => (kind === 'phrase' ? quoted(value) : [chipWords[kind] ?? kind, apart(value)].filter((word) => word !== '').join(' ')),
    results: 'النتائج',
    articles: 'المقالات',
    searching: 'جارٍ البحث…',
    count: (nPassages, nArticles, nOutlets) =>
      [passages(nPassages), `في ${ofArticles(nArticles)}`, nOutlets > 0 ? `· ${outlets(nOutlets)}` : ''].filter((part) => part !== ''),
    noneClose: 'لا مقاطع',
    countTop: (nShown, nTotal) => `${count(nShown)} من ${ofPassages(nTotal)}`,
    countArticles: articles,
    wordsOnly: 'بالكلمات فقط',
    wordsOnlyWhy: 'قورنت الكلمات وحدها؛ البحث بالمعنى ليس جاهزًا.',
    sort: 'الترتيب',
    sorts: { relevance: 'الصلة', newest: 'الأحدث', oldest: 'الأقدم' },
    copies,
    moreCopies: (n) => `عرض ${noun('نسخة أخرى', 'نسختين أخريين', 'نسخ أخرى', 'نسخة أخرى', 'نسخة أخرى')(n)}`,
    copiesOf: 'نسخ هذا المقطع',
    didYouMean: { before: 'هل تقصد', after: '؟' },
    notes: 'كيف فُهم الطلب',
    nothingClose: 'لا شيء قريب من ذلك',
    nothingCloseWhy: 'لا يقول ذلك أي مقطع في هذه المكتبة، ولا ما يقاربه. قد تفيد كلمات أخرى أو مرشحات أقل.',
    inHeadlines: 'وُجد في العناوين',
    inHeadlinesWhy: 'لا يقول ذلك أي مقطع، لكن الكلمات واردة في عناوين هذه المقالات.',
    newHits: (n) => `${count(n)} جديد`,
    newHitsWhy: (n) => `عرض ${newPassages(n)} في الأثناء`,
    nothingCloseWordsWhy: 'لا ترد هذه الكلمات في أي مقطع من هذه المكتبة. قد تفيد كلمات أقل أو أخرى أو مرشحات أقل.',
    inLanguage: (language) => `لغة هذه المقالة: ${language}`,
    showLoose: (n) => `عرض ${loosePassages(n)}`,
    hideLoose: 'إخفاء المقاطع ذات الصلة البعيدة',
    failed: 'لم ينجح البحث',
    again: 'إعادة المحاولة',
    noArticles: 'لا مقالات هنا',
    noArticlesWhy: 'لا شيء في هذه المكتبة من وسيلة الإعلام هذه.',
    newestFirst: 'الأحدث أولًا',
  },

  side: {
    nav: 'المكتبة',
    search: 'البحث',
    articles: 'المقالات',
    outlets: 'وسائل الإعلام',
    languages: 'اللغات',
    narrowTo: (name, n) => `${apart(name)} فقط، ${articles(n)}`,
    showAll: (n) => `كل وسائل الإعلام (${count(n)})`,
    showFewer: 'وسائل إعلام أقل',
    add: 'إضافة',
    files: 'إضافة ملفات…',
    folder: 'إضافة مجلد…',
    passages,
  },

  job: {
    label: 'الاستيراد',
    looking: 'جارٍ البحث عن الملفات',
    reading: (n) => `جارٍ قراءة ${ofFiles(n)}`,
    embedding: 'جارٍ إعداد البحث بالمعنى',
    paused: 'الاستيراد متوقف مؤقتًا',
    cancelled: 'أُوقف الاستيراد',
    done: (n) => (n === 0 ? 'لا جديد يضاف' : `أضيفت ${articles(n)}`),
    files: (done, all) => `${count(done)} من ${ofFiles(all)}`,
    passages: (done, all) => `${count(done)} من ${ofPassages(all)}`,
    page: (name, page, all) => `${apart(name)}، الصفحة ${count(page)} من ${count(all)} بالتعرف على النص`,
    scansWait: noun('مسح ضوئي واحد في الانتظار', 'مسحان ضوئيان في الانتظار', 'مسوح ضوئية في الانتظار', 'مسحًا ضوئيًا في الانتظار', 'مسح ضوئي في الانتظار'),
    summary: (p) =>
      [
        p.phase === 'cancelled' ? `بقيت ${articles(p.nImported)}` : '',
        p.nPassages > 0 ? passages(p.nPassages) : '',
        p.nRemoved > 0 ? following.removed(p.nRemoved) : '',
        p.nUnchanged > 0 && !p.isFollowing ? `${count(p.nUnchanged)} هنا من قبل` : '',
        p.nSkipped > 0 && !p.isFollowing ? `تُركت ملفات أخرى: ${count(p.nSkipped)}` : '',
      ].filter((part) => part !== '').join(' · '),
    pause: 'إيقاف مؤقت',
    resume: 'متابعة',
    cancel: 'إيقاف',
    dismiss: 'إخفاء',
    problems: noun('مشكلة واحدة', 'مشكلتان', 'مشكلات', 'مشكلة', 'مشكلة'),
    next: 'الخطوة التالية',
    retry: 'إعادة المحاولة لهذه الملفات',
    close: 'إغلاق',
  },

  reader: {
    label: 'المقالة',
    by: 'بقلم',
    furnitureHidden: (n, summary) => `حواشي الصفحة مخفية، ${blocks(n)}${summary === '' ? '' : `: ${summary}`}`,
    furnitureShown: (n) => `حواشي الصفحة معروضة باهتة، ${blocks(n)}`,
    show: 'عرض',
    hide: 'إخفاء',
    furnitureKind: (code) => furnitureKinds[code] ?? code,
    receipt: 'كيف قُرئ هذا',
    receiptWords: 'الكلمات',
    receiptWordsValue: (kept, dropped) => `${count(kept)} محفوظة، ${count(dropped)} نُحّيت بوصفها حواشي`,
    receiptFormat: 'الصيغة',
    receiptFile: 'الملف',
    receiptNames: { format: 'الصيغة', encoding: 'الترميز', title: 'العنوان', outlet: 'وسيلة الإعلام', authors: 'الكتّاب', published: 'النشر', language: 'اللغة', address: 'العنوان الشبكي', note: 'ملاحظة' },
    receiptSources: {
      'json-ld': 'JSON-LD', opengraph: 'OpenGraph', meta: 'بيانات وصفية', markup: 'ترميز الصفحة', dateline: 'سطر التاريخ', 'first lines': 'السطور الأولى',
      'file properties': 'خصائص الملف', 'file name': 'اسم الملف', detected: 'مكتشف', 'by you': 'منك',
    },
    back: 'السابق',
    forward: 'التالي',
    remove: 'إزالة',
    removeLabel: 'إزالة هذه المقالة من المكتبة',
    removed: (title) => `أزيلت ${quoted(title)}`,
    removedMany: (n) => `أزيلت ${articles(n)}`,
    idle: 'اعثر على جملة وانظر من يقولها أيضًا',
    idleWhy: 'اختر مقطعًا من القائمة، أو ابدأ بجملة من مقالاتك.',
    failed: 'تعذر فتح هذه المقالة',
    here: 'المقطع الذي وُجد',
    loading: 'جارٍ الفتح…',
  },

  elsewhere: {
    label: 'لدى الآخرين',
    outlets,
    idle: 'أثناء القراءة تظهر هنا مقاطع من مقالات أخرى تقول الشيء نفسه.',
    none: 'لا تقول ذلك أي مقالة أخرى في هذه المكتبة.',
    noneSelection: 'لا تقول أي مقالة أخرى في هذه المكتبة ما حددته.',
    selection: 'لما حددته',
    clearSelection: 'العودة إلى المقطع الذي تقرؤه',
    wordsOnly: 'أمكنت مقارنة الكلمات وحدها؛ البحث بالمعنى ليس جاهزًا.',
    outside: (language) =>
      `لم يُصنع نموذج اللغة لهذه اللغة (${language})، ولذلك لا يقارَن هنا شيء بالمعنى. ومع ذلك تُذكر المقالات التي تكرر هذا حرفيًا؛ واللغات التي يعرفها مذكورة في الإعدادات، في «النموذج».`,
    repeat: (n) => (n === 1 ? ' تكرر هذا المقطع.' : ' تكرر هذا المقطع.'),
    failed: 'تعذرت مقارنة المقالات الأخرى.',
  },

  empty: {
    title: 'أفلت المقالات هنا',
    line1: 'صفحات ويب وملفات PDF ووورد وكتب إلكترونية وبريد ونص عادي.',
    line2: 'تبقى حيث هي، ولا يغادر شيء هذا الحاسوب.',
    what: 'يعثر Parallax على المقاطع بمعناها، ويبيّن من يقول الشيء نفسه.',
    files: 'اختيار ملفات…',
    folder: 'اختيار مجلد…',
    sample: 'تجربة المكتبة المثال',
    watch: 'أو راقب مجلدًا، فتواكبه المكتبة',
    working: 'جارٍ قراءة مقالاتك',
    workingWhy: 'تظهر أولاها بعد لحظة.',
  },

  drop: {
    title: (n) => (n > 0 ? `أفلت لإضافة ${noun('عنصر واحد', 'عنصرين', 'عناصر', 'عنصرًا', 'عنصر')(n)}` : 'أفلت لإضافتها'),
    notNow: 'لا يمكن إضافة شيء الآن',
  },

  notice: {
    loading: 'البحث بالمعنى قيد الإعداد؛ والبحث بالكلمات يعمل منذ الآن.',
    readOnly: 'هذه المكتبة مفتوحة للقراءة فقط.',
    dismiss: 'إخفاء هذا التنبيه',
  },

  library: {
    menu: (name) => `المكتبة ${apart(name)}`,
    where: 'مكانها',
    holds: 'محتواها',
    holdsValue: (nArticles, nPassages) => `${articles(nArticles)}، ${passages(nPassages)}`,
    pending: (n) => `لا تُوجد حتى الآن إلا بالكلمات: ${passages(n)}`,
    model: 'النموذج',
    modelLoading: 'قيد التحميل',
    modelMissing: 'غير متاح',
    textSize: 'حجم النص',
    smaller: 'نص أصغر',
    larger: 'نص أكبر',
    normal: 'حجم النص المعتاد',
    keys: 'كل المفاتيح…',
    palette: 'كل الأوامر…',
  },

  theme: { light: 'فاتح', dark: 'داكن', system: 'مثل النظام', toggle: (now) => `المظهر: ${now}. تغيير` },
  tabs: { label: 'الأجزاء', list: 'النتائج', reader: 'المقالة', elsewhere: 'لدى الآخرين' },
  toast: { dismiss: 'إخفاء', failed: 'لم ينجح ذلك' },
  label: (label) => labels[label],
  andMore: (n) => ` و${count(n)} غيرها`,
  cited: (words, source, file) => `${quoted(words)}\n— ${source.map(apart).join('، ')}. الملف ${apart(file)}`,
  quoted,

  why: reasonIn({
    sameWords: 'يقول الشيء نفسه بالكلمات نفسها',
    reworded: ['يقول الشيء نفسه بكلمات أخرى', (shared) => `يقول الشيء نفسه، والمشترك: ${shared}`],
    near: ['قريب في المعنى دون كلمة مشتركة', (shared) => `قريب في المعنى، والمشترك: ${shared}`],
    mayBeNear: 'قد يكون قريبًا؛ لم يُصنع النموذج للغته',
    words: (shared) => `فيه الكلمات ${shared}`,
    headline: (words) => `في عنوانه ${words}`,
    filters: 'يستوفي المرشحات',
    alsoHeadline: (words) => `؛ وفي العنوان ${words}`,
  }, quoted, (n) => ` و${count(n)} غيرها`, '، '),

  /** Dialogs that the system draws. */
  system: {
    chooseFiles: 'اختر مقالات لإضافتها',
    chooseFolders: 'اختر مجلدات مقالات لإضافتها',
    chooseWatched: 'اختر مجلدات لمراقبتها',
    chooseCopy: 'اختر مكان النسخة',
    chooseLibrary: 'اختر مكتبة',
    chooseEmpty: 'اختر مجلدًا فارغًا للمكتبة الجديدة',
    saveAs: 'حفظ بصيغة {form}',
    replaceTitle: 'استبدال الملف؟',
    replaceAsk: '«{file}» موجود من قبل. أتكتب فوقه؟',
    replace: 'استبدال',
    cancel: 'إلغاء',
    edit: 'تحرير',
  },

  when: { sameDay: 'في اليوم نفسه', nextDay: 'في اليوم التالي', dayBefore: 'في اليوم السابق' },
  left: {
    almost: 'يكاد ينتهي',
    seconds: (n) => `بقي ${count(n)} ث`,
    aMinute: 'بقيت دقيقة تقريبًا',
    minutes: (n) => `بقي نحو ${count(n)} د`,
    hours: (n, minutes) => `بقي نحو ${inHours(n, minutes)}`,
  },
  takes: {
    seconds: (n) => `${count(n)} ث`,
    aMinute: 'دقيقة تقريبًا',
    minutes: (n) => `نحو ${count(n)} د`,
    hours: (n, minutes) => `نحو ${inHours(n, minutes)}`,
  },

  keyNames: { mod: 'Ctrl', alt: 'Alt', shift: 'Shift', enter: 'Enter', escape: 'Esc', backspace: 'Backspace', delete: 'Delete' },
};
