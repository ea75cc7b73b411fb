//! What a sentence says that can be checked against another telling of the same: numbers
//! with their units and what they count, dates, names, denials, duties; and whether two
//! tellings agree in them.
//!
//! Read sentence by sentence ([`Statement::read`]), compared pair by pair
//! ([`Statement::compare`]). Invariants: a rounded, converted, approximate or bounded
//! number never differs from one it may stand for; numbers of other days, scopes, units
//! or kinds are not compared but said to be of another kind. Pure, linear in the length
//! of a sentence (comparing: in the product of both).
//! Not here: which sentences tell the same ([`crate::align()`]), who is right. Names,
//! dates, denials and duties are read in English only.

mod amount;
mod claims;
mod compare;
mod numerals;
mod quantities;
mod verdict;
mod words;

use parallax_lang::Dimension;
use parallax_types::Span;

use crate::calendar::Day;
use crate::dates::{Resolved, Spoken};
use amount::Amount;
use words::Words;

pub use compare::Pairing;
pub use verdict::{Reason, Verdict};

/// What kind of value a sentence gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueKind {
    /// So many of something.
    Count,
    /// The so-manieth.
    Ordinal,
    /// How old somebody is, in years.
    Age,
    /// An amount of money.
    Money,
    /// A share of hundred.
    Percent,
    /// A length, mass, temperature…
    Measure,
    /// A span of time.
    Duration,
    /// A time of day.
    Time,
    /// `3-1`
    Score,
    /// The number of a thing that is called by it: `Flight 447`.
    Numbered,
    /// A day, month or year.
    Date,
    /// A human being.
    Person,
    /// Somewhere.
    Place,
    /// Whether it is denied.
    Denial,
    /// Whether it must or may be.
    Modality,
}

impl ValueKind {
    /// The stable name, for JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Ordinal => "ordinal",
            Self::Age => "age",
            Self::Money => "money",
            Self::Percent => "percent",
            Self::Measure => "measure",
            Self::Duration => "duration",
            Self::Time => "time",
            Self::Score => "score",
            Self::Numbered => "numbered",
            Self::Date => "date",
            Self::Person => "person",
            Self::Place => "place",
            Self::Denial => "denial",
            Self::Modality => "modality",
        }
    }

    /// Whether it is a number of some kind.
    #[must_use]
    pub fn is_number(self) -> bool {
        self < Self::Date
    }
}

/// A value a sentence gives, with what is needed to compare it.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// Bytes of the sentence.
    pub span: Span,
    /// What kind of value.
    pub kind: ValueKind,
    content: Content,
    /// The words that say it, by number.
    words: std::ops::Range<usize>,
    /// Stems of what is counted or measured, nearest first.
    head: Vec<String>,
    /// What is said of it: `dead`, `arrested`.
    role: Option<String>,
    /// The words that name what is counted, and the one that says what became of it.
    head_words: std::ops::Range<usize>,
    role_word: Option<usize>,
    /// Whether people in general are counted.
    is_people: bool,
    /// Words that say how much of it is counted: `total`, `others`, `women`.
    scope: Vec<String>,
    /// Places near it, folded.
    places: Vec<String>,
    /// The date it is told for.
    day: Option<(Spoken, Option<Resolved>)>,
    /// Whether it is said to be a count so far.
    is_so_far: bool,
    /// Stems around it with their weights.
    context: Vec<(String, f32)>,
}

#[derive(Debug, Clone, PartialEq)]
enum Content {
    Amount(Amount, UnitOf),
    Date(Spoken, Option<Resolved>),
    /// A name, folded.
    Name(String),
    /// A denial or a duty: whether it is one, and the stem of the verb.
    Claim(bool, String),
}

/// What an amount is measured in.
#[derive(Debug, Clone, PartialEq)]
enum UnitOf {
    Nothing,
    Dimension(Dimension),
    Money(String),
    Percent,
    /// A thing called by its number.
    Label(String),
}

/// A sentence with the values it gives.
#[derive(Debug, Clone)]
pub struct Statement {
    words: Words,
    values: Vec<Value>,
    /// The day of the article, if known.
    reference: Option<Day>,
}

impl Statement {
    /// Reads a sentence.
    ///
    /// - `reference`: the day its article was written, if known.
    #[must_use]
    pub fn read(sentence: &str, reference: Option<Day>) -> Self {
        let words = Words::of(sentence);
        let dates = claims::dates(&words, reference);
        let names = claims::names(&words);
        let mut values = quantities::quantities(&words, &dates);
        values.extend(dates);
        values.extend(names);
        values.extend(claims::denials_and_duties(&words));
        let mut statement = Self { words, values, reference };
        statement.place_values();
        statement
    }

    /// What it gives, numbers first.
    #[must_use]
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// What a value counts or measures and what is said of it, as the sentence words it;
    /// empty where it says nothing of the kind.
    #[must_use]
    pub fn subject(&self, value: &Value) -> String {
        let role = value.role_word.filter(|at| !value.head_words.contains(at));
        let words = value.head_words.clone().chain(role);
        let words: Vec<&str> = words.map(|at| self.words.written(at)).collect();
        words.join(" ")
    }

    /// Fills in what is known of a value from those around it.
    fn place_values(&mut self) {
        let is_so_far = self.words.is_so_far();
        for at in 0..self.values.len() {
            let own = self.values[at].words.clone();
            let near = |value: &&Value| self.words.is_one_clause(&own, &value.words);
            let nearest_date = self
                .values
                .iter()
                .filter(|value| value.kind == ValueKind::Date && value.words != own)
                .filter(near)
                .min_by_key(|value| words::distance(&own, &value.words));
            let day = nearest_date.and_then(|value| match &value.content {
                Content::Date(spoken, resolved) => Some((*spoken, *resolved)),
                _ => None,
            });
            let places = self.values.iter().filter(|value| value.kind == ValueKind::Place);
            let places = places.filter(near).filter_map(|value| match &value.content {
                Content::Name(name) => Some(name.clone()),
                _ => None,
            });
            let places = places.collect();
            let context = self.words.context(&own);
            let value = &mut self.values[at];
            value.day = day;
            value.places = places;
            value.context = context;
            value.is_so_far = is_so_far;
        }
    }
}

impl Value {
    fn new(
        words: &Words,
        range: std::ops::Range<usize>,
        kind: ValueKind,
        content: Content,
    ) -> Self {
        Self {
            span: words.span(&range),
            kind,
            content,
            words: range,
            head: Vec::new(),
            role: None,
            head_words: 0..0,
            role_word: None,
            is_people: false,
            scope: Vec::new(),
            places: Vec::new(),
            day: None,
            is_so_far: false,
            context: Vec::new(),
        }
    }

    /// Whether it says much enough to be told of by itself: small numbers in words and
    /// names are in every sentence.
    #[must_use]
    pub fn is_telling(&self) -> bool {
        match &self.content {
            Content::Amount(amount, unit) => {
                *unit != UnitOf::Nothing || self.role.is_some() || amount.high >= 2.0
            }
            Content::Date(..) => true,
            Content::Name(_) | Content::Claim(..) => false,
        }
    }
}

#[cfg(test)]
mod tests;
