// Words of what a reader keeps, in German: tags, notes, highlights, saved searches, exports; the
// way back, the bin, and the menu at the pointer.
import type { ChangeKindDto, ColourDto, ExportForm } from '../../ipc';
import type { Catalogue } from '../catalogue';
import { articles, count, highlights, inArticles, passages, quoted } from './say';

const colours: Record<ColourDto, string> = { yellow: 'Gelb', green: 'Grün', blue: 'Blau', pink: 'Rosa', purple: 'Lila' };

const forms: Record<ExportForm, [string, string]> = {
  markdown: ['Markdown', 'zum Lesen und für Notizen'],
  csv: ['CSV', 'für Tabellen'],
  json: ['JSON', 'für Programme'],
  cslJson: ['CSL-JSON', 'für Zotero und Pandoc'],
  bibtex: ['BibTeX', 'für LaTeX'],
  ris: ['RIS', 'für Literaturverwaltungen'],
};

const kind: Record<ChangeKindDto, string> = {
  removal: 'Entfernen', restoration: 'Zurückholen', tags: 'Schlagwörter', note: 'Notiz', fields: 'Angaben', highlight: 'Markierung',
  savedSearch: 'Gespeicherte Suche', askedSearches: 'Frühere Suchen',
};

export const history: Catalogue['history'] = {
  undo: 'Rückgängig',
  redo: 'Wiederholen',
  undone: (what) => `${kind[what]}: rückgängig gemacht`,
  redone: (what) => `${kind[what]}: wiederholt`,
  nothingToUndo: 'Es gibt nichts rückgängig zu machen',
  nothingToRedo: 'Es gibt nichts zu wiederholen',
};

export const bin: Catalogue['bin'] = {
  name: 'Papierkorb',
  title: 'Papierkorb',
  why: 'Entfernte Artikel warten hier 30 Tage, mit Ihren Schlagwörtern, Notizen und Markierungen. Ihre Dateien werden nie angerührt.',
  none: 'Der Papierkorb ist leer.',
  removedAt: (when) => `entfernt ${when}`,
  restore: 'Zurückholen',
  restoreOf: (title) => `${quoted(title)} zurückholen`,
  restoreAll: 'Alle zurückholen',
  restored: (n) => (n === 1 ? 'Er ist wieder in der Bibliothek' : `${articles(n)} sind wieder in der Bibliothek`),
  empty: 'Papierkorb leeren…',
  ask: (n) => `${articles(n)} endgültig löschen? Das lässt sich nicht rückgängig machen. Die Dateien bleiben.`,
  yes: 'Endgültig löschen',
  no: 'Behalten',
  emptied: (n) => `${articles(n)} endgültig gelöscht`,
  close: 'Schließen',
};

export const menu: Catalogue['menu'] = {
  label: 'Was sich hier tun lässt',
  copy: 'Kopieren',
  search: 'Nach diesen Wörtern suchen',
  open: 'Öffnen',
  story: 'Seine Geschichte zeigen',
  compare: 'Vergleichen mit…',
  cite: 'Passage mit Quelle kopieren',
  tag: 'Schlagwort hinzufügen…',
  original: 'Original öffnen',
  folder: 'Datei im Ordner zeigen',
  remove: 'Aus der Bibliothek entfernen',
};

export const keep: Catalogue['keep'] = {
  colour: (colour) => colours[colour],

  bar: {
    label: 'Ausgewählter Text',
    labelHighlight: 'Markierung',
    highlight: (colour) => `In ${colours[colour]} markieren`,
    recolour: (colour) => `Farbe ändern: ${colours[colour]}`,
    note: 'Notiz',
    cite: 'Mit Quelle kopieren',
    citeLabel: 'Die Wörter mit ihrer Quelle kopieren',
    elsewhere: 'Anderswo',
    elsewhereLabel: 'In anderen Artikeln finden',
    remove: 'Entfernen',
    removeLabel: 'Diese Markierung entfernen',
    noteLabel: 'Notiz zu dieser Markierung',
    notePlaceholder: 'Was halten Sie davon?',
    save: 'Speichern',
    cancel: 'Abbrechen',
  },

  done: {
    highlighted: 'Markiert',
    removed: 'Markierung entfernt',
    recoloured: 'Farbe geändert',
    noted: 'Notiz gespeichert',
    edited: 'Änderungen gespeichert',
    tagged: (tag) => `Schlagwort ${quoted(tag)} hinzugefügt`,
    taggedAll: (tag, n) => `Schlagwort ${quoted(tag)} zu ${inArticles(n)} hinzugefügt`,
    untagged: (tag) => `Schlagwort ${quoted(tag)} entfernt`,
    copied: 'Mit Quelle kopiert',
    copiedText: 'Kopiert',
    saved: (name) => `Suche ${quoted(name)} gespeichert`,
    renamed: (name) => `Die gespeicherte Suche heißt jetzt ${quoted(name)}`,
    unsaved: (name) => `Gespeicherte Suche ${quoted(name)} entfernt`,
    forgotten: 'Frühere Suchen vergessen',
    written: (file) => `\`${file}\` geschrieben`,
    exported: (file, nArticles, nExcerpts) => `${articles(nArticles)}${nExcerpts > 0 ? ` und ${passages(nExcerpts)}` : ''} in \`${file}\` geschrieben`,
  },

  article: {
    edit: 'Bearbeiten',
    editLabel: 'Titel, Medium, Datum, Autoren, Schlagwörter und Notiz bearbeiten',
    more: '···',
    moreLabel: 'Mehr zu diesem Artikel',
    original: 'Original öffnen',
    folder: 'Datei im Ordner zeigen',
    find: 'In diesem Artikel suchen',
    cite: 'Diese Passage mit Quelle kopieren',
    exportWhy: 'Die Quelle und Ihre Markierungen:',
    exportPassageWhy: 'Die Quelle, die gefundene Passage, Ihre Markierungen:',
    exportAs: (form) => `Als ${form} exportieren`,
    remove: 'Aus der Bibliothek entfernen',
    outline: 'Inhalt',
    tags: 'Schlagwörter',
    addTag: 'Schlagwort hinzufügen',
    addTagMore: 'Schlagwort hinzufügen…',
    removeTag: (tag) => `Schlagwort ${tag} entfernen`,
    showTag: (tag) => `Artikel mit dem Schlagwort ${tag} zeigen`,
    note: 'Ihre Notiz',
    highlights: 'Markierungen',
    changed: 'Die Wörter hier haben sich seither geändert.',
    lost: 'Ohne Ort: Diese Wörter stehen nicht mehr in der Datei.',
    show: 'Im Text zeigen',
    editNote: 'Notiz bearbeiten',
    addNote: 'Notiz hinzufügen',
  },

  picks: {
    label: 'Ausgewählte Artikel',
    count: (n) => `${count(n)} ausgewählt`,
    picked: 'Ausgewählt',
    tag: 'Schlagwort',
    tagLabel: 'Den ausgewählten Artikeln ein Schlagwort geben',
    tagField: (n) => `Schlagwort für ${articles(n)}`,
    tagSave: 'Hinzufügen',
    export: 'Die ausgewählten Artikel mit ihren Markierungen exportieren',
    remove: 'Entfernen',
    removeLabel: 'Die ausgewählten Artikel aus der Bibliothek entfernen',
    clear: 'Auswahl aufheben',
  },

  form: {
    label: 'Diesen Artikel bearbeiten',
    title: 'Titel',
    outlet: 'Medium',
    authors: 'Autoren',
    authorsHint: 'je Zeile einer',
    published: 'Datum',
    publishedHint: 'wie 2031-01-31',
    tags: 'Schlagwörter',
    tagsHint: 'durch Kommas getrennt',
    note: 'Notiz',
    save: 'Speichern',
    cancel: 'Abbrechen',
    read: (value) => (value === '' ? 'Die Datei sagt es nicht.' : `Die Datei sagt ${quoted(value)}.`),
    useRead: 'Das übernehmen',
    useReadLabel: (field) => `Übernehmen, was die Datei sagt: ${field}`,
    why: 'Die Datei selbst bleibt, wie sie ist; was aus ihr gelesen wurde, lässt sich zurückholen.',
  },

  find: {
    label: 'In diesem Artikel suchen',
    placeholder: 'In diesem Artikel suchen',
    count: (at, n) => (n === 0 ? 'Nicht gefunden' : `${count(at)} von ${count(n)}`),
    next: 'Nächster Treffer',
    previous: 'Voriger Treffer',
    close: 'Schließen',
  },

  side: {
    highlights: 'Markierungen',
    tags: 'Schlagwörter',
    showAllTags: (n) => `Alle ${count(n)} Schlagwörter`,
    fewerTags: 'Weniger Schlagwörter',
    narrowTo: (name, n) => `Nur mit dem Schlagwort ${name}, ${articles(n)}`,
    saved: 'Gespeicherte Suchen',
    runSaved: (query) => `Nach ${query} suchen`,
    renameSaved: (name) => `Die gespeicherte Suche ${name} umbenennen`,
    nameOf: (name) => `Name der gespeicherten Suche ${name}`,
    removeSaved: (name) => `Die gespeicherte Suche ${name} entfernen`,
  },

  search: {
    save: 'Diese Suche speichern',
    unsave: 'Aus den gespeicherten Suchen entfernen',
    history: 'Frühere Suchen',
    forget: (query) => `Die Suche ${query} vergessen`,
    forgetAll: 'Alle vergessen',
  },

  list: {
    label: 'Markierungen',
    count: (n, nArticles) => (n === 0 ? 'Keine Markierungen' : `${highlights(n)} in ${inArticles(nArticles)}`),
    filter: 'Nur diese Farbe',
    all: 'Alle Farben',
    tag: 'Schlagwort',
    allTags: 'Jedes Schlagwort',
    none: 'Noch nichts markiert',
    noneWhy: 'Wählen Sie in einem Artikel Wörter und eine Farbe aus, oder drücken Sie beim Lesen H.',
    noneHere: 'Keine solche Markierung',
    noneHereWhy: 'Wählen Sie eine andere Farbe oder ein anderes Schlagwort.',
  },

  export: {
    hits: 'Gefundenes exportieren',
    highlights: 'Diese Markierungen exportieren',
    articles: 'Diese Artikel mit ihren Markierungen exportieren',
    article: 'Diesen Artikel mit seinen Markierungen exportieren',
    as: (form) => forms[form][0],
    what: (form) => forms[form][1],
  },
};
