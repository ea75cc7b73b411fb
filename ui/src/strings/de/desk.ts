// Words of the desk itself in German: help, legend, tour, panes, reading, columns, copying.
import type { CopyForm } from '../../ipc';
import type { Catalogue } from '../catalogue';
import { articles, count, noted } from './say';

const copyForms: Record<CopyForm, string> = {
  plain: 'Wörter mit Quelle', apa: 'Literaturangabe, APA', chicago: 'Literaturangabe, Chicago', mla: 'Literaturangabe, MLA',
  harvard: 'Literaturangabe, Harvard', markdown: 'Markdown', html: 'HTML',
};

export const desk: Catalogue['desk'] = {
  help: {
    title: 'Hilfe',
    contents: 'Inhalt des Handbuchs',
    search: 'Handbuch durchsuchen',
    found: noted,
    none: 'Das Handbuch enthält diese Wörter nicht.',
    inEnglish: 'Das Handbuch gibt es nur auf Englisch.',
    legend: 'Was die Zeichen bedeuten',
    tour: 'Rundgang zeigen',
  },

  legend: {
    title: 'Was die Zeichen bedeuten',
    why: 'Jede Form und Farbe des Fensters, wie sie aussieht.',
    open: 'Was die Zeichen bedeuten',
    labels: 'Wie nah eine Passage ist',
    label: {
      identical: 'Sagt dasselbe mit denselben Wörtern.',
      reworded: 'Sagt dasselbe mit anderen Wörtern.',
      sameSubject: 'Spricht von derselben Sache, ohne dasselbe zu sagen.',
      looselyRelated: 'Nah, aber vielleicht über etwas anderes.',
      words: 'Hat gemeinsame Wörter; über die Bedeutung ist nichts bekannt.',
    },
    colours: 'Zeichen im Text',
    sample: { word: 'gelb', mean: 'hellblau', differs: 'rostrot', highlight: 'getönte Zeile' },
    word: 'Ein Wort, nach dem Sie gesucht haben.',
    mean: 'Der Satz, der Ihrer Suche in der Bedeutung am nächsten ist.',
    differs: 'Was ein anderes Medium abweichend sagt: eine Zahl, ein Name, ein Datum, eine Verneinung.',
    here: 'Blauer Balken neben dem Text: die Passage, derentwegen Sie kamen.',
    looking: 'Grauer Balken: die Passage, die Sie lesen; „Anderswo“ zeigt, wer sie noch sagt. Ein Klick auf eine andere verschiebt ihn.',
    highlight: 'Wörter, die Sie markiert haben, in der gewählten Farbe.',
    unread: 'Blauer Punkt in einer Liste: ein Artikel, den Sie noch nicht geöffnet haben.',
    stories: 'In Geschichten',
    origin: 'Artikel mit demselben Buchstaben haben einen Ursprung: Sie wiederholen eine Agentur oder einander. Sie zählen als eine Stimme.',
    origins: 'So viele Stimmen, die, soweit die Artikel es zeigen, nicht voneinander stammen. Es können mehr sein: Nicht jeder Artikel sagt, woher er seine Angaben hat.',
  },

  tour: {
    label: 'Ein erster Rundgang',
    step: (n, of) => `${count(n)} von ${count(of)}`,
    next: 'Weiter',
    back: 'Zurück',
    done: 'Beginnen',
    skip: 'Überspringen',
    cards: {
      find: { title: 'Einen halb erinnerten Satz finden', text: 'Geben Sie oben Wörter, eine ganze Frage oder einen Satz ein. Auch Passagen, die dasselbe mit anderen Wörtern sagen, werden gefunden; jede sagt, warum sie da ist.' },
      sides: { title: 'Sehen, wer es noch sagt', text: 'Öffnen Sie eine Passage und lesen Sie weiter. „Anderswo“ folgt am Rand Ihren Augen: wer sie wiederholt, wer sie anders sagt. „Geschichten“ legt alle Seiten eines Ereignisses nebeneinander.' },
      keep: { title: 'Behalten, was Sie finden', text: 'Wählen Sie Wörter aus: H markiert sie, C kopiert sie mit Quelle. T gibt einem Artikel ein Schlagwort. Strg Z macht rückgängig, was Sie auch getan haben.' },
      quiet: { title: 'Alles bleibt hier', text: 'Kein Konto, kein Netz: Ihre Dateien bleiben, wo sie sind, und nichts verlässt diesen Computer. Strg P findet jede Aktion, F1 öffnet das Handbuch.' },
    },
  },

  panes: { side: 'Breite der Seitenleiste', list: 'Breite der Liste', elsewhere: 'Breite von „Anderswo“' },

  reading: {
    title: 'Wie Artikel aussehen',
    font: 'Schrift',
    fonts: { serif: 'Serifen', sans: 'Serifenlos' },
    size: 'Größe',
    width: 'Zeilenlänge',
    widths: { narrow: 'Schmal', normal: 'Normal', wide: 'Breit' },
    spacing: 'Abstand',
    spacings: { tight: 'Eng', normal: 'Normal', loose: 'Weit' },
    paper: 'Papier',
    papers: { plain: 'Weiß', sepia: 'Sepia' },
    smaller: 'Kleinerer Artikeltext',
    larger: 'Größerer Artikeltext',
    reset: 'Wie am Anfang',
  },

  filters: { label: 'Geltende Filter', clear: 'Alle aufheben' },

  columns: {
    show: 'Spalten und Reihenfolge',
    table: 'Als Tabelle',
    columns: 'Spalten',
    names: { title: 'Titel', outlet: 'Medium', published: 'Datum', added: 'Hinzugefügt', words: 'Wörter', tags: 'Schlagwörter' },
    sort: 'Reihenfolge',
    up: 'aufsteigend', down: 'absteigend',
    sortBy: (name) => `Ordnen nach: ${name}`,
    densities: { comfortable: 'Zeilen: bequem', compact: 'Zeilen: dicht' },
    unread: 'noch nicht geöffnet',
    nUnread: (n) => `${count(n)} ungelesen`,
    markAllRead: 'Alle als gelesen kennzeichnen',
  },

  menu: {
    label: 'Menü',
    menus: { add: 'Bibliothek', find: 'Suchen', read: 'Artikel', sides: 'Geschichten', keep: 'Behalten', window: 'Ansicht', help: 'Hilfe' },
  },

  copy: {
    label: 'Kopieren als',
    form: (form) => copyForms[form],
    action: (form) => `Kopieren als: ${copyForms[form]}`,
    done: (form) => `Kopiert: ${copyForms[form]}`,
  },

  imported: (n, minutes) => `Der Import ist fertig: ${articles(n)} in ${minutes === 1 ? '1 Minute' : `${count(minutes)} Minuten`} hinzugefügt`,

  actions: {
    help: 'Hilfe: das Handbuch',
    legend: 'Was die Zeichen bedeuten',
    tour: 'Rundgang zeigen',
    sidebar: 'Seitenleiste zeigen oder ausblenden',
    elsewhere: '„Anderswo“ zeigen oder ausblenden',
    resetPanes: 'Bereiche wie am Anfang',
    reading: 'Wie Artikel aussehen…',
    sepia: 'Sepiapapier oder weißes',
    print: 'Artikel drucken…',
    menu: 'Menü öffnen',
    table: 'Artikel als Tabelle oder als Karten',
    density: 'Dichte oder bequeme Zeilen',
    markAllRead: 'Alle Artikel als gelesen kennzeichnen',
  },
};
