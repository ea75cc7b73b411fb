// Words of the window's frame in German: search, sidebar, import, reader, notices, dates.
import type { LabelDto } from '../../ipc';
import type { Frame } from '../catalogue';
import { reasonIn } from '../tools';
import { articles, blocks, copies, count, files, inArticles, outlets, passages, quoted, say } from './say';
import { following } from './work';

const labels: Record<LabelDto, string> = {
  identical: 'wortgleich', reworded: 'umformuliert', sameSubject: 'gleiches Thema', looselyRelated: 'entfernt verwandt', words: 'gemeinsame Wörter',
};

const chipWords: Record<string, string> = {
  outlet: '', author: 'von', lang: 'auf', format: 'Format', after: 'nach', before: 'vor',
  phrase: 'genau', without: 'ohne', tag: 'Schlagwort', title: 'Überschrift', quoted: 'zitiert', by: 'gesagt von', has: 'mit', on: 'am', in: 'im Zeitraum',
  condition: '',
};

const furnitureKinds: Record<string, string> = {
  navigation: 'Navigation', appeal: 'Spendenaufruf', advertising: 'Werbung', 'more links': 'Links zu anderen Seiten',
  sharing: 'Teilen-Knöpfe', notice: 'Hinweis', 'photo credit': 'Bildnachweis', byline: 'Autorenzeile, wiederholt',
  repeated: 'auf anderen Seiten wiederholt', address: 'Webadresse', 'outside article': 'außerhalb des Artikels',
};

const inHours = (n: number, minutes: number): string => (minutes === 0 ? `${count(n)} Std.` : `${count(n)} Std. ${count(minutes)} Min.`);

export const window: Frame = {
  app: 'Parallax',
  noOutlet: 'Kein Medium angegeben',
  noLanguage: 'Sprache unbekannt',

  search: {
    label: 'Bibliothek durchsuchen',
    placeholder: 'Nach Bedeutung, Wörtern oder „genauem Wortlaut“ suchen',
    placeholderEmpty: 'Noch nichts zu durchsuchen',
    clear: 'Suche leeren',
    filters: 'Aktive Filter',
    removeFilter: (what) => `Filter ${what} entfernen`,
    chip: (kind, value) => (kind === 'phrase' ? quoted(value) : [chipWords[kind] ?? kind, value].filter((word) => word !== '').join(' ')),
    results: 'Ergebnisse',
    articles: 'Artikel',
    searching: 'Suche läuft…',
    count: (nPassages, nArticles, nOutlets) =>
      [passages(nPassages), `in ${inArticles(nArticles)}`, nOutlets > 0 ? `· ${outlets(nOutlets)}` : ''].filter((part) => part !== ''),
    noneClose: 'Keine Passagen',
    countTop: (nShown, nTotal) => `${count(nShown)} von ${passages(nTotal)}`,
    countArticles: articles,
    wordsOnly: 'nur Wörter',
    wordsOnlyWhy: 'Nur die Wörter wurden verglichen; die Suche nach Bedeutung ist noch nicht bereit.',
    sort: 'Reihenfolge',
    sorts: { relevance: 'Relevanz', newest: 'Neueste', oldest: 'Älteste' },
    copies,
    moreCopies: (n) => (n === 1 ? '1 weitere Kopie zeigen' : `${count(n)} weitere Kopien zeigen`),
    copiesOf: 'Kopien dieser Passage',
    didYouMean: { before: 'Meinten Sie', after: '?' },
    notes: 'Wie die Anfrage verstanden wurde',
    nothingClose: 'Nichts kommt dem nahe',
    nothingCloseWhy: 'Keine Passage dieser Bibliothek sagt das oder etwas Ähnliches. Andere Wörter können helfen, oder weniger Filter.',
    inHeadlines: 'In Überschriften gefunden',
    inHeadlinesWhy: 'Keine Passage sagt das, aber die Überschriften dieser Artikel enthalten die Wörter.',
    newHits: (n) => `${count(n)} neu`,
    newHitsWhy: (n) => (n === 1 ? '1 neue Passage zeigen, die inzwischen dazukam' : `${count(n)} neue Passagen zeigen, die inzwischen dazukamen`),
    nothingCloseWordsWhy: 'Keine Passage dieser Bibliothek enthält diese Wörter. Weniger oder andere Wörter können helfen, oder weniger Filter.',
    inLanguage: (language) => `Dieser Artikel ist auf ${language}`,
    showLoose: (n) => (n === 1 ? '1 entfernt verwandte Passage zeigen' : `${count(n)} entfernt verwandte Passagen zeigen`),
    hideLoose: 'Entfernt verwandte Passagen ausblenden',
    failed: 'Die Suche hat nicht funktioniert',
    again: 'Erneut versuchen',
    noArticles: 'Keine Artikel',
    noArticlesWhy: 'Nichts in dieser Bibliothek stammt von diesem Medium.',
    newestFirst: 'Neueste zuerst',
  },

  side: {
    nav: 'Bibliothek',
    search: 'Suche',
    articles: 'Artikel',
    outlets: 'Medien',
    languages: 'Sprachen',
    narrowTo: (name, n) => `Nur ${name}, ${articles(n)}`,
    showAll: (n) => `Alle ${count(n)} Medien`,
    showFewer: 'Weniger Medien',
    add: 'Hinzufügen',
    files: 'Dateien hinzufügen…',
    folder: 'Ordner hinzufügen…',
    passages,
  },

  job: {
    label: 'Import',
    looking: 'Dateien werden gesucht',
    reading: (n) => (n === 1 ? '1 Datei wird gelesen' : `${count(n)} Dateien werden gelesen`),
    embedding: 'Suche nach Bedeutung wird vorbereitet',
    paused: 'Import angehalten',
    cancelled: 'Import beendet',
    done: (n) => (n === 0 ? 'Nichts Neues hinzuzufügen' : `${articles(n)} hinzugefügt`),
    files: (done, all) => `${count(done)} von ${files(all)}`,
    passages: (done, all) => `${count(done)} von ${passages(all)}`,
    page: (name, page, all) => `${name}, Seite ${count(page)} von ${count(all)} mit Texterkennung`,
    scansWait: say.plural({ one: '# Scan wartet', other: '# Scans warten' }),
    summary: (p) =>
      [
        p.phase === 'cancelled' ? `${articles(p.nImported)} behalten` : '',
        p.nPassages > 0 ? passages(p.nPassages) : '',
        p.nRemoved > 0 ? following.removed(p.nRemoved) : '',
        p.nUnchanged > 0 && !p.isFollowing ? `${count(p.nUnchanged)} schon vorhanden` : '',
        p.nSkipped > 0 && !p.isFollowing ? `${count(p.nSkipped)} andere Dateien ausgelassen` : '',
      ].filter((part) => part !== '').join(' · '),
    pause: 'Anhalten',
    resume: 'Fortsetzen',
    cancel: 'Abbrechen',
    dismiss: 'Ausblenden',
    problems: (n) => (n === 1 ? '1 Problem' : `${count(n)} Probleme`),
    next: 'Nächster Schritt',
    retry: 'Diese Dateien erneut versuchen',
    close: 'Schließen',
  },

  reader: {
    label: 'Artikel',
    by: 'von',
    furnitureHidden: (n, summary) => `Beiwerk der Seite ausgeblendet, ${blocks(n)}${summary === '' ? '' : `: ${summary}`}`,
    furnitureShown: (n) => `Beiwerk der Seite blass gezeigt, ${blocks(n)}`,
    show: 'Zeigen',
    hide: 'Ausblenden',
    furnitureKind: (code) => furnitureKinds[code] ?? code,
    receipt: 'Wie dies gelesen wurde',
    receiptWords: 'Wörter',
    receiptWordsValue: (kept, dropped) => `${count(kept)} behalten, ${count(dropped)} als Beiwerk beiseitegelegt`,
    receiptFormat: 'Format',
    receiptFile: 'Datei',
    receiptNames: { format: 'Format', encoding: 'Kodierung', title: 'Titel', outlet: 'Medium', authors: 'Autoren', published: 'Veröffentlicht', language: 'Sprache', address: 'Adresse', note: 'Hinweis' },
    receiptSources: {
      'json-ld': 'JSON-LD', opengraph: 'OpenGraph', meta: 'Meta-Angaben', markup: 'Auszeichnung', dateline: 'Ortszeile', 'first lines': 'erste Zeilen',
      'file properties': 'Dateieigenschaften', 'file name': 'Dateiname', detected: 'erkannt', 'by you': 'von Ihnen',
    },
    back: 'Zurück',
    forward: 'Vor',
    remove: 'Entfernen',
    removeLabel: 'Diesen Artikel aus der Bibliothek entfernen',
    removed: (title) => `${quoted(title)} entfernt`,
    removedMany: (n) => `${articles(n)} entfernt`,
    idle: 'Einen Satz finden und sehen, wer ihn noch sagt',
    idleWhy: 'Wählen Sie eine Passage aus der Liste, oder beginnen Sie mit einem Satz aus Ihren eigenen Artikeln.',
    failed: 'Dieser Artikel konnte nicht geöffnet werden',
    here: 'Die gefundene Passage',
    loading: 'Wird geöffnet…',
  },

  elsewhere: {
    label: 'Anderswo',
    outlets,
    idle: 'Während Sie lesen, erscheinen hier Passagen anderer Artikel, die dasselbe sagen.',
    none: 'Kein anderer Artikel dieser Bibliothek sagt das.',
    noneSelection: 'Kein anderer Artikel dieser Bibliothek sagt, was Sie ausgewählt haben.',
    selection: 'Zu Ihrer Auswahl',
    clearSelection: 'Zurück zur Passage, die Sie lesen',
    wordsOnly: 'Nur Wörter konnten verglichen werden; die Suche nach Bedeutung ist noch nicht bereit.',
    outside: (language) =>
      `Das Sprachmodell wurde nicht für ${language} gemacht, daher wird hier nichts nach Bedeutung verglichen. Artikel, die dies Wort für Wort wiederholen, werden trotzdem genannt; welche Sprachen es kennt, steht in den Einstellungen unter Modell.`,
    repeat: (n) => (n === 1 ? ' wiederholt diese Passage.' : ' wiederholen diese Passage.'),
    failed: 'Die anderen Artikel konnten nicht verglichen werden.',
  },

  empty: {
    title: 'Artikel hier ablegen',
    line1: 'Webseiten, PDFs, Word- und E-Book-Dateien, E-Mails, reiner Text.',
    line2: 'Sie bleiben, wo sie sind, und nichts verlässt diesen Computer.',
    what: 'Parallax findet Passagen nach dem, was sie bedeuten, und zeigt, wer dasselbe noch sagt.',
    files: 'Dateien wählen…',
    folder: 'Ordner wählen…',
    sample: 'Beispielbibliothek ausprobieren',
    watch: 'Oder einen Ordner beobachten, mit dem die Bibliothek Schritt hält',
    working: 'Ihre Artikel werden gelesen',
    workingWhy: 'Die ersten erscheinen gleich.',
  },

  drop: {
    title: (n) => (n > 0 ? (n === 1 ? 'Loslassen, um 1 Element hinzuzufügen' : `Loslassen, um ${count(n)} Elemente hinzuzufügen`) : 'Loslassen, um sie hinzuzufügen'),
    notNow: 'Jetzt kann nichts hinzugefügt werden',
  },

  notice: {
    loading: 'Die Suche nach Bedeutung wird vorbereitet; die Suche nach Wörtern funktioniert schon.',
    readOnly: 'Diese Bibliothek ist nur zum Lesen geöffnet.',
    dismiss: 'Diesen Hinweis ausblenden',
  },

  library: {
    menu: (name) => `Bibliothek ${name}`,
    where: 'Liegt in',
    holds: 'Enthält',
    holdsValue: (nArticles, nPassages) => `${articles(nArticles)}, ${passages(nPassages)}`,
    pending: (n) => (n === 1 ? '1 Passage, die bisher nur über Wörter gefunden wird' : `${count(n)} Passagen, die bisher nur über Wörter gefunden werden`),
    model: 'Modell',
    modelLoading: 'wird geladen',
    modelMissing: 'nicht verfügbar',
    textSize: 'Textgröße',
    smaller: 'Kleinerer Text',
    larger: 'Größerer Text',
    normal: 'Normale Textgröße',
    keys: 'Alle Tasten…',
    palette: 'Alle Aktionen…',
  },

  theme: { light: 'Hell', dark: 'Dunkel', system: 'Wie das System', toggle: (now) => `Erscheinungsbild: ${now}. Wechseln` },
  tabs: { label: 'Bereiche', list: 'Ergebnisse', reader: 'Artikel', elsewhere: 'Anderswo' },
  toast: { dismiss: 'Ausblenden', failed: 'Das hat nicht funktioniert' },
  label: (label) => labels[label],
  andMore: (n) => ` und ${count(n)} weitere`,
  cited: (words, source, file) => `${quoted(words)}\n— ${source.join(', ')}. Datei ${file}`,
  quoted,

  why: reasonIn({
    sameWords: 'sagt dasselbe mit denselben Wörtern',
    reworded: ['sagt dasselbe mit anderen Wörtern', (shared) => `sagt dasselbe, gemeinsam: ${shared}`],
    near: ['nah in der Bedeutung, ohne gemeinsames Wort', (shared) => `nah in der Bedeutung, gemeinsam: ${shared}`],
    mayBeNear: 'vielleicht nah; das Modell wurde nicht für diese Sprache gemacht',
    words: (shared) => `enthält die Wörter ${shared}`,
    headline: (words) => `hat ${words} in der Überschrift`,
    filters: 'erfüllt die Filter',
    alsoHeadline: (words) => `; ${words} in der Überschrift`,
  }, quoted, (n) => ` und ${count(n)} weitere`),

  /** Dialogs that the system draws. */
  system: {
    chooseFiles: 'Artikel zum Hinzufügen wählen',
    chooseFolders: 'Ordner mit Artikeln zum Hinzufügen wählen',
    chooseWatched: 'Ordner zum Beobachten wählen',
    chooseCopy: 'Ort für die Sicherungskopie wählen',
    chooseLibrary: 'Eine Bibliothek wählen',
    chooseEmpty: 'Einen leeren Ordner für die neue Bibliothek wählen',
    saveAs: 'Speichern als {form}',
    replaceTitle: 'Datei ersetzen?',
    replaceAsk: '„{file}“ gibt es schon. Überschreiben?',
    replace: 'Ersetzen',
    cancel: 'Abbrechen',
    edit: 'Bearbeiten',
  },

  when: { sameDay: 'am selben Tag', nextDay: 'am Tag danach', dayBefore: 'am Tag davor' },
  left: {
    almost: 'fast fertig',
    seconds: (n) => `noch ${count(n)} s`,
    aMinute: 'noch etwa eine Minute',
    minutes: (n) => `noch etwa ${count(n)} Min.`,
    hours: (n, minutes) => `noch etwa ${inHours(n, minutes)}`,
  },
  takes: {
    seconds: (n) => `${count(n)} s`,
    aMinute: 'etwa eine Minute',
    minutes: (n) => `etwa ${count(n)} Min.`,
    hours: (n, minutes) => `etwa ${inHours(n, minutes)}`,
  },

  keyNames: { mod: 'Strg', alt: 'Alt', shift: 'Umschalt', enter: 'Eingabe', escape: 'Esc', backspace: 'Rücktaste', delete: 'Entf' },
};
