// What the window says about tags, notes, highlights, saved searches and taking things along.
import type { ColourDto, ExportForm } from '../../ipc';
import { count, some } from './say';


const colours: Record<ColourDto, string> = {
  yellow: 'Yellow', green: 'Green', blue: 'Blue', pink: 'Pink', purple: 'Purple',
};

const forms: Record<ExportForm, [string, string]> = {
  markdown: ['Markdown', 'for reading and notes'],
  csv: ['CSV', 'for spreadsheets'],
  json: ['JSON', 'for programs'],
  cslJson: ['CSL-JSON', 'for Zotero and Pandoc'],
  bibtex: ['BibTeX', 'for LaTeX'],
  ris: ['RIS', 'for reference managers'],
};

export const keep = {
  colour: (colour: ColourDto) => colours[colour],

  bar: {
    label: 'Selected text',
    labelHighlight: 'Highlight',
    highlight: (colour: ColourDto) => `Highlight in ${colours[colour].toLowerCase()}`,
    recolour: (colour: ColourDto) => `Make it ${colours[colour].toLowerCase()}`,
    note: 'Note',
    cite: 'Copy with source',
    citeLabel: 'Copy the words with their source',
    elsewhere: 'Elsewhere',
    elsewhereLabel: 'Find this in other articles',
    remove: 'Remove',
    removeLabel: 'Remove this highlight',
    noteLabel: 'Note on this highlight',
    notePlaceholder: 'What do you make of it?',
    save: 'Save',
    cancel: 'Cancel',
  },

  done: {
    highlighted: 'Highlighted',
    removed: 'Highlight removed',
    recoloured: 'Colour changed',
    noted: 'Note saved',
    edited: 'Changes saved',
    tagged: (tag: string) => `Tagged “${tag}”`,
    taggedAll: (tag: string, n: number) => `${some(n, 'article', 'articles')} tagged “${tag}”`,
    untagged: (tag: string) => `Tag “${tag}” removed`,
    copied: 'Copied with its source',
    copiedText: 'Copied',
    saved: (name: string) => `Search “${name}” saved`,
    renamed: (name: string) => `Saved search is now called “${name}”`,
    unsaved: (name: string) => `Saved search “${name}” removed`,
    forgotten: 'Earlier searches forgotten',
    written: (file: string) => `Wrote \`${file}\``,
    exported: (file: string, nArticles: number, nExcerpts: number) =>
      `Wrote ${some(nArticles, 'article', 'articles')}${nExcerpts > 0 ? ` and ${some(nExcerpts, 'passage', 'passages')}` : ''} to \`${file}\``,
  },

  article: {
    edit: 'Edit',
    editLabel: 'Edit title, outlet, date, authors, tags and note',
    more: '···',
    moreLabel: 'More to do with this article',
    original: 'Open the original',
    folder: 'Show the file in its folder',
    find: 'Find in this article',
    cite: 'Copy this passage with its source',
    exportWhy: 'The source and your highlights:',
    exportPassageWhy: 'The source, the passage found, your highlights:',
    exportAs: (form: string) => `Export as ${form}`,
    remove: 'Remove from the library',
    outline: 'Contents',
    tags: 'Tags',
    addTag: 'Add a tag',
    addTagMore: 'Add a tag…',
    removeTag: (tag: string) => `Remove the tag ${tag}`,
    showTag: (tag: string) => `Show articles tagged ${tag}`,
    note: 'Your note',
    highlights: 'Highlights',
    changed: 'The words here have changed since.',
    lost: 'Lost its place: these words are no longer in the file.',
    show: 'Show in the text',
    editNote: 'Edit note',
    addNote: 'Add a note',
  },

  picks: {
    label: 'Picked articles',
    count: (n: number) => `${count(n)} picked`,
    picked: 'Picked',
    tag: 'Tag',
    tagLabel: 'Put a tag on the picked articles',
    tagField: (n: number) => `Tag for ${some(n, 'article', 'articles')}`,
    tagSave: 'Add',
    export: 'Export the picked articles with their highlights',
    remove: 'Remove',
    removeLabel: 'Remove the picked articles from the library',
    clear: 'Let go of the picked articles',
  },

  form: {
    label: 'Edit this article',
    title: 'Title',
    outlet: 'Outlet',
    authors: 'Authors',
    authorsHint: 'one per line',
    published: 'Published',
    publishedHint: 'as 2031-01-31',
    tags: 'Tags',
    tagsHint: 'with commas between them',
    note: 'Note',
    save: 'Save',
    cancel: 'Cancel',
    read: (value: string) => (value === '' ? 'The file does not say.' : `The file says “${value}”.`),
    useRead: 'Use that',
    useReadLabel: (field: string) => `Use what the file says as ${field.toLowerCase()}`,
    why: 'The file itself stays as it is; what was read from it can be brought back.',
  },

  find: {
    label: 'Find in this article',
    placeholder: 'Find in this article',
    count: (at: number, n: number) => (n === 0 ? 'Not found' : `${count(at)} of ${count(n)}`),
    next: 'Next match',
    previous: 'Previous match',
    close: 'Close',
  },

  side: {
    highlights: 'Highlights',
    tags: 'Tags',
    showAllTags: (n: number) => `All ${count(n)} tags`,
    fewerTags: 'Fewer tags',
    narrowTo: (name: string, n: number) => `Only tagged ${name}, ${some(n, 'article', 'articles')}`,
    saved: 'Saved searches',
    runSaved: (query: string) => `Search for ${query}`,
    renameSaved: (name: string) => `Give the saved search ${name} another name`,
    nameOf: (name: string) => `Name of the saved search ${name}`,
    removeSaved: (name: string) => `Remove the saved search ${name}`,
  },

  search: {
    save: 'Save this search',
    unsave: 'Remove from the saved searches',
    history: 'Earlier searches',
    forget: (query: string) => `Forget the search ${query}`,
    forgetAll: 'Forget all',
  },

  list: {
    label: 'Highlights',
    count: (n: number, nArticles: number) => (n === 0 ? 'No highlights' : `${some(n, 'highlight', 'highlights')} in ${some(nArticles, 'article', 'articles')}`),
    filter: 'Only this colour',
    all: 'All colours',
    tag: 'Tag',
    allTags: 'Any tag',
    none: 'Nothing highlighted yet',
    noneWhy: 'Select words in an article and choose a colour, or press H while reading.',
    noneHere: 'No highlight like that',
    noneHereWhy: 'Choose another colour or tag.',
  },

  export: {
    hits: 'Export what was found',
    highlights: 'Export these highlights',
    articles: 'Export these articles with their highlights',
    article: 'Export this article with its highlights',
    as: (form: ExportForm) => forms[form][0],
    what: (form: ExportForm) => forms[form][1],
  },
};
