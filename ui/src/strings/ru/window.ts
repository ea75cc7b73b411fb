// Words of the window's frame in Russian: search, sidebar, import, reader, notices, dates.
import type { LabelDto } from '../../ipc';
import type { Frame } from '../catalogue';
import { reasonIn } from '../tools';
import { after, articles, blocks, copies, count, inArticles, noun, ofPassages, outlets, passages, quoted } from './say';
import { following } from './work';

const labels: Record<LabelDto, string> = {
  identical: 'дословно', reworded: 'другими словами', sameSubject: 'та же тема', looselyRelated: 'отдалённо связано', words: 'общие слова',
};

const chipWords: Record<string, string> = {
  outlet: '', author: 'автор', lang: 'язык:', format: 'формат', after: 'после', before: 'до',
  phrase: 'точно', without: 'без', tag: 'метка', title: 'заголовок', quoted: 'в цитате', by: 'сказал', has: 'есть', on: 'день', in: 'период',
  condition: '',
};

const furnitureKinds: Record<string, string> = {
  navigation: 'навигация', appeal: 'просьба о пожертвовании', advertising: 'реклама', 'more links': 'ссылки на другие страницы',
  sharing: 'кнопки «Поделиться»', notice: 'уведомление', 'photo credit': 'подпись к фото', byline: 'строка автора, повтор',
  repeated: 'повторяется на других страницах', address: 'веб-адрес', 'outside article': 'вне статьи',
};

const ofFiles = after('файла', 'файлов');
const inHours = (n: number, minutes: number): string => (minutes === 0 ? `${count(n)} ч` : `${count(n)} ч ${count(minutes)} мин`);

export const window: Frame = {
  app: 'Parallax',
  noOutlet: 'Издание не указано',
  noLanguage: 'Язык неизвестен',

  search: {
    label: 'Поиск по библиотеке',
    placeholder: 'Искать по смыслу, словам или "точной фразе"',
    placeholderEmpty: 'Искать пока нечего',
    clear: 'Очистить поиск',
    filters: 'Действующие фильтры',
    removeFilter: (what) => `Убрать фильтр ${what}`,
    chip: (kind, value) => (kind === 'phrase' ? quoted(value) : [chipWords[kind] ?? kind, value].filter((word) => word !== '').join(' ')),
    results: 'Результаты',
    articles: 'Статьи',
    searching: 'Идёт поиск…',
    count: (nPassages, nArticles, nOutlets) =>
      [passages(nPassages), `в ${inArticles(nArticles)}`, nOutlets > 0 ? `· ${outlets(nOutlets)}` : ''].filter((part) => part !== ''),
    noneClose: 'Нет фрагментов',
    countTop: (nShown, nTotal) => `${count(nShown)} из ${ofPassages(nTotal)}`,
    countArticles: articles,
    wordsOnly: 'только слова',
    wordsOnlyWhy: 'Сравнивались только слова; поиск по смыслу ещё не готов.',
    sort: 'Порядок',
    sorts: { relevance: 'По близости', newest: 'Сначала новые', oldest: 'Сначала старые' },
    copies,
    moreCopies: (n) => `Показать ещё ${copies(n)}`,
    copiesOf: 'Копии этого фрагмента',
    didYouMean: { before: 'Возможно, вы имели в виду', after: '?' },
    notes: 'Как понят запрос',
    nothingClose: 'Ничего близкого',
    nothingCloseWhy: 'Ни один фрагмент этой библиотеки не говорит этого или чего-то похожего. Могут помочь другие слова или меньше фильтров.',
    inHeadlines: 'Найдено в заголовках',
    inHeadlinesWhy: 'Ни один фрагмент этого не говорит, но эти слова есть в заголовках этих статей.',
    newHits: noun('новый', 'новых', 'новых'),
    newHitsWhy: (n) => `Показать ${noun('новый фрагмент', 'новых фрагмента', 'новых фрагментов')(n)} за это время`,
    nothingCloseWordsWhy: 'Ни в одном фрагменте этой библиотеки нет этих слов. Могут помочь другие слова, меньше слов или меньше фильтров.',
    inLanguage: (language) => `Язык этой статьи: ${language}`,
    showLoose: (n) => `Показать ${noun('отдалённо связанный фрагмент', 'отдалённо связанных фрагмента', 'отдалённо связанных фрагментов')(n)}`,
    hideLoose: 'Скрыть отдалённо связанные фрагменты',
    failed: 'Поиск не удался',
    again: 'Повторить',
    noArticles: 'Здесь нет статей',
    noArticlesWhy: 'В этой библиотеке нет ничего от этого издания.',
    newestFirst: 'Сначала новые',
  },

  side: {
    nav: 'Библиотека',
    search: 'Поиск',
    articles: 'Статьи',
    outlets: 'Издания',
    languages: 'Языки',
    narrowTo: (name, n) => `Только ${name}, ${articles(n)}`,
    showAll: (n) => `Все издания (${count(n)})`,
    showFewer: 'Меньше изданий',
    add: 'Добавить',
    files: 'Добавить файлы…',
    folder: 'Добавить папку…',
    passages,
  },

  job: {
    label: 'Импорт',
    looking: 'Ищем файлы',
    reading: (n) => `Чтение ${ofFiles(n)}`,
    embedding: 'Готовим поиск по смыслу',
    paused: 'Импорт приостановлен',
    cancelled: 'Импорт остановлен',
    done: (n) => (n === 0 ? 'Добавлять нечего' : `Добавлено: ${articles(n)}`),
    files: (done, all) => `${count(done)} из ${ofFiles(all)}`,
    passages: (done, all) => `${count(done)} из ${ofPassages(all)}`,
    page: (name, page, all) => `${name}, страница ${count(page)} из ${count(all)}, распознавание текста`,
    scansWait: noun('скан ждёт', 'скана ждут', 'сканов ждут'),
    summary: (p) =>
      [
        p.phase === 'cancelled' ? `сохранено: ${articles(p.nImported)}` : '',
        p.nPassages > 0 ? passages(p.nPassages) : '',
        p.nRemoved > 0 ? following.removed(p.nRemoved) : '',
        p.nUnchanged > 0 && !p.isFollowing ? `уже здесь: ${count(p.nUnchanged)}` : '',
        p.nSkipped > 0 && !p.isFollowing ? `пропущено других файлов: ${count(p.nSkipped)}` : '',
      ].filter((part) => part !== '').join(' · '),
    pause: 'Приостановить',
    resume: 'Продолжить',
    cancel: 'Остановить',
    dismiss: 'Скрыть',
    problems: noun('затруднение', 'затруднения', 'затруднений'),
    next: 'Что делать',
    retry: 'Повторить для этих файлов',
    close: 'Закрыть',
  },

  reader: {
    label: 'Статья',
    by: 'автор',
    furnitureHidden: (n, summary) => `Скрыто обрамление страницы, ${blocks(n)}${summary === '' ? '' : `: ${summary}`}`,
    furnitureShown: (n) => `Обрамление страницы показано бледно, ${blocks(n)}`,
    show: 'Показать',
    hide: 'Скрыть',
    furnitureKind: (code) => furnitureKinds[code] ?? code,
    receipt: 'Как это прочитано',
    receiptWords: 'Слова',
    receiptWordsValue: (kept, dropped) => `оставлено ${count(kept)}, отложено как обрамление ${count(dropped)}`,
    receiptFormat: 'Формат',
    receiptFile: 'Файл',
    receiptNames: { format: 'формат', encoding: 'кодировка', title: 'заголовок', outlet: 'издание', authors: 'авторы', published: 'дата', language: 'язык', address: 'адрес', note: 'примечание' },
    receiptSources: {
      'json-ld': 'JSON-LD', opengraph: 'OpenGraph', meta: 'метаданные', markup: 'разметка', dateline: 'строка с датой', 'first lines': 'первые строки',
      'file properties': 'свойства файла', 'file name': 'имя файла', detected: 'определено', 'by you': 'указано вами',
    },
    back: 'Назад',
    forward: 'Вперёд',
    remove: 'Убрать',
    removeLabel: 'Убрать эту статью из библиотеки',
    removed: (title) => `Убрано: ${quoted(title)}`,
    removedMany: (n) => `Убрано: ${articles(n)}`,
    idle: 'Найдите предложение и посмотрите, кто ещё это говорит',
    idleWhy: 'Выберите фрагмент из списка или начните с предложения из собственных статей.',
    failed: 'Не удалось открыть эту статью',
    here: 'Найденный фрагмент',
    loading: 'Открываем…',
  },

  elsewhere: {
    label: 'У других',
    outlets,
    idle: 'Пока вы читаете, здесь появляются фрагменты других статей, где говорится то же.',
    none: 'Ни в одной другой статье этой библиотеки этого нет.',
    noneSelection: 'Ни в одной другой статье этой библиотеки нет того, что вы выбрали.',
    selection: 'По вашему выбору',
    clearSelection: 'Вернуться к читаемому фрагменту',
    wordsOnly: 'Сравнить удалось только слова; поиск по смыслу ещё не готов.',
    outside: (language) =>
      `Языковая модель не рассчитана на этот язык (${language}), поэтому по смыслу здесь ничего не сравнивается. Статьи, которые повторяют это слово в слово, всё же названы; какие языки она знает, видно в настройках, в разделе «Модель».`,
    repeat: (n) => (n === 1 ? ' повторяет этот фрагмент.' : ' повторяют этот фрагмент.'),
    failed: 'Не удалось сравнить другие статьи.',
  },

  empty: {
    title: 'Перетащите статьи сюда',
    line1: 'Веб-страницы, PDF, документы Word и электронные книги, почта, простой текст.',
    line2: 'Они остаются на своих местах, и ничто не покидает этот компьютер.',
    what: 'Parallax находит фрагменты по их смыслу и показывает, кто ещё говорит то же.',
    files: 'Выбрать файлы…',
    folder: 'Выбрать папку…',
    sample: 'Открыть библиотеку-пример',
    watch: 'Или следить за папкой, и библиотека не отстанет от неё',
    working: 'Читаем ваши статьи',
    workingWhy: 'Первые появятся через мгновение.',
  },

  drop: {
    title: (n) => (n > 0 ? `Отпустите, чтобы добавить ${noun('объект', 'объекта', 'объектов')(n)}` : 'Отпустите, чтобы добавить'),
    notNow: 'Сейчас ничего нельзя добавить',
  },

  notice: {
    loading: 'Поиск по смыслу готовится; поиск по словам уже работает.',
    readOnly: 'Эта библиотека открыта только для чтения.',
    dismiss: 'Скрыть это сообщение',
  },

  library: {
    menu: (name) => `Библиотека ${name}`,
    where: 'Хранится в',
    holds: 'Содержит',
    holdsValue: (nArticles, nPassages) => `${articles(nArticles)}, ${passages(nPassages)}`,
    pending: (n) => `пока только по словам: ${passages(n)}`,
    model: 'Модель',
    modelLoading: 'загружается',
    modelMissing: 'недоступна',
    textSize: 'Размер текста',
    smaller: 'Мельче',
    larger: 'Крупнее',
    normal: 'Обычный размер текста',
    keys: 'Все клавиши…',
    palette: 'Все действия…',
  },

  theme: { light: 'Светлый', dark: 'Тёмный', system: 'Как в системе', toggle: (now) => `Вид: ${now}. Изменить` },
  tabs: { label: 'Области', list: 'Результаты', reader: 'Статья', elsewhere: 'У других' },
  toast: { dismiss: 'Скрыть', failed: 'Не получилось' },
  label: (label) => labels[label],
  andMore: (n) => ` и ещё ${count(n)}`,
  cited: (words, source, file) => `${quoted(words)}\n— ${source.join(', ')}. Файл ${file}`,
  quoted,

  why: reasonIn({
    sameWords: 'говорит то же теми же словами',
    reworded: ['говорит то же другими словами', (shared) => `говорит то же, общее: ${shared}`],
    near: ['близко по смыслу, без общих слов', (shared) => `близко по смыслу, общее: ${shared}`],
    mayBeNear: 'возможно, близко; модель не рассчитана на этот язык',
    words: (shared) => `есть слова ${shared}`,
    headline: (words) => `в заголовке ${words}`,
    filters: 'отвечает фильтрам',
    alsoHeadline: (words) => `; в заголовке ${words}`,
  }, quoted, (n) => ` и ещё ${count(n)}`),

  /** Dialogs that the system draws. */
  system: {
    chooseFiles: 'Выберите статьи для добавления',
    chooseFolders: 'Выберите папки со статьями',
    chooseWatched: 'Выберите папки, за которыми следить',
    chooseCopy: 'Выберите место для копии',
    chooseLibrary: 'Выберите библиотеку',
    chooseEmpty: 'Выберите пустую папку для новой библиотеки',
    saveAs: 'Сохранить как {form}',
    replaceTitle: 'Заменить файл?',
    replaceAsk: 'Файл «{file}» уже есть. Записать поверх?',
    replace: 'Заменить',
    cancel: 'Отмена',
    edit: 'Правка',
  },

  when: { sameDay: 'в тот же день', nextDay: 'на следующий день', dayBefore: 'днём раньше' },
  left: {
    almost: 'почти готово',
    seconds: (n) => `осталось ${count(n)} с`,
    aMinute: 'осталось около минуты',
    minutes: (n) => `осталось около ${count(n)} мин`,
    hours: (n, minutes) => `осталось около ${inHours(n, minutes)}`,
  },
  takes: {
    seconds: (n) => `${count(n)} с`,
    aMinute: 'около минуты',
    minutes: (n) => `около ${count(n)} мин`,
    hours: (n, minutes) => `около ${inHours(n, minutes)}`,
  },

  keyNames: { mod: 'Ctrl', alt: 'Alt', shift: 'Shift', enter: 'Enter', escape: 'Esc', backspace: 'Backspace', delete: 'Delete' },
};
