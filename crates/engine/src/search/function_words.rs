//! Words that say nothing about what is asked. They are left out of a search when other
//! words remain: every passage has them, so they only cost time, and marking them tells
//! nobody anything.
//!
//! The lists hold the most frequent function words (English: Fox 1989, first ranks; the
//! others written down by hand, with the question words), as typed, in lower case.
//! Not here: what becomes of the words that are left (`words`).

/// Languages whose function words are content in others: one of them is taken for the
/// query's when it has so many more of its function words than English.
const MARGIN: usize = 2;

const LATIN: [&[&str]; 7] = [&GERMAN, &FRENCH, &SPANISH, &ITALIAN, &PORTUGUESE, &DUTCH, &POLISH];

/// The function words among some words.
pub(super) struct FunctionWords(&'static [&'static str]);

impl FunctionWords {
    /// - `words`: those of a query or a text, in lower case and bare.
    pub(super) fn of(words: &[String]) -> Self {
        let n_in = |list: &[&str]| words.iter().filter(|word| holds(list, word)).count();
        let n_english = n_in(&ENGLISH);
        // The first of those with most.
        let best = LATIN.iter().rev().map(|list| (n_in(list), list)).max_by_key(|(n, _)| *n);
        match best {
            Some((n, list)) if n >= n_english + MARGIN => Self(list),
            _ => Self(&ENGLISH),
        }
    }

    /// Whether a word, in lower case and bare, says nothing.
    pub(super) fn contains(&self, word: &str) -> bool {
        // Words in Cyrillic letters are no others.
        holds(self.0, word) || holds(&RUSSIAN, word) || holds(&UKRAINIAN, word)
    }
}

fn holds(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

const ENGLISH: [&str; 62] = [
    "a", "about", "after", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been",
    "but", "by", "can", "did", "do", "does", "for", "from", "had", "has", "have", "he", "her",
    "his", "how", "if", "in", "into", "is", "it", "its", "of", "on", "or", "she", "so", "than",
    "that", "the", "their", "there", "these", "they", "this", "to", "was", "we", "were", "what",
    "when", "where", "which", "who", "why", "will", "with", "would", "you", "your",
];

const GERMAN: [&str; 92] = [
    "aber", "als", "am", "an", "auch", "auf", "aus", "bei", "beim", "bis", "da", "das", "dass",
    "daß", "dem", "den", "denn", "der", "des", "die", "doch", "durch", "ein", "eine", "einem",
    "einen", "einer", "eines", "er", "es", "fuer", "für", "haben", "hat", "hatte", "ich", "ihr",
    "ihre", "im", "in", "ins", "ist", "ja", "kann", "können", "man", "mehr", "mit", "nach",
    "nicht", "noch", "nur", "ob", "oder", "ohne", "schon", "sein", "seine", "sich", "sie", "sind",
    "so", "ueber", "um", "und", "unter", "vom", "von", "vor", "wann", "war", "waren", "warum",
    "was", "weil", "welche", "welcher", "welches", "wenn", "wer", "werden", "wie", "wieder",
    "wird", "wo", "wurde", "wurden", "zu", "zum", "zur", "zwischen", "über",
];

const FRENCH: [&str; 67] = [
    "a", "au", "aux", "avec", "ce", "cela", "ces", "cet", "cette", "comme", "comment", "dans",
    "de", "des", "dont", "du", "elle", "elles", "en", "est", "et", "fait", "il", "ils", "je", "la",
    "le", "les", "leur", "leurs", "lui", "mais", "ne", "ni", "nous", "on", "ont", "ou", "où",
    "par", "pas", "plus", "pour", "pourquoi", "quand", "que", "quel", "quelle", "quelles", "quels",
    "qui", "quoi", "sa", "se", "ses", "si", "son", "sont", "sur", "un", "une", "vous", "y", "à",
    "était", "été", "être",
];

const SPANISH: [&str; 73] = [
    "a", "al", "como", "con", "cual", "cuando", "cuál", "cuáles", "cuándo", "cuánto", "cuántos",
    "cómo", "de", "del", "desde", "donde", "dónde", "e", "el", "en", "entre", "era", "es", "esa",
    "ese", "eso", "esta", "estas", "este", "esto", "estos", "fue", "fueron", "ha", "han", "hasta",
    "hay", "la", "las", "le", "les", "lo", "los", "mas", "muy", "más", "no", "o", "para", "pero",
    "por", "porque", "que", "quien", "quienes", "quién", "qué", "se", "ser", "si", "sin", "sobre",
    "son", "su", "sus", "también", "u", "un", "una", "unas", "unos", "y", "ya",
];

const ITALIAN: [&str; 80] = [
    "a", "agli", "ai", "al", "alla", "alle", "allo", "anche", "che", "chi", "come", "con", "cui",
    "da", "dai", "dal", "dalla", "dalle", "degli", "dei", "del", "della", "delle", "dello", "di",
    "dove", "e", "ed", "era", "erano", "essere", "fra", "gli", "ha", "hanno", "i", "il", "in",
    "la", "le", "lo", "loro", "ma", "negli", "nei", "nel", "nella", "nelle", "nello", "non", "o",
    "per", "perché", "più", "quale", "quali", "quando", "quanto", "questa", "queste", "questi",
    "questo", "si", "sono", "stata", "stato", "su", "sua", "sue", "sui", "sul", "sulla", "sulle",
    "suo", "suoi", "tra", "un", "una", "uno", "è",
];

const PORTUGUESE: [&str; 70] = [
    "a", "ao", "aos", "as", "até", "com", "como", "da", "das", "de", "do", "dos", "e", "em",
    "entre", "era", "eram", "essa", "esse", "esta", "este", "foi", "foram", "há", "isso", "isto",
    "mais", "mas", "na", "nas", "no", "nos", "não", "o", "onde", "os", "ou", "para", "pela",
    "pelas", "pelo", "pelos", "por", "porque", "quais", "qual", "quando", "que", "quem", "quê",
    "se", "sem", "ser", "seu", "seus", "sobre", "sua", "suas", "são", "também", "tem", "ter",
    "têm", "um", "uma", "umas", "uns", "à", "às", "é",
];

const DUTCH: [&str; 61] = [
    "aan", "als", "bij", "dan", "dat", "de", "deze", "die", "dit", "door", "een", "en", "er",
    "haar", "had", "hebben", "heeft", "het", "hij", "hoe", "hun", "in", "is", "je", "maar", "met",
    "na", "naar", "niet", "nog", "of", "om", "onder", "ook", "op", "over", "te", "tegen", "tot",
    "tussen", "uit", "van", "voor", "waar", "waarom", "wanneer", "waren", "was", "wat", "we",
    "wel", "welke", "werd", "werden", "wie", "worden", "wordt", "ze", "zich", "zij", "zijn",
];

const POLISH: [&str; 63] = [
    "a", "albo", "ale", "być", "był", "była", "było", "były", "co", "czy", "dla", "dlaczego", "do",
    "gdzie", "i", "ich", "jak", "jaka", "jaki", "jakie", "jego", "jej", "jest", "już", "kiedy",
    "kto", "która", "które", "który", "których", "lub", "między", "na", "nad", "nie", "o", "od",
    "oraz", "po", "pod", "przed", "przez", "przy", "się", "są", "ta", "także", "te", "tego", "tej",
    "ten", "też", "to", "tych", "tylko", "u", "w", "we", "z", "za", "ze", "że", "żeby",
];

const RUSSIAN: [&str; 105] = [
    "а",
    "без",
    "будет",
    "бы",
    "был",
    "была",
    "были",
    "было",
    "быть",
    "в",
    "во",
    "вы",
    "где",
    "для",
    "до",
    "его",
    "ее",
    "ей",
    "ему",
    "если",
    "есть",
    "еще",
    "ещё",
    "её",
    "же",
    "за",
    "зачем",
    "и",
    "из",
    "из-за",
    "или",
    "им",
    "их",
    "к",
    "как",
    "какая",
    "какие",
    "каких",
    "какое",
    "какой",
    "ко",
    "когда",
    "кого",
    "кому",
    "которая",
    "которое",
    "которой",
    "которые",
    "который",
    "которых",
    "кто",
    "куда",
    "ли",
    "либо",
    "между",
    "мы",
    "на",
    "над",
    "не",
    "ни",
    "но",
    "о",
    "об",
    "обо",
    "он",
    "она",
    "они",
    "оно",
    "от",
    "откуда",
    "перед",
    "по",
    "под",
    "после",
    "почему",
    "при",
    "с",
    "сколько",
    "со",
    "та",
    "так",
    "также",
    "те",
    "тех",
    "то",
    "того",
    "тоже",
    "той",
    "только",
    "тот",
    "у",
    "уже",
    "чем",
    "через",
    "что",
    "чтобы",
    "чём",
    "эта",
    "эти",
    "этих",
    "это",
    "этого",
    "этой",
    "этот",
    "я",
];

const UKRAINIAN: [&str; 91] = [
    "а",
    "або",
    "але",
    "без",
    "би",
    "був",
    "буде",
    "була",
    "були",
    "було",
    "бути",
    "в",
    "вже",
    "ви",
    "вона",
    "вони",
    "воно",
    "від",
    "він",
    "де",
    "для",
    "до",
    "же",
    "з",
    "за",
    "звідки",
    "зі",
    "й",
    "його",
    "йому",
    "кого",
    "коли",
    "кому",
    "котрий",
    "куди",
    "лише",
    "ми",
    "між",
    "на",
    "над",
    "не",
    "ні",
    "перед",
    "по",
    "при",
    "про",
    "під",
    "після",
    "скільки",
    "та",
    "так",
    "також",
    "теж",
    "тих",
    "то",
    "того",
    "той",
    "ті",
    "тільки",
    "тієї",
    "у",
    "хто",
    "це",
    "цей",
    "цих",
    "цього",
    "ця",
    "ці",
    "цієї",
    "через",
    "чи",
    "чим",
    "чому",
    "ще",
    "що",
    "щоб",
    "я",
    "як",
    "яка",
    "яке",
    "який",
    "яких",
    "якщо",
    "які",
    "є",
    "і",
    "із",
    "їй",
    "їм",
    "їх",
    "її",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        for list in LATIN.into_iter().chain([&ENGLISH[..], &RUSSIAN, &UKRAINIAN]) {
            assert!(list.is_sorted(), "{list:?}");
        }
    }

    #[test]
    fn a_query_is_read_in_its_own_language() {
        let content = |query: &str| {
            let mut words: Vec<String> = query.split(' ').map(str::to_owned).collect();
            let function_words = FunctionWords::of(&words);
            words.retain(|word| !function_words.contains(word));
            words
        };
        assert_eq!(content("how to die in rome"), ["die", "rome"]);
        assert_eq!(content("was ist die ursache der krise"), ["ursache", "krise"]);
        assert_eq!(content("la crise de l'eau dans les villes"), ["crise", "l'eau", "villes"]);
        assert_eq!(
            content("cuántos puntos se cedieron en la defensa"),
            ["puntos", "cedieron", "defensa"]
        );
        assert_eq!(content("сколько людей живёт в городе"), ["людей", "живёт", "городе"]);
        assert_eq!(content("la paz"), ["la", "paz"]);
    }
}
