// Words of what a reader keeps, in Russian: tags, notes, highlights, saved searches, exports; the
// way back, the bin, and the menu at the pointer.
import type { ChangeKindDto, ColourDto, ExportForm } from '../../ipc';
import type { Catalogue } from '../catalogue';
import { after, articles, count, highlights, inArticles, noun, ofArticles, passages, quoted } from './say';

const colours: Record<ColourDto, string> = { yellow: 'Жёлтый', green: 'Зелёный', blue: 'Синий', pink: 'Розовый', purple: 'Лиловый' };
const inColour: Record<ColourDto, string> = { yellow: 'жёлтым', green: 'зелёным', blue: 'синим', pink: 'розовым', purple: 'лиловым' };

const forms: Record<ExportForm, [string, string]> = {
  markdown: ['Markdown', 'для чтения и заметок'],
  csv: ['CSV', 'для таблиц'],
  json: ['JSON', 'для программ'],
  cslJson: ['CSL-JSON', 'для Zotero и Pandoc'],
  bibtex: ['BibTeX', 'для LaTeX'],
  ris: ['RIS', 'для библиографических программ'],
};

const kind: Record<ChangeKindDto, string> = {
  removal: 'Удаление', restoration: 'Возвращение', tags: 'Метки', note: 'Заметка', fields: 'Сведения', highlight: 'Выделение',
  savedSearch: 'Сохранённый поиск', askedSearches: 'Прежние поиски',
};

export const history: Catalogue['history'] = {
  undo: 'Отменить',
  redo: 'Повторить',
  undone: (what) => `${kind[what]}: отменено`,
  redone: (what) => `${kind[what]}: повторено`,
  nothingToUndo: 'Отменять нечего',
  nothingToRedo: 'Повторять нечего',
};

export const bin: Catalogue['bin'] = {
  name: 'Корзина',
  title: 'Корзина',
  why: 'Убранные статьи ждут здесь 30 дней вместе с вашими метками, заметками и выделениями. Ваши файлы никогда не трогаются.',
  none: 'Корзина пуста.',
  removedAt: (when) => `убрано ${when}`,
  restore: 'Вернуть',
  restoreOf: (title) => `Вернуть ${quoted(title)}`,
  restoreAll: 'Вернуть все',
  restored: (n) => (n === 1 ? 'Она снова в библиотеке' : `Снова в библиотеке: ${articles(n)}`),
  empty: 'Очистить корзину…',
  ask: (n) => `Удалить ${noun('статью', 'статьи', 'статей')(n)} навсегда? Это нельзя отменить. Файлы остаются.`,
  yes: 'Удалить навсегда',
  no: 'Оставить',
  emptied: (n) => `Удалено навсегда: ${articles(n)}`,
  close: 'Закрыть',
};

export const menu: Catalogue['menu'] = {
  label: 'Что здесь можно сделать',
  copy: 'Копировать',
  search: 'Искать эти слова',
  open: 'Открыть',
  story: 'Показать её сюжет',
  compare: 'Сравнить с…',
  cite: 'Копировать фрагмент с источником',
  tag: 'Добавить метку…',
  original: 'Открыть исходный файл',
  folder: 'Показать файл в его папке',
  remove: 'Убрать из библиотеки',
};

export const keep: Catalogue['keep'] = {
  colour: (colour) => colours[colour],

  bar: {
    label: 'Выбранный текст',
    labelHighlight: 'Выделение',
    highlight: (colour) => `Выделить ${inColour[colour]}`,
    recolour: (colour) => `Сделать ${inColour[colour]}`,
    note: 'Заметка',
    cite: 'Копировать с источником',
    citeLabel: 'Копировать слова с их источником',
    elsewhere: 'У других',
    elsewhereLabel: 'Найти это в других статьях',
    remove: 'Убрать',
    removeLabel: 'Убрать это выделение',
    noteLabel: 'Заметка к этому выделению',
    notePlaceholder: 'Что вы об этом думаете?',
    save: 'Сохранить',
    cancel: 'Отмена',
  },

  done: {
    highlighted: 'Выделено',
    removed: 'Выделение убрано',
    recoloured: 'Цвет изменён',
    noted: 'Заметка сохранена',
    edited: 'Изменения сохранены',
    tagged: (tag) => `Добавлена метка ${quoted(tag)}`,
    taggedAll: (tag, n) => `Метка ${quoted(tag)} добавлена ${after('статье', 'статьям')(n)}`,
    untagged: (tag) => `Метка ${quoted(tag)} убрана`,
    copied: 'Скопировано с источником',
    copiedText: 'Скопировано',
    saved: (name) => `Поиск ${quoted(name)} сохранён`,
    renamed: (name) => `Сохранённый поиск теперь называется ${quoted(name)}`,
    unsaved: (name) => `Сохранённый поиск ${quoted(name)} убран`,
    forgotten: 'Прежние поиски забыты',
    written: (file) => `Записано: \`${file}\``,
    exported: (file, nArticles, nExcerpts) => `Записано в \`${file}\`: ${articles(nArticles)}${nExcerpts > 0 ? ` и ${passages(nExcerpts)}` : ''}`,
  },

  article: {
    edit: 'Изменить',
    editLabel: 'Изменить заголовок, издание, дату, авторов, метки и заметку',
    more: '···',
    moreLabel: 'Ещё действия с этой статьёй',
    original: 'Открыть исходный файл',
    folder: 'Показать файл в его папке',
    find: 'Найти в этой статье',
    cite: 'Копировать этот фрагмент с источником',
    exportWhy: 'Источник и ваши выделения:',
    exportPassageWhy: 'Источник, найденный фрагмент, ваши выделения:',
    exportAs: (form) => `Экспортировать как ${form}`,
    remove: 'Убрать из библиотеки',
    outline: 'Содержание',
    tags: 'Метки',
    addTag: 'Добавить метку',
    addTagMore: 'Добавить метку…',
    removeTag: (tag) => `Убрать метку ${tag}`,
    showTag: (tag) => `Показать статьи с меткой ${tag}`,
    note: 'Ваша заметка',
    highlights: 'Выделения',
    changed: 'Слова здесь с тех пор изменились.',
    lost: 'Место потеряно: этих слов больше нет в файле.',
    show: 'Показать в тексте',
    editNote: 'Изменить заметку',
    addNote: 'Добавить заметку',
  },

  picks: {
    label: 'Отмеченные статьи',
    count: (n) => `Отмечено: ${count(n)}`,
    picked: 'Отмечена',
    tag: 'Метка',
    tagLabel: 'Добавить метку отмеченным статьям',
    tagField: (n) => `Метка для ${ofArticles(n)}`,
    tagSave: 'Добавить',
    export: 'Экспортировать отмеченные статьи с выделениями',
    remove: 'Убрать',
    removeLabel: 'Убрать отмеченные статьи из библиотеки',
    clear: 'Снять отметки',
  },

  form: {
    label: 'Изменить эту статью',
    title: 'Заголовок',
    outlet: 'Издание',
    authors: 'Авторы',
    authorsHint: 'по одному в строке',
    published: 'Дата',
    publishedHint: 'как 2031-01-31',
    tags: 'Метки',
    tagsHint: 'через запятую',
    note: 'Заметка',
    save: 'Сохранить',
    cancel: 'Отмена',
    read: (value) => (value === '' ? 'В файле этого нет.' : `В файле: ${quoted(value)}.`),
    useRead: 'Взять это',
    useReadLabel: (field) => `Взять из файла: ${field.toLowerCase()}`,
    why: 'Сам файл остаётся как есть; прочитанное из него можно вернуть.',
  },

  find: {
    label: 'Найти в этой статье',
    placeholder: 'Найти в этой статье',
    count: (at, n) => (n === 0 ? 'Не найдено' : `${count(at)} из ${count(n)}`),
    next: 'Следующее совпадение',
    previous: 'Предыдущее совпадение',
    close: 'Закрыть',
  },

  side: {
    highlights: 'Выделения',
    tags: 'Метки',
    showAllTags: (n) => `Все метки (${count(n)})`,
    fewerTags: 'Меньше меток',
    narrowTo: (name, n) => `Только с меткой ${name}, ${articles(n)}`,
    saved: 'Сохранённые поиски',
    runSaved: (query) => `Искать ${query}`,
    renameSaved: (name) => `Переименовать сохранённый поиск ${name}`,
    nameOf: (name) => `Название сохранённого поиска ${name}`,
    removeSaved: (name) => `Убрать сохранённый поиск ${name}`,
  },

  search: {
    save: 'Сохранить этот поиск',
    unsave: 'Убрать из сохранённых поисков',
    history: 'Прежние поиски',
    forget: (query) => `Забыть поиск ${query}`,
    forgetAll: 'Забыть все',
  },

  list: {
    label: 'Выделения',
    count: (n, nArticles) => (n === 0 ? 'Нет выделений' : `${highlights(n)} в ${inArticles(nArticles)}`),
    filter: 'Только этот цвет',
    all: 'Все цвета',
    tag: 'Метка',
    allTags: 'Любая метка',
    none: 'Пока ничего не выделено',
    noneWhy: 'Выберите слова в статье и цвет или нажмите H при чтении.',
    noneHere: 'Таких выделений нет',
    noneHereWhy: 'Выберите другой цвет или другую метку.',
  },

  export: {
    hits: 'Экспортировать найденное',
    highlights: 'Экспортировать эти выделения',
    articles: 'Экспортировать эти статьи с выделениями',
    article: 'Экспортировать эту статью с выделениями',
    as: (form) => forms[form][0],
    what: (form) => forms[form][1],
  },
};
