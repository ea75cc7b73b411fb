// Words of the desk itself in Arabic: help, legend, tour, panes, reading, columns, copying.
import type { CopyForm } from '../../ipc';
import type { Catalogue } from '../catalogue';
import { articles, count, noun } from './say';

const copyForms: Record<CopyForm, string> = {
  plain: 'الكلمات مع مصدرها', apa: 'مرجع، APA', chicago: 'مرجع، Chicago', mla: 'مرجع، MLA',
  harvard: 'مرجع، Harvard', markdown: 'Markdown', html: 'HTML',
};

export const desk: Catalogue['desk'] = {
  help: {
    title: 'المساعدة',
    contents: 'محتويات الدليل',
    search: 'البحث في الدليل',
    found: noun('موضع واحد', 'موضعان', 'مواضع', 'موضعًا', 'موضع'),
    none: 'لا ترد هذه الكلمات في الدليل.',
    inEnglish: 'الدليل متاح بالإنجليزية فقط.',
    legend: 'ما تعنيه العلامات',
    tour: 'عرض الجولة',
  },

  legend: {
    title: 'ما تعنيه العلامات',
    why: 'كل شكل ولون في النافذة كما يبدو.',
    open: 'ما تعنيه العلامات',
    labels: 'مدى قرب المقطع',
    label: {
      identical: 'يقول الشيء نفسه بالكلمات نفسها.',
      reworded: 'يقول الشيء نفسه بكلمات أخرى.',
      sameSubject: 'يتحدث عن الأمر نفسه دون أن يقول الشيء نفسه.',
      looselyRelated: 'قريب، لكنه قد يكون عن أمر آخر.',
      words: 'فيه كلمات مشتركة؛ ولا يُعرف شيء عن معناه.',
    },
    colours: 'علامات في النص',
    sample: { word: 'أصفر', mean: 'أزرق فاتح', differs: 'صدئي', highlight: 'سطر ملوّن' },
    word: 'كلمة بحثت عنها.',
    mean: 'الجملة الأقرب في المعنى إلى ما بحثت عنه.',
    differs: 'ما تقوله وسيلة إعلام أخرى على نحو مختلف: عدد أو اسم أو تاريخ أو نفي.',
    here: 'شريط أزرق بجانب النص: المقطع الذي جئت من أجله.',
    looking: 'شريط رمادي: المقطع الذي تقرؤه؛ ويبيّن «لدى الآخرين» من يقوله أيضًا. انقر غيره لنقله.',
    highlight: 'كلمات ظللتها باللون الذي اخترته.',
    unread: 'نقطة زرقاء في قائمة: مقالة لم تفتحها بعد.',
    stories: 'في القصص',
    origin: 'للمقالات ذات الحرف الواحد مصدر واحد: تكرر وكالة أو يكرر بعضها بعضًا. وتُعدّ صوتًا واحدًا.',
    origins: 'هذا العدد من الأصوات التي لا يأتي بعضها من بعض بقدر ما تُظهره المقالات. وقد تكون أكثر: فليست كل مقالة تذكر من أين لها وقائعها.',
  },

  tour: {
    label: 'جولة أولى',
    step: (n, of) => `${count(n)} من ${count(of)}`,
    next: 'التالي',
    back: 'السابق',
    done: 'ابدأ',
    skip: 'تخطٍّ',
    cards: {
      find: { title: 'اعثر على جملة تكاد تنساها', text: 'اكتب في الحقل أعلاه كلمات أو سؤالًا كاملًا أو جملة. تُوجد أيضًا المقاطع التي تقول الشيء نفسه بكلمات أخرى؛ ويذكر كل منها سبب وجوده.' },
      sides: { title: 'انظر من يقولها أيضًا', text: 'افتح مقطعًا وتابع القراءة. يتبع «لدى الآخرين» في الجانب عينيك: من يكرره ومن يقوله على نحو آخر. وتعرض «القصص» كل جوانب الحدث.' },
      keep: { title: 'احفظ ما تعثر عليه', text: 'حدد كلمات: H يظللها، وC ينسخها مع مصدرها. وT يضع وسمًا على المقالة. وCtrl Z يتراجع عن كل ما فعلته.' },
      quiet: { title: 'كل شيء يبقى هنا', text: 'لا حساب ولا شبكة: تبقى ملفاتك حيث هي ولا يغادر شيء هذا الحاسوب. Ctrl P يجد كل أمر، وF1 يفتح الدليل.' },
    },
  },

  panes: { side: 'عرض الشريط الجانبي', list: 'عرض القائمة', elsewhere: 'عرض «لدى الآخرين»' },

  reading: {
    title: 'مظهر المقالات',
    font: 'الخط',
    fonts: { serif: 'مذيّل', sans: 'بسيط' },
    size: 'الحجم',
    width: 'طول السطر',
    widths: { narrow: 'قصير', normal: 'معتاد', wide: 'طويل' },
    spacing: 'التباعد',
    spacings: { tight: 'ضيق', normal: 'معتاد', loose: 'واسع' },
    paper: 'الورق',
    papers: { plain: 'أبيض', sepia: 'بني فاتح' },
    smaller: 'نص مقالة أصغر',
    larger: 'نص مقالة أكبر',
    reset: 'كما كان',
  },

  filters: { label: 'المرشحات السارية', clear: 'مسح الكل' },

  columns: {
    show: 'الأعمدة والترتيب',
    table: 'كجدول',
    columns: 'الأعمدة',
    names: { title: 'العنوان', outlet: 'وسيلة الإعلام', published: 'التاريخ', added: 'الإضافة', words: 'الكلمات', tags: 'الوسوم' },
    sort: 'الترتيب',
    up: 'تصاعديًا', down: 'تنازليًا',
    sortBy: (name) => `الترتيب حسب ${name}`,
    densities: { comfortable: 'الصفوف: مريحة', compact: 'الصفوف: متراصة' },
    unread: 'لم تُفتح بعد',
    nUnread: (n) => `${count(n)} غير مقروءة`,
    markAllRead: 'تعليم الكل كمقروء',
  },

  menu: {
    label: 'القائمة',
    menus: { add: 'المكتبة', find: 'البحث', read: 'المقالة', sides: 'القصص', keep: 'الحفظ', window: 'العرض', help: 'المساعدة' },
  },

  copy: {
    label: 'نسخ كـ',
    form: (form) => copyForms[form],
    action: (form) => `نسخ كـ: ${copyForms[form]}`,
    done: (form) => `نُسخ: ${copyForms[form]}`,
  },

  imported: (n, minutes) => `انتهى الاستيراد: أضيفت ${articles(n)} في ${noun('دقيقة واحدة', 'دقيقتين', 'دقائق', 'دقيقة', 'دقيقة')(minutes)}`,

  actions: {
    help: 'المساعدة: الدليل',
    legend: 'ما تعنيه العلامات',
    tour: 'عرض الجولة',
    sidebar: 'عرض الشريط الجانبي أو إخفاؤه',
    elsewhere: 'عرض «لدى الآخرين» أو إخفاؤه',
    resetPanes: 'الأجزاء كما كانت أولًا',
    reading: 'مظهر المقالات…',
    sepia: 'ورق بني فاتح أو أبيض',
    print: 'طباعة المقالة…',
    menu: 'فتح القائمة',
    table: 'المقالات كجدول أو كبطاقات',
    density: 'صفوف متراصة أو مريحة',
    markAllRead: 'تعليم كل المقالات كمقروءة',
  },
};
