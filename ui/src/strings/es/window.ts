// Words of the window's frame in Spanish: search, sidebar, import, reader, notices, dates.
import type { LabelDto } from '../../ipc';
import type { Frame } from '../catalogue';
import { reasonIn } from '../tools';
import { articles, blocks, copies, count, files, noun, outlets, passages, quoted } from './say';
import { following } from './work';

const labels: Record<LabelDto, string> = {
  identical: 'idéntico', reworded: 'reformulado', sameSubject: 'mismo tema', looselyRelated: 'relación lejana', words: 'palabras en común',
};

const chipWords: Record<string, string> = {
  outlet: '', author: 'de', lang: 'en', format: 'formato', after: 'después del', before: 'antes del',
  phrase: 'exactamente', without: 'sin', tag: 'etiqueta', title: 'titular', quoted: 'citado', by: 'dicho por', has: 'con', on: 'el', in: 'periodo',
  condition: '',
};

const furnitureKinds: Record<string, string> = {
  navigation: 'navegación', appeal: 'petición de donativos', advertising: 'publicidad', 'more links': 'enlaces a otras páginas',
  sharing: 'botones para compartir', notice: 'aviso', 'photo credit': 'crédito de la foto', byline: 'firma, repetida',
  repeated: 'repetido en otras páginas', address: 'dirección web', 'outside article': 'fuera del artículo',
};

const inHours = (n: number, minutes: number): string => (minutes === 0 ? `${count(n)} h` : `${count(n)} h ${count(minutes)} min`);

export const window: Frame = {
  app: 'Parallax',
  noOutlet: 'Medio no indicado',
  noLanguage: 'Idioma desconocido',

  search: {
    label: 'Buscar en la biblioteca',
    placeholder: 'Buscar por significado, palabras o "frase exacta"',
    placeholderEmpty: 'Aún no hay nada que buscar',
    clear: 'Borrar la búsqueda',
    filters: 'Filtros en uso',
    removeFilter: (what) => `Quitar el filtro ${what}`,
    chip: (kind, value) => (kind === 'phrase' ? quoted(value) : [chipWords[kind] ?? kind, value].filter((word) => word !== '').join(' ')),
    results: 'Resultados',
    articles: 'Artículos',
    searching: 'Buscando…',
    count: (nPassages, nArticles, nOutlets) =>
      [passages(nPassages), `en ${articles(nArticles)}`, nOutlets > 0 ? `· ${outlets(nOutlets)}` : ''].filter((part) => part !== ''),
    noneClose: 'Ningún pasaje',
    countTop: (nShown, nTotal) => `${count(nShown)} de ${passages(nTotal)}`,
    countArticles: articles,
    wordsOnly: 'solo palabras',
    wordsOnlyWhy: 'Solo se han comparado las palabras; la búsqueda por significado no está lista.',
    sort: 'Orden',
    sorts: { relevance: 'Relevancia', newest: 'Más recientes', oldest: 'Más antiguos' },
    copies,
    moreCopies: (n) => `Mostrar ${noun('copia más', 'copias más')(n)}`,
    copiesOf: 'Copias de este pasaje',
    didYouMean: { before: '¿Quiso decir', after: '?' },
    notes: 'Cómo se ha entendido la consulta',
    nothingClose: 'Nada parecido',
    nothingCloseWhy: 'Ningún pasaje de esta biblioteca lo dice, ni dice algo cercano. Otras palabras pueden ayudar, o menos filtros.',
    inHeadlines: 'Encontrado en titulares',
    inHeadlinesWhy: 'Ningún pasaje lo dice, pero los titulares de estos artículos contienen las palabras.',
    newHits: noun('nuevo', 'nuevos'),
    newHitsWhy: (n) => `Mostrar ${noun('pasaje nuevo llegado', 'pasajes nuevos llegados')(n)} entretanto`,
    nothingCloseWordsWhy: 'Ningún pasaje de esta biblioteca contiene estas palabras. Menos palabras u otras pueden ayudar, o menos filtros.',
    inLanguage: (language) => `Este artículo está en ${language}`,
    showLoose: (n) => `Mostrar ${noun('pasaje con relación lejana', 'pasajes con relación lejana')(n)}`,
    hideLoose: 'Ocultar los pasajes con relación lejana',
    failed: 'La búsqueda no ha funcionado',
    again: 'Intentar de nuevo',
    noArticles: 'No hay artículos aquí',
    noArticlesWhy: 'Nada en esta biblioteca procede de este medio.',
    newestFirst: 'Más recientes primero',
  },

  side: {
    nav: 'Biblioteca',
    search: 'Búsqueda',
    articles: 'Artículos',
    outlets: 'Medios',
    languages: 'Idiomas',
    narrowTo: (name, n) => `Solo ${name}, ${articles(n)}`,
    showAll: (n) => `Los ${count(n)} medios`,
    showFewer: 'Menos medios',
    add: 'Añadir',
    files: 'Añadir archivos…',
    folder: 'Añadir una carpeta…',
    passages,
  },

  job: {
    label: 'Importación',
    looking: 'Buscando archivos',
    reading: (n) => `Leyendo ${files(n)}`,
    embedding: 'Preparando la búsqueda por significado',
    paused: 'Importación en pausa',
    cancelled: 'Importación detenida',
    done: (n) => (n === 0 ? 'Nada nuevo que añadir' : noun('artículo añadido', 'artículos añadidos')(n)),
    files: (done, all) => `${count(done)} de ${files(all)}`,
    passages: (done, all) => `${count(done)} de ${passages(all)}`,
    page: (name, page, all) => `${name}, página ${count(page)} de ${count(all)} por reconocimiento de texto`,
    scansWait: noun('escaneo en espera', 'escaneos en espera'),
    summary: (p) =>
      [
        p.phase === 'cancelled' ? noun('artículo conservado', 'artículos conservados')(p.nImported) : '',
        p.nPassages > 0 ? passages(p.nPassages) : '',
        p.nRemoved > 0 ? following.removed(p.nRemoved) : '',
        p.nUnchanged > 0 && !p.isFollowing ? `${count(p.nUnchanged)} ya estaban aquí` : '',
        p.nSkipped > 0 && !p.isFollowing ? noun('otro archivo omitido', 'otros archivos omitidos')(p.nSkipped) : '',
      ].filter((part) => part !== '').join(' · '),
    pause: 'Pausar',
    resume: 'Continuar',
    cancel: 'Detener',
    dismiss: 'Ocultar',
    problems: noun('problema', 'problemas'),
    next: 'Siguiente paso',
    retry: 'Intentar de nuevo con estos archivos',
    close: 'Cerrar',
  },

  reader: {
    label: 'Artículo',
    by: 'por',
    furnitureHidden: (n, summary) => `Relleno de la página oculto, ${blocks(n)}${summary === '' ? '' : `: ${summary}`}`,
    furnitureShown: (n) => `Relleno de la página mostrado en tono tenue, ${blocks(n)}`,
    show: 'Mostrar',
    hide: 'Ocultar',
    furnitureKind: (code) => furnitureKinds[code] ?? code,
    receipt: 'Cómo se ha leído esto',
    receiptWords: 'Palabras',
    receiptWordsValue: (kept, dropped) => `${count(kept)} conservadas, ${count(dropped)} apartadas como relleno`,
    receiptFormat: 'Formato',
    receiptFile: 'Archivo',
    receiptNames: { format: 'formato', encoding: 'codificación', title: 'título', outlet: 'medio', authors: 'autores', published: 'publicado', language: 'idioma', address: 'dirección', note: 'nota' },
    receiptSources: {
      'json-ld': 'JSON-LD', opengraph: 'OpenGraph', meta: 'metadatos', markup: 'marcado', dateline: 'línea de fecha', 'first lines': 'primeras líneas',
      'file properties': 'propiedades del archivo', 'file name': 'nombre del archivo', detected: 'detectado', 'by you': 'por usted',
    },
    back: 'Atrás',
    forward: 'Adelante',
    remove: 'Quitar',
    removeLabel: 'Quitar este artículo de la biblioteca',
    removed: (title) => `${quoted(title)} se ha quitado`,
    removedMany: noun('artículo quitado', 'artículos quitados'),
    idle: 'Encuentre una frase y vea quién más la dice',
    idleWhy: 'Elija un pasaje de la lista, o empiece por una frase de sus propios artículos.',
    failed: 'No se ha podido abrir este artículo',
    here: 'El pasaje encontrado',
    loading: 'Abriendo…',
  },

  elsewhere: {
    label: 'En otros',
    outlets,
    idle: 'Mientras lee, aquí aparecen pasajes de otros artículos que dicen lo mismo.',
    none: 'Ningún otro artículo de esta biblioteca dice esto.',
    noneSelection: 'Ningún otro artículo de esta biblioteca dice lo que ha seleccionado.',
    selection: 'Para su selección',
    clearSelection: 'Volver al pasaje que está leyendo',
    wordsOnly: 'Solo se han podido comparar las palabras; la búsqueda por significado no está lista.',
    outside: (language) =>
      `El modelo de lenguaje no se hizo para este idioma (${language}), así que aquí no se compara nada por significado. Los artículos que lo repiten palabra por palabra se nombran igualmente; en los ajustes, en Modelo, se ve qué idiomas conoce.`,
    repeat: (n) => (n === 1 ? ' repite este pasaje.' : ' repiten este pasaje.'),
    failed: 'No se han podido comparar los otros artículos.',
  },

  empty: {
    title: 'Suelte artículos aquí',
    line1: 'Páginas web, PDF, documentos de Word y libros electrónicos, correo, texto sin formato.',
    line2: 'Se quedan donde están, y nada sale de este ordenador.',
    what: 'Parallax encuentra pasajes por lo que significan, y muestra quién más dice lo mismo.',
    files: 'Elegir archivos…',
    folder: 'Elegir una carpeta…',
    sample: 'Probar la biblioteca de ejemplo',
    watch: 'O seguir una carpeta, y la biblioteca se mantiene al día con ella',
    working: 'Leyendo sus artículos',
    workingWhy: 'Los primeros aparecen en un momento.',
  },

  drop: {
    title: (n) => (n > 0 ? `Suelte para añadir ${noun('elemento', 'elementos')(n)}` : 'Suelte para añadirlos'),
    notNow: 'Ahora no se puede añadir nada',
  },

  notice: {
    loading: 'La búsqueda por significado se está preparando; la búsqueda por palabras ya funciona.',
    readOnly: 'Esta biblioteca está abierta solo para lectura.',
    dismiss: 'Ocultar este aviso',
  },

  library: {
    menu: (name) => `Biblioteca ${name}`,
    where: 'Está en',
    holds: 'Contiene',
    holdsValue: (nArticles, nPassages) => `${articles(nArticles)}, ${passages(nPassages)}`,
    pending: noun('pasaje que por ahora solo se encuentra por palabras', 'pasajes que por ahora solo se encuentran por palabras'),
    model: 'Modelo',
    modelLoading: 'cargando',
    modelMissing: 'no disponible',
    textSize: 'Tamaño del texto',
    smaller: 'Texto más pequeño',
    larger: 'Texto más grande',
    normal: 'Tamaño normal del texto',
    keys: 'Todas las teclas…',
    palette: 'Todas las acciones…',
  },

  theme: { light: 'Claro', dark: 'Oscuro', system: 'Como el sistema', toggle: (now) => `Aspecto: ${now}. Cambiar` },
  tabs: { label: 'Paneles', list: 'Resultados', reader: 'Artículo', elsewhere: 'En otros' },
  toast: { dismiss: 'Ocultar', failed: 'Eso no ha funcionado' },
  label: (label) => labels[label],
  andMore: (n) => ` y ${count(n)} más`,
  cited: (words, source, file) => `${quoted(words)}\n— ${source.join(', ')}. Archivo ${file}`,
  quoted,

  why: reasonIn({
    sameWords: 'dice lo mismo con las mismas palabras',
    reworded: ['dice lo mismo con otras palabras', (shared) => `dice lo mismo, en común: ${shared}`],
    near: ['cercano en significado, sin palabras en común', (shared) => `cercano en significado, en común: ${shared}`],
    mayBeNear: 'quizá cercano; el modelo no se hizo para su idioma',
    words: (shared) => `contiene las palabras ${shared}`,
    headline: (words) => `tiene ${words} en el titular`,
    filters: 'cumple los filtros',
    alsoHeadline: (words) => `; ${words} en el titular`,
  }, quoted, (n) => ` y ${count(n)} más`),

  /** Dialogs that the system draws. */
  system: {
    chooseFiles: 'Elegir artículos para añadir',
    chooseFolders: 'Elegir carpetas de artículos para añadir',
    chooseWatched: 'Elegir carpetas para seguir',
    chooseCopy: 'Elegir dónde va la copia',
    chooseLibrary: 'Elegir una biblioteca',
    chooseEmpty: 'Elegir una carpeta vacía para la nueva biblioteca',
    saveAs: 'Guardar como {form}',
    replaceTitle: '¿Reemplazar el archivo?',
    replaceAsk: '«{file}» ya existe. ¿Sobrescribirlo?',
    replace: 'Reemplazar',
    cancel: 'Cancelar',
    edit: 'Edición',
  },

  when: { sameDay: 'el mismo día', nextDay: 'al día siguiente', dayBefore: 'el día anterior' },
  left: {
    almost: 'casi listo',
    seconds: (n) => `quedan ${count(n)} s`,
    aMinute: 'queda un minuto aproximadamente',
    minutes: (n) => `quedan unos ${count(n)} min`,
    hours: (n, minutes) => `quedan unas ${inHours(n, minutes)}`,
  },
  takes: {
    seconds: (n) => `${count(n)} s`,
    aMinute: 'un minuto aproximadamente',
    minutes: (n) => `unos ${count(n)} min`,
    hours: (n, minutes) => `unas ${inHours(n, minutes)}`,
  },

  keyNames: { mod: 'Ctrl', alt: 'Alt', shift: 'Mayús', enter: 'Intro', escape: 'Esc', backspace: 'Retroceso', delete: 'Supr' },
};
