// Words of the desk itself in French: help, legend, tour, panes, reading, columns, copying.
import type { CopyForm } from '../../ipc';
import type { Catalogue } from '../catalogue';
import { count, noun } from './say';

const copyForms: Record<CopyForm, string> = {
  plain: 'Mots avec leur source', apa: 'Référence, APA', chicago: 'Référence, Chicago', mla: 'Référence, MLA',
  harvard: 'Référence, Harvard', markdown: 'Markdown', html: 'HTML',
};
const copyDone: Record<CopyForm, string> = {
  plain: 'mots avec leur source', apa: 'référence, APA', chicago: 'référence, Chicago', mla: 'référence, MLA',
  harvard: 'référence, Harvard', markdown: 'Markdown', html: 'HTML',
};

export const desk: Catalogue['desk'] = {
  help: {
    title: 'Aide',
    contents: 'Sommaire du guide',
    search: 'Chercher dans le guide',
    found: noun('endroit', 'endroits'),
    none: 'Le guide ne contient pas ces mots.',
    inEnglish: 'Le guide n’existe qu’en anglais.',
    legend: 'Ce que signifient les marques',
    tour: 'Montrer la visite',
  },

  legend: {
    title: 'Ce que signifient les marques',
    why: 'Chaque forme et chaque couleur de la fenêtre, telle qu’elle apparaît.',
    open: 'Ce que signifient les marques',
    labels: 'La proximité d’un passage',
    label: {
      identical: 'Dit la même chose avec les mêmes mots.',
      reworded: 'Dit la même chose avec d’autres mots.',
      sameSubject: 'Parle de la même chose, sans dire la même chose.',
      looselyRelated: 'Proche, mais peut-être à propos d’autre chose.',
      words: 'Partage des mots ; on ne sait rien de son sens.',
    },
    colours: 'Marques dans le texte',
    sample: { word: 'jaune', mean: 'bleu pâle', differs: 'rouille', highlight: 'ligne teintée' },
    word: 'Un mot que vous avez cherché.',
    mean: 'La phrase la plus proche par le sens de ce que vous avez cherché.',
    differs: 'Ce qu’un autre média dit autrement : un nombre, un nom, une date, une négation.',
    here: 'Barre bleue à côté du texte : le passage pour lequel vous êtes venu.',
    looking: 'Barre grise : le passage que vous lisez ; « Ailleurs » montre qui d’autre le dit. Cliquez sur un autre pour la déplacer.',
    highlight: 'Des mots que vous avez surlignés, dans la couleur choisie.',
    unread: 'Point bleu dans une liste : un article que vous n’avez pas encore ouvert.',
    stories: 'Dans les sujets',
    origin: 'Les articles de même lettre ont une seule origine : ils répètent une agence, ou se répètent entre eux. Ils comptent pour une voix.',
    origins: 'Autant de voix qui, pour ce que les articles en montrent, ne viennent pas l’une de l’autre. Il peut y en avoir plus : tous les articles ne disent pas d’où ils tiennent leurs faits.',
  },

  tour: {
    label: 'Une première visite',
    step: (n, of) => `${count(n)} sur ${count(of)}`,
    next: 'Suivant',
    back: 'Retour',
    done: 'Commencer',
    skip: 'Passer',
    cards: {
      find: { title: 'Retrouver une phrase à demi oubliée', text: 'Tapez des mots, une question entière ou une phrase dans le champ du haut. Les passages qui disent la même chose autrement sont trouvés aussi ; chacun dit pourquoi il est là.' },
      sides: { title: 'Voir qui d’autre le dit', text: 'Ouvrez un passage et poursuivez la lecture. « Ailleurs », sur le côté, suit vos yeux : qui le répète, qui le dit autrement. « Sujets » présente tous les côtés d’un événement.' },
      keep: { title: 'Garder ce que vous trouvez', text: 'Sélectionnez des mots : H les surligne, C les copie avec leur source. T étiquette un article. Ctrl Z annule tout ce que vous avez fait.' },
      quiet: { title: 'Tout reste ici', text: 'Ni compte, ni réseau : vos fichiers restent où ils sont, et rien ne quitte cet ordinateur. Ctrl P trouve chaque action, F1 ouvre le guide.' },
    },
  },

  panes: { side: 'Largeur de la barre latérale', list: 'Largeur de la liste', elsewhere: 'Largeur de « Ailleurs »' },

  reading: {
    title: 'Aspect des articles',
    font: 'Police',
    fonts: { serif: 'Empattements', sans: 'Sans' },
    size: 'Taille',
    width: 'Longueur des lignes',
    widths: { narrow: 'Étroite', normal: 'Normale', wide: 'Large' },
    spacing: 'Interligne',
    spacings: { tight: 'Serré', normal: 'Normal', loose: 'Ample' },
    paper: 'Papier',
    papers: { plain: 'Blanc', sepia: 'Sépia' },
    smaller: 'Texte d’article plus petit',
    larger: 'Texte d’article plus grand',
    reset: 'Comme avant',
  },

  filters: { label: 'Filtres en vigueur', clear: 'Tout effacer' },

  columns: {
    show: 'Colonnes et ordre',
    table: 'En tableau',
    columns: 'Colonnes',
    names: { title: 'Titre', outlet: 'Média', published: 'Date', added: 'Ajouté', words: 'Mots', tags: 'Étiquettes' },
    sort: 'Ordre',
    up: 'croissant', down: 'décroissant',
    sortBy: (name) => `Classer par : ${name.toLowerCase()}`,
    densities: { comfortable: 'Lignes : aérées', compact: 'Lignes : serrées' },
    unread: 'pas encore ouvert',
    nUnread: noun('non lu', 'non lus'),
    markAllRead: 'Tout marquer comme lu',
  },

  menu: {
    label: 'Menu',
    menus: { add: 'Bibliothèque', find: 'Trouver', read: 'Article', sides: 'Sujets', keep: 'Garder', window: 'Affichage', help: 'Aide' },
  },

  copy: {
    label: 'Copier en tant que',
    form: (form) => copyForms[form],
    action: (form) => `Copier en tant que : ${copyForms[form]}`,
    done: (form) => `Copié : ${copyDone[form]}`,
  },

  imported: (n, minutes) => `L’importation est terminée : ${noun('article ajouté', 'articles ajoutés')(n)} en ${noun('minute', 'minutes')(minutes)}`,

  actions: {
    help: 'Aide : le guide',
    legend: 'Ce que signifient les marques',
    tour: 'Montrer la visite',
    sidebar: 'Afficher ou masquer la barre latérale',
    elsewhere: 'Afficher ou masquer « Ailleurs »',
    resetPanes: 'Volets comme au début',
    reading: 'Aspect des articles…',
    sepia: 'Papier sépia, ou blanc',
    print: 'Imprimer l’article…',
    menu: 'Ouvrir le menu',
    table: 'Articles en tableau, ou en fiches',
    density: 'Lignes serrées, ou aérées',
    markAllRead: 'Marquer tous les articles comme lus',
  },
};
