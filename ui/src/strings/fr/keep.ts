// Words of what a reader keeps, in French: tags, notes, highlights, saved searches, exports; the
// way back, the bin, and the menu at the pointer.
import type { ChangeKindDto, ColourDto, ExportForm } from '../../ipc';
import type { Catalogue } from '../catalogue';
import { articles, count, highlights, noun, passages, quoted } from './say';

const colours: Record<ColourDto, string> = { yellow: 'Jaune', green: 'Vert', blue: 'Bleu', pink: 'Rose', purple: 'Violet' };

const forms: Record<ExportForm, [string, string]> = {
  markdown: ['Markdown', 'pour lire et prendre des notes'],
  csv: ['CSV', 'pour les tableurs'],
  json: ['JSON', 'pour les programmes'],
  cslJson: ['CSL-JSON', 'pour Zotero et Pandoc'],
  bibtex: ['BibTeX', 'pour LaTeX'],
  ris: ['RIS', 'pour les logiciels de références'],
};

const kind: Record<ChangeKindDto, string> = {
  removal: 'Retrait', restoration: 'Remise en place', tags: 'Étiquettes', note: 'Note', fields: 'Informations', highlight: 'Surlignage',
  savedSearch: 'Recherche enregistrée', askedSearches: 'Recherches précédentes',
};

export const history: Catalogue['history'] = {
  undo: 'Annuler',
  redo: 'Refaire',
  undone: (what) => `${kind[what]} : annulé`,
  redone: (what) => `${kind[what]} : refait`,
  nothingToUndo: 'Il n’y a rien à annuler',
  nothingToRedo: 'Il n’y a rien à refaire',
};

export const bin: Catalogue['bin'] = {
  name: 'Corbeille',
  title: 'Corbeille',
  why: 'Les articles retirés attendent ici 30 jours, avec vos étiquettes, notes et surlignages. Vos fichiers ne sont jamais touchés.',
  none: 'La corbeille est vide.',
  removedAt: (when) => `retiré le ${when}`,
  restore: 'Remettre',
  restoreOf: (title) => `Remettre ${quoted(title)}`,
  restoreAll: 'Tout remettre',
  restored: (n) => (n === 1 ? 'Il est de nouveau dans la bibliothèque' : `${count(n)} articles de nouveau dans la bibliothèque`),
  empty: 'Vider la corbeille…',
  ask: (n) => `Supprimer définitivement ${articles(n)} ? Cela ne peut pas être annulé. Les fichiers restent.`,
  yes: 'Supprimer définitivement',
  no: 'Garder',
  emptied: (n) => noun('article supprimé définitivement', 'articles supprimés définitivement')(n),
  close: 'Fermer',
};

export const menu: Catalogue['menu'] = {
  label: 'Ce qu’on peut faire ici',
  copy: 'Copier',
  search: 'Chercher ces mots',
  open: 'Ouvrir',
  story: 'Montrer son sujet',
  compare: 'Comparer avec…',
  cite: 'Copier le passage avec sa source',
  tag: 'Ajouter une étiquette…',
  original: 'Ouvrir l’original',
  folder: 'Montrer le fichier dans son dossier',
  remove: 'Retirer de la bibliothèque',
};

export const keep: Catalogue['keep'] = {
  colour: (colour) => colours[colour],

  bar: {
    label: 'Texte sélectionné',
    labelHighlight: 'Surlignage',
    highlight: (colour) => `Surligner en ${colours[colour].toLowerCase()}`,
    recolour: (colour) => `Passer en ${colours[colour].toLowerCase()}`,
    note: 'Note',
    cite: 'Copier avec la source',
    citeLabel: 'Copier les mots avec leur source',
    elsewhere: 'Ailleurs',
    elsewhereLabel: 'Trouver ceci dans d’autres articles',
    remove: 'Retirer',
    removeLabel: 'Retirer ce surlignage',
    noteLabel: 'Note sur ce surlignage',
    notePlaceholder: 'Qu’en pensez-vous ?',
    save: 'Enregistrer',
    cancel: 'Annuler',
  },

  done: {
    highlighted: 'Surligné',
    removed: 'Surlignage retiré',
    recoloured: 'Couleur changée',
    noted: 'Note enregistrée',
    edited: 'Modifications enregistrées',
    tagged: (tag) => `Étiquette ${quoted(tag)} ajoutée`,
    taggedAll: (tag, n) => `Étiquette ${quoted(tag)} ajoutée à ${articles(n)}`,
    untagged: (tag) => `Étiquette ${quoted(tag)} retirée`,
    copied: 'Copié avec sa source',
    copiedText: 'Copié',
    saved: (name) => `Recherche ${quoted(name)} enregistrée`,
    renamed: (name) => `La recherche enregistrée s’appelle maintenant ${quoted(name)}`,
    unsaved: (name) => `Recherche enregistrée ${quoted(name)} retirée`,
    forgotten: 'Recherches précédentes oubliées',
    written: (file) => `\`${file}\` écrit`,
    exported: (file, nArticles, nExcerpts) => `Écrit dans \`${file}\` : ${articles(nArticles)}${nExcerpts > 0 ? ` et ${passages(nExcerpts)}` : ''}`,
  },

  article: {
    edit: 'Modifier',
    editLabel: 'Modifier titre, média, date, auteurs, étiquettes et note',
    more: '···',
    moreLabel: 'Autres actions sur cet article',
    original: 'Ouvrir l’original',
    folder: 'Montrer le fichier dans son dossier',
    find: 'Chercher dans cet article',
    cite: 'Copier ce passage avec sa source',
    exportWhy: 'La source et vos surlignages :',
    exportPassageWhy: 'La source, le passage trouvé, vos surlignages :',
    exportAs: (form) => `Exporter en ${form}`,
    remove: 'Retirer de la bibliothèque',
    outline: 'Sommaire',
    tags: 'Étiquettes',
    addTag: 'Ajouter une étiquette',
    addTagMore: 'Ajouter une étiquette…',
    removeTag: (tag) => `Retirer l’étiquette ${tag}`,
    showTag: (tag) => `Montrer les articles étiquetés ${tag}`,
    note: 'Votre note',
    highlights: 'Surlignages',
    changed: 'Les mots ont changé ici depuis.',
    lost: 'Sans place : ces mots ne sont plus dans le fichier.',
    show: 'Montrer dans le texte',
    editNote: 'Modifier la note',
    addNote: 'Ajouter une note',
  },

  picks: {
    label: 'Articles choisis',
    count: noun('choisi', 'choisis'),
    picked: 'Choisi',
    tag: 'Étiquette',
    tagLabel: 'Étiqueter les articles choisis',
    tagField: (n) => `Étiquette pour ${articles(n)}`,
    tagSave: 'Ajouter',
    export: 'Exporter les articles choisis avec leurs surlignages',
    remove: 'Retirer',
    removeLabel: 'Retirer les articles choisis de la bibliothèque',
    clear: 'Ne plus choisir ces articles',
  },

  form: {
    label: 'Modifier cet article',
    title: 'Titre',
    outlet: 'Média',
    authors: 'Auteurs',
    authorsHint: 'un par ligne',
    published: 'Publié',
    publishedHint: 'comme 2031-01-31',
    tags: 'Étiquettes',
    tagsHint: 'séparées par des virgules',
    note: 'Note',
    save: 'Enregistrer',
    cancel: 'Annuler',
    read: (value) => (value === '' ? 'Le fichier ne le dit pas.' : `Le fichier dit ${quoted(value)}.`),
    useRead: 'Le reprendre',
    useReadLabel: (field) => `Reprendre ce que dit le fichier : ${field.toLowerCase()}`,
    why: 'Le fichier lui-même reste tel quel ; ce qui en a été lu peut être remis.',
  },

  find: {
    label: 'Chercher dans cet article',
    placeholder: 'Chercher dans cet article',
    count: (at, n) => (n === 0 ? 'Introuvable' : `${count(at)} sur ${count(n)}`),
    next: 'Résultat suivant',
    previous: 'Résultat précédent',
    close: 'Fermer',
  },

  side: {
    highlights: 'Surlignages',
    tags: 'Étiquettes',
    showAllTags: (n) => `Les ${count(n)} étiquettes`,
    fewerTags: 'Moins d’étiquettes',
    narrowTo: (name, n) => `Seulement l’étiquette ${name}, ${articles(n)}`,
    saved: 'Recherches enregistrées',
    runSaved: (query) => `Chercher ${query}`,
    renameSaved: (name) => `Renommer la recherche enregistrée ${name}`,
    nameOf: (name) => `Nom de la recherche enregistrée ${name}`,
    removeSaved: (name) => `Retirer la recherche enregistrée ${name}`,
  },

  search: {
    save: 'Enregistrer cette recherche',
    unsave: 'Retirer des recherches enregistrées',
    history: 'Recherches précédentes',
    forget: (query) => `Oublier la recherche ${query}`,
    forgetAll: 'Tout oublier',
  },

  list: {
    label: 'Surlignages',
    count: (n, nArticles) => (n === 0 ? 'Aucun surlignage' : `${highlights(n)} dans ${articles(nArticles)}`),
    filter: 'Seulement cette couleur',
    all: 'Toutes les couleurs',
    tag: 'Étiquette',
    allTags: 'Toute étiquette',
    none: 'Rien n’est encore surligné',
    noneWhy: 'Sélectionnez des mots dans un article et choisissez une couleur, ou appuyez sur H en lisant.',
    noneHere: 'Aucun surlignage de ce genre',
    noneHereWhy: 'Choisissez une autre couleur ou une autre étiquette.',
  },

  export: {
    hits: 'Exporter ce qui a été trouvé',
    highlights: 'Exporter ces surlignages',
    articles: 'Exporter ces articles avec leurs surlignages',
    article: 'Exporter cet article avec ses surlignages',
    as: (form) => forms[form][0],
    what: (form) => forms[form][1],
  },
};
