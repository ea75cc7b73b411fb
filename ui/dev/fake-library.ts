// A small made-up library: a story told by several outlets, copies of it, a follow-up,
// and things that have nothing to do with it. Invented people, places and papers.
//
// `{w:…}` marks a shared word, `{m:…}` the nearest sentence, `{d:…}` what differs.
// Not here: how it is searched (fake-bindings.ts).

export interface FakeArticle {
  id: number;
  title: string;
  outlet: string | null;
  authors: string[];
  published: string | null;
  language: string;
  file: string;
  /** Paragraphs; a leading `#` is a heading, `-` a list item, `>` a quote, `!reason:` furniture. */
  text: string[];
}

export const LIBRARY: FakeArticle[] = [
  {
    id: 1, title: 'Tram operator says it wants the night line back', outlet: 'Coast Herald',
    authors: ['Ines Marlow'], published: '2031-01-04', language: 'en', file: 'night-line-return.html',
    text: [
      '!navigation:Home · Region · Transport · Opinion',
      '!appeal:Enjoying this article? Keep local reporting free with a small monthly gift.',
      'The city’s tram operator said on Saturday that it wants to run trams through the night again, three years after the last one left Fenwick Square with eleven passengers on board.',
      '“{m:We need to bring the night line back and give the shift workers what they had before,}” said Ruth Calloway, who heads the operator’s planning office. She called the replacement buses “a decision nobody on the late shift ever asked for”, and said the figures that once spoke against the trams had been collected in the two quietest winters on record.',
      'Before it was stopped, the {w:night} line carried about 4,200 people a week between the {w:harbour} and the hospital. Most of them were nurses, bakers and cleaners, and a survey of the time found that two in three had no car.',
      '!more links:Read more: Five walks along the old tram embankment',
      'The council has set aside nothing for it so far. Its transport committee meets on the nineteenth, and two of its members told this newspaper that they would vote for a trial of six months if the operator paid for the drivers.',
      '# What it would cost',
      'Calloway put the price at 1.9 million a year, a third less than the buses that replaced the trams. The difference, she said, comes from the new cars, which need one driver where the old ones needed two.',
      '- A tram every forty minutes between one and five.',
      '- Two of the six depots kept open.',
      '- No change on Sundays.',
      'The drivers’ union welcomed the plan but asked for written rest times before anyone is put on the roster.',
      '!sharing:Share this article · Print · Letter to the editor',
      '!notice:We use cookies to understand how our pages are read.',
    ],
  },
  {
    id: 2, title: 'Night trams may return, planners say, in a turn few had expected', outlet: 'The Quay',
    authors: ['P. Lindqvist', 'Mara Osei'], published: '2031-01-05', language: 'en', file: 'quay-2031-01-05.html',
    text: [
      'Night trams could be rolling again by the autumn. “{m:We must bring the night service back and return to the late shift what was taken from it,}” planning chief Ruth Calloway told Norden Wire at the weekend.',
      'It is a turn few had expected. As late as October the operator called the {w:night} line “a museum piece with a timetable”, and sold nine of the cars that had served it.',
      'Officials at the {w:harbour} authority, whose workers made up a fifth of the passengers, said they had not been asked but would be glad of it.',
    ],
  },
  {
    id: 3, title: 'A warm word for the late shift, two weeks before the vote', outlet: 'Ledger Weekly',
    authors: ['Theo Brandt'], published: '2031-01-06', language: 'en', file: 'ledger_0106.txt',
    text: [
      'The announcement lands two weeks before the council votes on the operator’s licence, and after a year in which the company blamed the {w:night} line for every late morning tram.',
      'Calloway did not repeat the old figures. The line, she said, had been “useful” to {d:shopkeepers} as well as to nurses, and it would cost {d:2.4 million}, money the council does not have.',
      'People who have sat across the table from her speak of a plan with two readers: the late shift, which wants its tram, and the committee, which wants a reason.',
    ],
  },
  {
    id: 4, title: 'Tram operator says it wants the night line back', outlet: 'Tideline',
    authors: [], published: '2031-01-05', language: 'en', file: 'tideline-mirror.html',
    text: [
      'The city’s tram operator said on Saturday that it wants to run trams through the night again, three years after the last one left Fenwick Square with eleven passengers on board.',
      '“We need to bring the night line back and give the shift workers what they had before,” said Ruth Calloway, who heads the operator’s planning office.',
    ],
  },
  {
    id: 5, title: 'Deputy mayor confident the late trams will run by spring', outlet: 'Norden Wire',
    authors: [], published: '2031-09-14', language: 'en', file: 'nw-14-sep.md',
    text: [
      'The deputy mayor expects the first {w:night} trams “by spring, at the latest with the summer timetable”, he said after a visit to the depot at Fenwick Square.',
      '“We will go back to the good arrangement that the {d:night service} was,” the {d:deputy mayor} said, adding that the council’s trial of six months had become one of twelve.',
    ],
  },
  {
    id: 6, title: 'Inspectors warn of worn points on the harbour curve', outlet: 'Coast Herald',
    authors: ['Ines Marlow'], published: '2030-11-02', language: 'en', file: 'points.html',
    text: ['Inspectors said the points on the {w:harbour} curve were worn beyond what the rules allow, and asked for a speed limit until they are replaced.'],
  },
  {
    id: 7, title: 'Glasshouse growers turn their lamps down to save the moths', outlet: 'Ledger Weekly',
    authors: ['Ada Quist'], published: '2030-08-19', language: 'en', file: 'moths.txt',
    text: ['Forty growers along the estuary will dim their lamps between eleven and four, after counts showed that hawk-moths had stopped crossing the river.'],
  },
  {
    id: 8, title: 'Die Nachtlinie kehrt zurück, vorerst auf Probe', outlet: 'Abendblatt Norden',
    authors: ['K. Reuter'], published: '2031-02-20', language: 'de', file: 'nachtlinie.html',
    text: ['Der Rat hat einem Versuch von sechs Monaten zugestimmt: Ab Mai fahren zwischen ein und fünf Uhr wieder Straßenbahnen vom Hafen zum Krankenhaus.'],
  },
  {
    id: 9, title: 'What the tide tables do not tell: a year with the three people who measure the estuary by hand, and why the harbour authority would rather they stopped doing so', outlet: 'The Journal of the Society for the Study of Estuaries, Harbours, Tidal Rivers and the Working Waterfront of the Northern and North-Western Counties, with Which Is Incorporated the Quarterly Record of Soundings',
    authors: ['A name long enough to need cutting off somewhere', 'Another of the same kind', 'And a third who wrote the captions'], published: '2030-06', language: 'en', file: 'a-very-long-file-name-that-somebody-once-saved-from-a-browser-without-ever-looking-at-it-again (1).html',
    text: ['Every morning at six, one of three people walks to the end of the old pier with a lead line and a notebook. '.repeat(4).trim(), 'Averyveryverylongwordwithoutanybreakwhichsometimeshappensinbadlyextractedtextandmustnotpushthepaneswider'.repeat(2)],
  },
  {
    id: 10, title: 'Notes from a notebook', outlet: null, authors: [], published: null, language: 'en', file: 'notes.txt',
    text: ['The last tram. Eleven people, one of them asleep. The driver waited for a nurse who was still running.'],
  },
];
