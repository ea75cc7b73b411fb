// Words of what a reader keeps, in Spanish: tags, notes, highlights, saved searches, exports; the
// way back, the bin, and the menu at the pointer.
import type { ChangeKindDto, ColourDto, ExportForm } from '../../ipc';
import type { Catalogue } from '../catalogue';
import { articles, count, highlights, noun, passages, quoted } from './say';

const colours: Record<ColourDto, string> = { yellow: 'Amarillo', green: 'Verde', blue: 'Azul', pink: 'Rosa', purple: 'Morado' };

const forms: Record<ExportForm, [string, string]> = {
  markdown: ['Markdown', 'para leer y tomar notas'],
  csv: ['CSV', 'para hojas de cálculo'],
  json: ['JSON', 'para programas'],
  cslJson: ['CSL-JSON', 'para Zotero y Pandoc'],
  bibtex: ['BibTeX', 'para LaTeX'],
  ris: ['RIS', 'para gestores de referencias'],
};

const kind: Record<ChangeKindDto, string> = {
  removal: 'Quitar', restoration: 'Recuperar', tags: 'Etiquetas', note: 'Nota', fields: 'Datos', highlight: 'Subrayado',
  savedSearch: 'Búsqueda guardada', askedSearches: 'Búsquedas anteriores',
};

export const history: Catalogue['history'] = {
  undo: 'Deshacer',
  redo: 'Rehacer',
  undone: (what) => `${kind[what]}: deshecho`,
  redone: (what) => `${kind[what]}: rehecho`,
  nothingToUndo: 'No hay nada que deshacer',
  nothingToRedo: 'No hay nada que rehacer',
};

export const bin: Catalogue['bin'] = {
  name: 'Papelera',
  title: 'Papelera',
  why: 'Los artículos quitados esperan aquí 30 días, con sus etiquetas, notas y subrayados. Sus archivos no se tocan nunca.',
  none: 'La papelera está vacía.',
  removedAt: (when) => `quitado el ${when}`,
  restore: 'Recuperar',
  restoreOf: (title) => `Recuperar ${quoted(title)}`,
  restoreAll: 'Recuperar todo',
  restored: (n) => (n === 1 ? 'Está de nuevo en la biblioteca' : `${count(n)} artículos de nuevo en la biblioteca`),
  empty: 'Vaciar la papelera…',
  ask: (n) => `¿Borrar ${articles(n)} para siempre? No se puede deshacer. Los archivos se quedan.`,
  yes: 'Borrar para siempre',
  no: 'Conservar',
  emptied: noun('artículo borrado para siempre', 'artículos borrados para siempre'),
  close: 'Cerrar',
};

export const menu: Catalogue['menu'] = {
  label: 'Qué se puede hacer aquí',
  copy: 'Copiar',
  search: 'Buscar estas palabras',
  open: 'Abrir',
  story: 'Mostrar su historia',
  compare: 'Comparar con…',
  cite: 'Copiar el pasaje con su fuente',
  tag: 'Añadir una etiqueta…',
  original: 'Abrir el original',
  folder: 'Mostrar el archivo en su carpeta',
  remove: 'Quitar de la biblioteca',
};

export const keep: Catalogue['keep'] = {
  colour: (colour) => colours[colour],

  bar: {
    label: 'Texto seleccionado',
    labelHighlight: 'Subrayado',
    highlight: (colour) => `Subrayar en ${colours[colour].toLowerCase()}`,
    recolour: (colour) => `Cambiar a ${colours[colour].toLowerCase()}`,
    note: 'Nota',
    cite: 'Copiar con la fuente',
    citeLabel: 'Copiar las palabras con su fuente',
    elsewhere: 'En otros',
    elsewhereLabel: 'Encontrar esto en otros artículos',
    remove: 'Quitar',
    removeLabel: 'Quitar este subrayado',
    noteLabel: 'Nota sobre este subrayado',
    notePlaceholder: '¿Qué le parece?',
    save: 'Guardar',
    cancel: 'Cancelar',
  },

  done: {
    highlighted: 'Subrayado',
    removed: 'Subrayado quitado',
    recoloured: 'Color cambiado',
    noted: 'Nota guardada',
    edited: 'Cambios guardados',
    tagged: (tag) => `Etiqueta ${quoted(tag)} añadida`,
    taggedAll: (tag, n) => `Etiqueta ${quoted(tag)} añadida a ${articles(n)}`,
    untagged: (tag) => `Etiqueta ${quoted(tag)} quitada`,
    copied: 'Copiado con su fuente',
    copiedText: 'Copiado',
    saved: (name) => `Búsqueda ${quoted(name)} guardada`,
    renamed: (name) => `La búsqueda guardada se llama ahora ${quoted(name)}`,
    unsaved: (name) => `Búsqueda guardada ${quoted(name)} quitada`,
    forgotten: 'Búsquedas anteriores olvidadas',
    written: (file) => `\`${file}\` escrito`,
    exported: (file, nArticles, nExcerpts) => `Escrito en \`${file}\`: ${articles(nArticles)}${nExcerpts > 0 ? ` y ${passages(nExcerpts)}` : ''}`,
  },

  article: {
    edit: 'Editar',
    editLabel: 'Editar título, medio, fecha, autores, etiquetas y nota',
    more: '···',
    moreLabel: 'Más acciones con este artículo',
    original: 'Abrir el original',
    folder: 'Mostrar el archivo en su carpeta',
    find: 'Buscar en este artículo',
    cite: 'Copiar este pasaje con su fuente',
    exportWhy: 'La fuente y sus subrayados:',
    exportPassageWhy: 'La fuente, el pasaje encontrado, sus subrayados:',
    exportAs: (form) => `Exportar como ${form}`,
    remove: 'Quitar de la biblioteca',
    outline: 'Contenido',
    tags: 'Etiquetas',
    addTag: 'Añadir una etiqueta',
    addTagMore: 'Añadir una etiqueta…',
    removeTag: (tag) => `Quitar la etiqueta ${tag}`,
    showTag: (tag) => `Mostrar artículos con la etiqueta ${tag}`,
    note: 'Su nota',
    highlights: 'Subrayados',
    changed: 'Las palabras de aquí han cambiado desde entonces.',
    lost: 'Sin lugar: estas palabras ya no están en el archivo.',
    show: 'Mostrar en el texto',
    editNote: 'Editar la nota',
    addNote: 'Añadir una nota',
  },

  picks: {
    label: 'Artículos elegidos',
    count: noun('elegido', 'elegidos'),
    picked: 'Elegido',
    tag: 'Etiqueta',
    tagLabel: 'Etiquetar los artículos elegidos',
    tagField: (n) => `Etiqueta para ${articles(n)}`,
    tagSave: 'Añadir',
    export: 'Exportar los artículos elegidos con sus subrayados',
    remove: 'Quitar',
    removeLabel: 'Quitar los artículos elegidos de la biblioteca',
    clear: 'Dejar los artículos elegidos',
  },

  form: {
    label: 'Editar este artículo',
    title: 'Título',
    outlet: 'Medio',
    authors: 'Autores',
    authorsHint: 'uno por línea',
    published: 'Publicado',
    publishedHint: 'como 2031-01-31',
    tags: 'Etiquetas',
    tagsHint: 'separadas por comas',
    note: 'Nota',
    save: 'Guardar',
    cancel: 'Cancelar',
    read: (value) => (value === '' ? 'El archivo no lo dice.' : `El archivo dice ${quoted(value)}.`),
    useRead: 'Usar eso',
    useReadLabel: (field) => `Usar lo que dice el archivo: ${field.toLowerCase()}`,
    why: 'El archivo queda como está; lo que se leyó de él se puede recuperar.',
  },

  find: {
    label: 'Buscar en este artículo',
    placeholder: 'Buscar en este artículo',
    count: (at, n) => (n === 0 ? 'No encontrado' : `${count(at)} de ${count(n)}`),
    next: 'Resultado siguiente',
    previous: 'Resultado anterior',
    close: 'Cerrar',
  },

  side: {
    highlights: 'Subrayados',
    tags: 'Etiquetas',
    showAllTags: (n) => `Las ${count(n)} etiquetas`,
    fewerTags: 'Menos etiquetas',
    narrowTo: (name, n) => `Solo la etiqueta ${name}, ${articles(n)}`,
    saved: 'Búsquedas guardadas',
    runSaved: (query) => `Buscar ${query}`,
    renameSaved: (name) => `Cambiar el nombre de la búsqueda guardada ${name}`,
    nameOf: (name) => `Nombre de la búsqueda guardada ${name}`,
    removeSaved: (name) => `Quitar la búsqueda guardada ${name}`,
  },

  search: {
    save: 'Guardar esta búsqueda',
    unsave: 'Quitar de las búsquedas guardadas',
    history: 'Búsquedas anteriores',
    forget: (query) => `Olvidar la búsqueda ${query}`,
    forgetAll: 'Olvidar todas',
  },

  list: {
    label: 'Subrayados',
    count: (n, nArticles) => (n === 0 ? 'Ningún subrayado' : `${highlights(n)} en ${articles(nArticles)}`),
    filter: 'Solo este color',
    all: 'Todos los colores',
    tag: 'Etiqueta',
    allTags: 'Cualquier etiqueta',
    none: 'Aún no hay nada subrayado',
    noneWhy: 'Seleccione palabras en un artículo y elija un color, o pulse H mientras lee.',
    noneHere: 'Ningún subrayado así',
    noneHereWhy: 'Elija otro color u otra etiqueta.',
  },

  export: {
    hits: 'Exportar lo encontrado',
    highlights: 'Exportar estos subrayados',
    articles: 'Exportar estos artículos con sus subrayados',
    article: 'Exportar este artículo con sus subrayados',
    as: (form) => forms[form][0],
    what: (form) => forms[form][1],
  },
};
