// Words of the desk itself: help, legend, tour, panes, reading, columns, the menu, copying.
import type { CopyForm, LabelDto } from '../../ipc';
import { count, some } from './say';

const label: Record<LabelDto, string> = {
  identical: 'Says the same in the same words.',
  reworded: 'Says the same in other words.',
  sameSubject: 'Speaks of the same thing, without saying the same.',
  looselyRelated: 'Near, but perhaps about something else.',
  words: 'Shares words; nothing is known about its meaning.',
};

const copyForms: Record<CopyForm, string> = {
  plain: 'Words with their source', apa: 'Reference, APA', chicago: 'Reference, Chicago', mla: 'Reference, MLA',
  harvard: 'Reference, Harvard', markdown: 'Markdown', html: 'HTML',
};

const copyDone: Record<CopyForm, string> = {
  plain: 'words with their source', apa: 'reference, APA', chicago: 'reference, Chicago', mla: 'reference, MLA',
  harvard: 'reference, Harvard', markdown: 'Markdown', html: 'HTML',
};

export const desk = {
  help: {
    title: 'Help',
    contents: 'Contents of the guide',
    search: 'Search the guide',
    found: (n: number) => some(n, 'place', 'places'),
    none: 'The guide has no such words.',
    /** Shown where the window speaks another language than the guide. */
    inEnglish: '',
    legend: 'What the marks mean',
    tour: 'Show the tour',
  },

  legend: {
    title: 'What the marks mean',
    why: 'Every shape and colour of the window, as it looks.',
    open: 'What the marks mean',
    labels: 'How close a passage is',
    label,
    colours: 'Marks in the text',
    sample: { word: 'yellow', mean: 'pale blue', differs: 'rust', highlight: 'tinted line' },
    word: 'A word you searched for.',
    mean: 'The sentence nearest in meaning to what you searched for.',
    differs: 'What another outlet says differently: a number, a name, a date, a denial.',
    here: 'Blue bar beside the text: the passage you came for.',
    looking: 'Grey bar: the passage you are reading; “Elsewhere” shows who else says it. Click another to move it.',
    highlight: 'Words you highlighted, in the colour you chose.',
    unread: 'Blue dot in a list: an article you have not opened yet.',
    stories: 'In stories',
    origin: 'Articles with the same letter have one origin: they repeat an agency, or each other. They count as one voice.',
    origins: 'So many voices that, as far as the articles show, do not come from one another. There may be more: not every article says where it has its facts from.',
  },

  tour: {
    label: 'A first look around',
    step: (n: number, of: number) => `${count(n)} of ${count(of)}`,
    next: 'Next',
    back: 'Back',
    done: 'Begin',
    skip: 'Skip',
    cards: {
      find: { title: 'Find a sentence you half remember', text: 'Type words, a whole question or a sentence in the field above. Passages that say the same in other words are found too; each says why it is there.' },
      sides: { title: 'See who else says it', text: 'Open a passage and read on. “Elsewhere”, at the right, follows your eyes: who repeats it, who says it otherwise. “Stories” lays out all sides of an event.' },
      keep: { title: 'Keep what you find', text: 'Select words and press H to highlight them, C to copy them with their source. T tags an article. Ctrl Z takes back whatever you did.' },
      quiet: { title: 'Everything stays here', text: 'No account, no network: your files stay where they are, and nothing leaves this computer. Ctrl P finds every action, F1 opens the guide.' },
    },
  },

  panes: {
    side: 'Width of the sidebar', list: 'Width of the list', elsewhere: 'Width of “Elsewhere”',
  },

  reading: {
    title: 'How articles look',
    font: 'Typeface',
    fonts: { serif: 'Serif', sans: 'Sans' },
    size: 'Size',
    width: 'Line length',
    widths: { narrow: 'Narrow', normal: 'Normal', wide: 'Wide' },
    spacing: 'Spacing',
    spacings: { tight: 'Tight', normal: 'Normal', loose: 'Loose' },
    paper: 'Paper',
    papers: { plain: 'Plain', sepia: 'Sepia' },
    smaller: 'Smaller article text',
    larger: 'Larger article text',
    reset: 'As it was',
  },

  filters: {
    label: 'Filters that rule',
    clear: 'Clear all',
  },

  columns: {
    show: 'Columns and order',
    table: 'As a table',
    columns: 'Columns',
    names: { title: 'Title', outlet: 'Outlet', published: 'Date', added: 'Added', words: 'Words', tags: 'Tags' },
    sort: 'Order',
    up: 'ascending', down: 'descending',
    sortBy: (name: string) => `Order by ${name.toLowerCase()}`,
    densities: { comfortable: 'Rows: comfortable', compact: 'Rows: compact' },
    unread: 'not opened yet',
    nUnread: (n: number) => `${count(n)} unread`,
    markAllRead: 'Mark all as read',
  },

  menu: {
    label: 'Menu',
    menus: { add: 'Library', find: 'Find', read: 'Article', sides: 'Stories', keep: 'Keep', window: 'View', help: 'Help' },
  },

  copy: {
    label: 'Copy as',
    form: (form: CopyForm) => copyForms[form],
    action: (form: CopyForm) => `Copy as: ${copyForms[form]}`,
    done: (form: CopyForm) => `Copied: ${copyDone[form]}`,
  },

  imported: (n: number, minutes: number) => `The import has ended: ${some(n, 'article', 'articles')} added in ${some(minutes, 'minute', 'minutes')}`,

  actions: {
    help: 'Help: the guide',
    legend: 'What the marks mean',
    tour: 'Show the tour',
    sidebar: 'Show or hide the sidebar',
    elsewhere: 'Show or hide “Elsewhere”',
    resetPanes: 'Panes as they were at first',
    reading: 'How articles look…',
    sepia: 'Sepia paper, or plain',
    print: 'Print the article…',
    menu: 'Open the menu',
    table: 'List articles as a table, or as cards',
    density: 'Compact rows, or comfortable ones',
    markAllRead: 'Mark all articles as read',
  },
};
