// Words of the window's frame in French: search, sidebar, import, reader, notices, dates.
import type { LabelDto } from '../../ipc';
import type { Frame } from '../catalogue';
import { reasonIn } from '../tools';
import { articles, blocks, copies, count, files, noun, outlets, passages, quoted } from './say';
import { following } from './work';

const labels: Record<LabelDto, string> = {
  identical: 'identique', reworded: 'reformulé', sameSubject: 'même sujet', looselyRelated: 'lien lointain', words: 'mots en commun',
};

const chipWords: Record<string, string> = {
  outlet: '', author: 'de', lang: 'en', format: 'format', after: 'après', before: 'avant',
  phrase: 'exactement', without: 'sans', tag: 'étiquette', title: 'titre', quoted: 'cité', by: 'dit par', has: 'avec', on: 'le', in: 'période',
  condition: '',
};

const furnitureKinds: Record<string, string> = {
  navigation: 'navigation', appeal: 'appel aux dons', advertising: 'publicité', 'more links': 'liens vers d’autres pages',
  sharing: 'boutons de partage', notice: 'avis', 'photo credit': 'crédit photo', byline: 'signature, répétée',
  repeated: 'répété sur d’autres pages', address: 'adresse web', 'outside article': 'hors de l’article',
};

const newPassages = noun('nouveau passage arrivé', 'nouveaux passages arrivés');
const loosePassages = noun('passage au lien lointain', 'passages au lien lointain');
const inHours = (n: number, minutes: number): string => (minutes === 0 ? `${count(n)} h` : `${count(n)} h ${count(minutes)} min`);

export const window: Frame = {
  app: 'Parallax',
  noOutlet: 'Média non indiqué',
  noLanguage: 'Langue inconnue',

  search: {
    label: 'Chercher dans la bibliothèque',
    placeholder: 'Chercher par le sens, des mots ou une "phrase exacte"',
    placeholderEmpty: 'Rien à chercher pour l’instant',
    clear: 'Effacer la recherche',
    filters: 'Filtres actifs',
    removeFilter: (what) => `Retirer le filtre ${what}`,
    chip: (kind, value) => (kind === 'phrase' ? quoted(value) : [chipWords[kind] ?? kind, value].filter((word) => word !== '').join(' ')),
    results: 'Résultats',
    articles: 'Articles',
    searching: 'Recherche en cours…',
    count: (nPassages, nArticles, nOutlets) =>
      [passages(nPassages), `dans ${articles(nArticles)}`, nOutlets > 0 ? `· ${outlets(nOutlets)}` : ''].filter((part) => part !== ''),
    noneClose: 'Aucun passage',
    countTop: (nShown, nTotal) => `${count(nShown)} sur ${passages(nTotal)}`,
    countArticles: articles,
    wordsOnly: 'mots seulement',
    wordsOnlyWhy: 'Seuls les mots ont été comparés ; la recherche par le sens n’est pas prête.',
    sort: 'Ordre',
    sorts: { relevance: 'Pertinence', newest: 'Plus récents', oldest: 'Plus anciens' },
    copies,
    moreCopies: (n) => (n === 1 ? 'Montrer 1 copie de plus' : `Montrer ${count(n)} copies de plus`),
    copiesOf: 'Copies de ce passage',
    didYouMean: { before: 'Vouliez-vous dire', after: ' ?' },
    notes: 'Comment la requête a été comprise',
    nothingClose: 'Rien d’approchant',
    nothingCloseWhy: 'Aucun passage de cette bibliothèque ne le dit, ni ne dit quelque chose de proche. D’autres mots peuvent aider, ou moins de filtres.',
    inHeadlines: 'Trouvé dans les titres',
    inHeadlinesWhy: 'Aucun passage ne le dit, mais les titres de ces articles contiennent les mots.',
    newHits: (n) => (n === 1 ? '1 nouveau' : `${count(n)} nouveaux`),
    newHitsWhy: (n) => `Montrer ${newPassages(n)} entre-temps`,
    nothingCloseWordsWhy: 'Aucun passage de cette bibliothèque ne contient ces mots. Moins de mots ou d’autres peuvent aider, ou moins de filtres.',
    inLanguage: (language) => `Langue de cet article : ${language}`,
    showLoose: (n) => `Montrer ${loosePassages(n)}`,
    hideLoose: 'Masquer les passages au lien lointain',
    failed: 'La recherche n’a pas fonctionné',
    again: 'Réessayer',
    noArticles: 'Aucun article ici',
    noArticlesWhy: 'Rien dans cette bibliothèque ne vient de ce média.',
    newestFirst: 'Plus récents d’abord',
  },

  side: {
    nav: 'Bibliothèque',
    search: 'Recherche',
    articles: 'Articles',
    outlets: 'Médias',
    languages: 'Langues',
    narrowTo: (name, n) => `Seulement ${name}, ${articles(n)}`,
    showAll: (n) => `Les ${count(n)} médias`,
    showFewer: 'Moins de médias',
    add: 'Ajouter',
    files: 'Ajouter des fichiers…',
    folder: 'Ajouter un dossier…',
    passages,
  },

  job: {
    label: 'Importation',
    looking: 'Recherche des fichiers',
    reading: (n) => `Lecture de ${files(n)}`,
    embedding: 'Préparation de la recherche par le sens',
    paused: 'Importation en pause',
    cancelled: 'Importation arrêtée',
    done: (n) => (n === 0 ? 'Rien de nouveau à ajouter' : n === 1 ? '1 article ajouté' : `${count(n)} articles ajoutés`),
    files: (done, all) => `${count(done)} sur ${files(all)}`,
    passages: (done, all) => `${count(done)} sur ${passages(all)}`,
    page: (name, page, all) => `${name}, page ${count(page)} sur ${count(all)} par reconnaissance de texte`,
    scansWait: noun('numérisation en attente', 'numérisations en attente'),
    summary: (p) =>
      [
        p.phase === 'cancelled' ? noun('article gardé', 'articles gardés')(p.nImported) : '',
        p.nPassages > 0 ? passages(p.nPassages) : '',
        p.nRemoved > 0 ? following.removed(p.nRemoved) : '',
        p.nUnchanged > 0 && !p.isFollowing ? noun('déjà là', 'déjà là')(p.nUnchanged) : '',
        p.nSkipped > 0 && !p.isFollowing ? noun('autre fichier laissé de côté', 'autres fichiers laissés de côté')(p.nSkipped) : '',
      ].filter((part) => part !== '').join(' · '),
    pause: 'Pause',
    resume: 'Reprendre',
    cancel: 'Arrêter',
    dismiss: 'Masquer',
    problems: noun('problème', 'problèmes'),
    next: 'Étape suivante',
    retry: 'Réessayer ces fichiers',
    close: 'Fermer',
  },

  reader: {
    label: 'Article',
    by: 'par',
    furnitureHidden: (n, summary) => `Habillage de la page masqué, ${blocks(n)}${summary === '' ? '' : ` : ${summary}`}`,
    furnitureShown: (n) => `Habillage de la page affiché en clair, ${blocks(n)}`,
    show: 'Afficher',
    hide: 'Masquer',
    furnitureKind: (code) => furnitureKinds[code] ?? code,
    receipt: 'Comment ceci a été lu',
    receiptWords: 'Mots',
    receiptWordsValue: (kept, dropped) => `${count(kept)} gardés, ${count(dropped)} écartés comme habillage`,
    receiptFormat: 'Format',
    receiptFile: 'Fichier',
    receiptNames: { format: 'format', encoding: 'codage', title: 'titre', outlet: 'média', authors: 'auteurs', published: 'publié', language: 'langue', address: 'adresse', note: 'remarque' },
    receiptSources: {
      'json-ld': 'JSON-LD', opengraph: 'OpenGraph', meta: 'métadonnées', markup: 'balises', dateline: 'ligne de date', 'first lines': 'premières lignes',
      'file properties': 'propriétés du fichier', 'file name': 'nom du fichier', detected: 'détecté', 'by you': 'par vous',
    },
    back: 'Précédent',
    forward: 'Suivant',
    remove: 'Retirer',
    removeLabel: 'Retirer cet article de la bibliothèque',
    removed: (title) => `${quoted(title)} retiré`,
    removedMany: (n) => noun('article retiré', 'articles retirés')(n),
    idle: 'Trouver une phrase, voir qui d’autre la dit',
    idleWhy: 'Choisissez un passage dans la liste, ou partez d’une phrase de vos propres articles.',
    failed: 'Cet article n’a pas pu être ouvert',
    here: 'Le passage trouvé',
    loading: 'Ouverture…',
  },

  elsewhere: {
    label: 'Ailleurs',
    outlets,
    idle: 'Pendant votre lecture, les passages d’autres articles qui disent la même chose apparaissent ici.',
    none: 'Aucun autre article de cette bibliothèque ne dit cela.',
    noneSelection: 'Aucun autre article de cette bibliothèque ne dit ce que vous avez sélectionné.',
    selection: 'Pour votre sélection',
    clearSelection: 'Revenir au passage que vous lisez',
    wordsOnly: 'Seuls les mots ont pu être comparés ; la recherche par le sens n’est pas prête.',
    outside: (language) =>
      `Le modèle de langue n’a pas été fait pour cette langue (${language}) ; rien n’est donc comparé par le sens ici. Les articles qui répètent ceci mot pour mot sont tout de même nommés ; les langues qu’il connaît sont indiquées dans les réglages, sous Modèle.`,
    repeat: (n) => (n === 1 ? ' répète ce passage.' : ' répètent ce passage.'),
    failed: 'Les autres articles n’ont pas pu être comparés.',
  },

  empty: {
    title: 'Déposez des articles ici',
    line1: 'Pages web, PDF, documents Word et livres numériques, courriels, texte brut.',
    line2: 'Ils restent où ils sont, et rien ne quitte cet ordinateur.',
    what: 'Parallax trouve des passages par leur sens, et montre qui d’autre dit la même chose.',
    files: 'Choisir des fichiers…',
    folder: 'Choisir un dossier…',
    sample: 'Essayer la bibliothèque d’exemple',
    watch: 'Ou suivre un dossier, et la bibliothèque reste à jour avec lui',
    working: 'Lecture de vos articles',
    workingWhy: 'Les premiers apparaissent dans un instant.',
  },

  drop: {
    title: (n) => (n > 0 ? `Relâchez pour ajouter ${noun('élément', 'éléments')(n)}` : 'Relâchez pour les ajouter'),
    notNow: 'Rien ne peut être ajouté maintenant',
  },

  notice: {
    loading: 'La recherche par le sens se prépare ; la recherche par mots fonctionne déjà.',
    readOnly: 'Cette bibliothèque est ouverte en lecture seule.',
    dismiss: 'Masquer cet avis',
  },

  library: {
    menu: (name) => `Bibliothèque ${name}`,
    where: 'Emplacement',
    holds: 'Contenu',
    holdsValue: (nArticles, nPassages) => `${articles(nArticles)}, ${passages(nPassages)}`,
    pending: (n) => noun('passage trouvé par mots seulement pour l’instant', 'passages trouvés par mots seulement pour l’instant')(n),
    model: 'Modèle',
    modelLoading: 'chargement',
    modelMissing: 'indisponible',
    textSize: 'Taille du texte',
    smaller: 'Texte plus petit',
    larger: 'Texte plus grand',
    normal: 'Taille normale du texte',
    keys: 'Toutes les touches…',
    palette: 'Toutes les actions…',
  },

  theme: { light: 'Clair', dark: 'Sombre', system: 'Comme le système', toggle: (now) => `Apparence : ${now}. Changer` },
  tabs: { label: 'Volets', list: 'Résultats', reader: 'Article', elsewhere: 'Ailleurs' },
  toast: { dismiss: 'Masquer', failed: 'Cela n’a pas fonctionné' },
  label: (label) => labels[label],
  andMore: (n) => (n === 1 ? ' et 1 autre' : ` et ${count(n)} autres`),
  cited: (words, source, file) => `${quoted(words)}\n— ${source.join(', ')}. Fichier ${file}`,
  quoted,

  why: reasonIn({
    sameWords: 'dit la même chose avec les mêmes mots',
    reworded: ['dit la même chose avec d’autres mots', (shared) => `dit la même chose, en commun : ${shared}`],
    near: ['proche par le sens, sans mot commun', (shared) => `proche par le sens, en commun : ${shared}`],
    mayBeNear: 'peut-être proche ; le modèle n’a pas été fait pour sa langue',
    words: (shared) => `contient les mots ${shared}`,
    headline: (words) => `a ${words} dans le titre`,
    filters: 'répond aux filtres',
    alsoHeadline: (words) => ` ; ${words} dans le titre`,
  }, quoted, (n) => (n === 1 ? ' et 1 autre' : ` et ${count(n)} autres`)),

  /** Dialogs that the system draws. */
  system: {
    chooseFiles: 'Choisir des articles à ajouter',
    chooseFolders: 'Choisir des dossiers d’articles à ajouter',
    chooseWatched: 'Choisir des dossiers à suivre',
    chooseCopy: 'Choisir où placer la copie',
    chooseLibrary: 'Choisir une bibliothèque',
    chooseEmpty: 'Choisir un dossier vide pour la nouvelle bibliothèque',
    saveAs: 'Enregistrer en {form}',
    replaceTitle: 'Remplacer le fichier ?',
    replaceAsk: '« {file} » existe déjà. L’écraser ?',
    replace: 'Remplacer',
    cancel: 'Annuler',
    edit: 'Édition',
  },

  when: { sameDay: 'le même jour', nextDay: 'le lendemain', dayBefore: 'la veille' },
  left: {
    almost: 'presque terminé',
    seconds: (n) => `encore ${count(n)} s`,
    aMinute: 'encore une minute environ',
    minutes: (n) => `encore ${count(n)} min environ`,
    hours: (n, minutes) => `encore ${inHours(n, minutes)} environ`,
  },
  takes: {
    seconds: (n) => `${count(n)} s`,
    aMinute: 'environ une minute',
    minutes: (n) => `environ ${count(n)} min`,
    hours: (n, minutes) => `environ ${inHours(n, minutes)}`,
  },

  keyNames: { mod: 'Ctrl', alt: 'Alt', shift: 'Maj', enter: 'Entrée', escape: 'Échap', backspace: 'Retour arrière', delete: 'Suppr' },
};
