//! What stands on drawn pages: texts of our own in six languages, and pages' worth of them.

use super::draw::{CHINESE, FONTS};

/// A language and its paragraphs.
pub(super) struct Texts {
    /// ISO 639-1.
    pub(super) language: &'static str,
    pub(super) headline: &'static str,
    pub(super) paragraphs: [&'static str; 6],
}

impl Texts {
    /// Paragraphs from the `nth` on, about as many letters as stand on a page.
    pub(super) fn page(&self, nth: usize, n_letters: usize) -> Vec<&'static str> {
        let mut taken = Vec::new();
        let mut n_taken = 0;
        let mut from = nth;
        while n_taken < n_letters {
            let text = self.paragraphs[from % self.paragraphs.len()];
            n_taken += text.chars().count();
            taken.push(text);
            // Every order of them comes up before one does again.
            from += 1 + nth / self.paragraphs.len() % 2 * 4;
        }
        taken
    }

    /// A font that has its letters.
    pub(super) fn font(&self, nth: usize) -> &'static str {
        if self.language == "zh" { CHINESE } else { FONTS[nth % FONTS.len()] }
    }
}

pub(super) const ALL: [Texts; 6] = [
    Texts {
        language: "en",
        headline: "Council closes the old harbour bridge",
        paragraphs: [
            "The council voted on Tuesday to close the old harbour bridge for eighteen months while \
             its piers are rebuilt. Engineers said that the foundations, laid in 1894, had moved by \
             eleven centimetres since the flood of last spring.",
            "\"We would rather have a quiet bridge than a sudden one,\" said Mary Holloway, who chairs \
             the works committee. Opponents had asked for a temporary crossing, which the council \
             refused: it would have cost 4.2 million, a third of the whole budget for roads.",
            "Until the bridge opens again, a ferry will carry people and bicycles every twelve minutes \
             between six in the morning and midnight. Lorries must take the ring road, which is \
             twenty-three kilometres longer; drivers fear queues at the eastern junction.",
            "Shopkeepers on the north bank expect to lose customers. Ahmed Rahimi, whose bakery has \
             stood beside the bridge for thirty years, plans to open a stall at the landing stage. \
             \"If they cannot come to the bread, the bread will come to them,\" he said.",
            "The firm that won the contract, Larsen and Sons, has repaired two similar bridges on the \
             coast. Divers will first survey the river bed; pile driving begins in September and is \
             forbidden at night, on Sundays and during the two weeks in which salmon pass.",
            "Historians hope that the work will bring to light what is left of the wooden bridge that \
             burned in 1612. Fragments of oak were found nearby in 1957. The museum has asked for \
             three days' notice before any of the old masonry is removed.",
        ],
    },
    Texts {
        language: "de",
        headline: "Stadtrat sperrt die alte Hafenbrücke",
        paragraphs: [
            "Der Stadtrat hat am Dienstag beschlossen, die alte Hafenbrücke für achtzehn Monate zu \
             sperren, während ihre Pfeiler erneuert werden. Nach Angaben der Ingenieure haben sich die \
             Fundamente aus dem Jahr 1894 seit dem Hochwasser um elf Zentimeter verschoben.",
            "„Lieber eine stille Brücke als eine plötzliche“, sagte Maria Hollweg, die den Ausschuss \
             für Bauten leitet. Die Gegner hatten einen Behelfsübergang verlangt; der Rat lehnte ihn \
             ab, weil er 4,2 Millionen gekostet hätte, ein Drittel des gesamten Straßenhaushalts.",
            "Bis zur Wiedereröffnung bringt eine Fähre Fußgänger und Fahrräder alle zwölf Minuten über \
             den Fluss, von sechs Uhr früh bis Mitternacht. Lastwagen müssen die Ringstraße nehmen, \
             die dreiundzwanzig Kilometer länger ist; Fahrer fürchten Staus an der Ostkreuzung.",
            "Die Händler am Nordufer rechnen mit weniger Kundschaft. Ahmed Rahimi, dessen Bäckerei seit \
             dreißig Jahren neben der Brücke steht, will am Anleger einen Stand eröffnen. „Wenn die \
             Leute nicht zum Brot kommen können, kommt das Brot eben zu ihnen.“",
            "Den Auftrag erhielt die Firma Larsen und Söhne, die an der Küste bereits zwei ähnliche \
             Brücken instand gesetzt hat. Zunächst untersuchen Taucher das Flussbett; im September \
             beginnen die Rammarbeiten, die nachts, sonntags und während des Lachszuges ruhen.",
            "Historiker hoffen, dass die Arbeiten Reste der hölzernen Brücke zutage fördern, die 1612 \
             abgebrannt ist. Eichenstücke wurden 1957 ganz in der Nähe gefunden. Das Museum möchte drei \
             Tage vorher Bescheid wissen, ehe altes Mauerwerk entfernt wird.",
        ],
    },
    Texts {
        language: "fr",
        headline: "Le vieux pont du port sera fermé",
        paragraphs: [
            "Le conseil municipal a décidé mardi de fermer le vieux pont du port pendant dix-huit mois, \
             le temps de reconstruire ses piles. Selon les ingénieurs, les fondations posées en 1894 \
             se sont déplacées de onze centimètres depuis la crue du printemps dernier.",
            "« Mieux vaut un pont silencieux qu’un pont qui surprend », a déclaré Marie Houllier, qui \
             préside la commission des travaux. Les opposants réclamaient un passage provisoire ; le \
             conseil l’a refusé, car il aurait coûté 4,2 millions, le tiers du budget des routes.",
            "Jusqu’à la réouverture, un bac transportera piétons et vélos toutes les douze minutes, de \
             six heures du matin à minuit. Les camions devront emprunter la rocade, plus longue de \
             vingt-trois kilomètres ; les chauffeurs craignent des bouchons à l’échangeur est.",
            "Les commerçants de la rive nord s’attendent à perdre des clients. Ahmed Rahimi, dont la \
             boulangerie se trouve près du pont depuis trente ans, veut ouvrir un étal à l’embarcadère. \
             « S’ils ne peuvent pas venir au pain, le pain ira à eux », a-t-il dit.",
            "L’entreprise retenue, Larsen et Fils, a déjà réparé deux ponts semblables sur la côte. Des \
             plongeurs examineront d’abord le lit de la rivière ; le battage des pieux commencera en \
             septembre et sera interdit la nuit, le dimanche et pendant la remontée des saumons.",
            "Des historiens espèrent que les travaux mettront au jour les restes du pont de bois brûlé \
             en 1612. Des morceaux de chêne ont été trouvés tout près en 1957. Le musée demande à être \
             prévenu trois jours avant que l’ancienne maçonnerie ne soit enlevée.",
        ],
    },
    Texts {
        language: "es",
        headline: "El viejo puente del puerto se cierra",
        paragraphs: [
            "El ayuntamiento decidió el martes cerrar el viejo puente del puerto durante dieciocho \
             meses mientras se reconstruyen sus pilares. Según los ingenieros, los cimientos, puestos \
             en 1894, se han movido once centímetros desde la inundación de la primavera pasada.",
            "«Preferimos un puente callado a un puente repentino», dijo María Olivares, que preside la \
             comisión de obras. Los opositores habían pedido un paso provisional, que el ayuntamiento \
             rechazó: habría costado 4,2 millones, un tercio del presupuesto de carreteras.",
            "Hasta que el puente se abra de nuevo, un transbordador llevará a peatones y bicicletas \
             cada doce minutos, de las seis de la mañana a medianoche. Los camiones tendrán que usar la \
             ronda, veintitrés kilómetros más larga; los conductores temen atascos en el cruce este.",
            "Los comerciantes de la orilla norte esperan perder clientes. Ahmed Rahimi, cuya panadería \
             lleva treinta años junto al puente, piensa abrir un puesto en el embarcadero. «Si no \
             pueden venir al pan, el pan irá a ellos», dijo.",
            "La empresa que ganó el contrato, Larsen e Hijos, ha reparado dos puentes parecidos en la \
             costa. Primero unos buzos examinarán el lecho del río; la hinca de pilotes empieza en \
             septiembre y se prohíbe de noche, los domingos y mientras pasa el salmón.",
            "Los historiadores confían en que las obras saquen a la luz los restos del puente de madera \
             que ardió en 1612. En 1957 se hallaron trozos de roble muy cerca. El museo ha pedido que \
             se le avise tres días antes de retirar la antigua mampostería.",
        ],
    },
    Texts {
        language: "ru",
        headline: "Совет закрывает старый портовый мост",
        paragraphs: [
            "Во вторник городской совет решил закрыть старый портовый мост на восемнадцать месяцев, \
             пока будут перестраиваться его опоры. По словам инженеров, фундамент, заложенный в 1894 \
             году, сместился после весеннего наводнения на одиннадцать сантиметров.",
            "«Пусть лучше мост молчит, чем рухнет внезапно», — сказала Мария Холодова, которая \
             возглавляет комиссию по строительству. Противники просили временную переправу, но совет \
             отказал: она стоила бы 4,2 миллиона, то есть треть всех средств на дороги.",
            "Пока мост не откроют, паром будет перевозить людей и велосипеды каждые двенадцать минут, с \
             шести утра до полуночи. Грузовикам придётся ездить по кольцевой дороге, которая длиннее на \
             двадцать три километра; водители боятся очередей на восточной развязке.",
            "Торговцы на северном берегу ждут убытков. Ахмед Рахими, чья пекарня стоит у моста тридцать \
             лет, собирается открыть прилавок на пристани. «Если люди не могут прийти за хлебом, хлеб \
             придёт к ним сам», — сказал он.",
            "Подряд получила фирма «Ларсен и сыновья», которая уже починила два похожих моста на \
             побережье. Сначала водолазы осмотрят дно реки; забивать сваи начнут в сентябре, но не \
             ночью, не по воскресеньям и не в те две недели, когда идёт лосось.",
            "Историки надеются, что работы откроют остатки деревянного моста, сгоревшего в 1612 году. \
             Куски дуба нашли поблизости в 1957 году. Музей просит предупредить его за три дня до того, \
             как начнут разбирать старую кладку.",
        ],
    },
    Texts {
        language: "zh",
        headline: "市议会决定关闭港口旧桥",
        paragraphs: [
            "市议会星期二决定，港口旧桥将关闭十八个月，以便重建桥墩。工程师说，一八九四年打下的地基在去年春天的洪水之后移动了十一厘米。",
            "“我们宁愿要一座安静的桥，也不要一座突然倒下的桥。”负责工程委员会的何丽华说。反对者要求修建临时通道，但是议会没有同意，因为这要花费四百二十万，相当于全年道路预算的三分之一。",
            "在大桥重新开放以前，渡船每十二分钟运送一次行人和自行车，从早上六点一直开到半夜。卡车必须走环城公路，路程要多二十三公里，司机们担心东边的路口会堵车。",
            "北岸的商店老板担心客人减少。马志远的面包店在桥边开了三十年，他打算在码头摆一个摊位。他说：“如果客人不能来买面包，那么面包就去找他们。”",
            "中标的公司已经在海边修好了两座类似的桥。潜水员首先要检查河床，九月开始打桩，夜里、星期天以及鲑鱼经过的两个星期不许施工。",
            "历史学家希望工程能够找到一六一二年烧毁的木桥的遗迹。一九五七年，人们在附近发现过橡木碎片。博物馆要求在拆除旧石墙之前三天得到通知。",
        ],
    },
];
