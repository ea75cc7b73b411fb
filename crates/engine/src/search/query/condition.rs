//! What must hold of an article, as it was typed with operators, and how it is printed so
//! that reading it again gives the same.
//!
//! Invariant: neither [`Condition::All`] nor [`Condition::Any`] holds one of its own kind,
//! or fewer than two.
//! Not here: which articles it holds of (`conditions`).

use std::fmt;

use super::PartKind;

/// A condition on articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// All of them.
    All(Vec<Condition>),
    /// Any of them.
    Any(Vec<Condition>),
    /// Not that.
    Not(Box<Condition>),
    /// Words stand somewhere.
    Text(TextTest),
    /// Words stand near each other: of each entry one.
    Near(Vec<Vec<TextTest>>, Within),
    /// A field has a value.
    Field(PartKind, String),
}

/// Words that stand somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextTest {
    /// Where.
    pub place: TextPlace,
    /// How they are meant.
    pub form: TextForm,
    /// The words.
    pub text: String,
}

/// Where words may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextPlace {
    /// In the headline or the text.
    Anywhere,
    /// In the headline.
    Title,
    /// In a quotation.
    Quotation,
}

/// How words are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextForm {
    /// A word in any of its forms.
    Word,
    /// Words as they are, one after the other.
    Phrase,
    /// A word as it is.
    Exact,
    /// The beginning of a word.
    Beginning,
}

/// How near words must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// So many words between the first and the last.
    Words(usize),
    /// One sentence.
    Sentence,
    /// One paragraph.
    Paragraph,
}

impl Condition {
    /// All of some; `None` of none.
    pub(crate) fn all(conditions: Vec<Condition>) -> Option<Self> {
        Self::joined(conditions, Self::All, |it| match it {
            Self::All(inner) => Ok(inner),
            other => Err(other),
        })
    }

    /// Any of some; `None` of none.
    pub(crate) fn any(conditions: Vec<Condition>) -> Option<Self> {
        Self::joined(conditions, Self::Any, |it| match it {
            Self::Any(inner) => Ok(inner),
            other => Err(other),
        })
    }

    fn joined(
        conditions: Vec<Condition>,
        make: fn(Vec<Condition>) -> Self,
        inner: fn(Condition) -> Result<Vec<Condition>, Condition>,
    ) -> Option<Self> {
        let mut flat = Vec::with_capacity(conditions.len());
        for condition in conditions {
            match inner(condition) {
                Ok(inner) => flat.extend(inner),
                Err(condition) => flat.push(condition),
            }
        }
        if flat.len() > 1 { Some(make(flat)) } else { flat.pop() }
    }

    /// Calls `found` with every test of words that has to succeed for the condition to.
    pub(crate) fn each_positive<'a>(&'a self, found: &mut dyn FnMut(&'a TextTest)) {
        match self {
            Self::All(inner) | Self::Any(inner) => {
                for condition in inner {
                    condition.each_positive(found);
                }
            }
            Self::Not(_) | Self::Field(..) => {}
            Self::Text(test) => found(test),
            Self::Near(operands, _) => operands.iter().flatten().for_each(found),
        }
    }

    /// The same with all words looked for in one place only.
    pub(crate) fn placed(self, place: TextPlace) -> Self {
        let each = |inner: Vec<Condition>| inner.into_iter().map(|it| it.placed(place)).collect();
        match self {
            Self::All(inner) => Self::All(each(inner)),
            Self::Any(inner) => Self::Any(each(inner)),
            Self::Not(inner) => Self::Not(Box::new(inner.placed(place))),
            Self::Text(test) => Self::Text(TextTest { place, ..test }),
            other => other,
        }
    }

    /// The same with all texts in composed Unicode, as articles are stored.
    pub(super) fn composed(self) -> Self {
        let each = |inner: Vec<Condition>| inner.into_iter().map(Self::composed).collect();
        let compose = |text: &str| parallax_lang::compose(text).into_owned();
        let test = |test: TextTest| TextTest { text: compose(&test.text), ..test };
        match self {
            Self::All(inner) => Self::All(each(inner)),
            Self::Any(inner) => Self::Any(each(inner)),
            Self::Not(inner) => Self::Not(Box::new(inner.composed())),
            Self::Text(inner) => Self::Text(test(inner)),
            Self::Field(kind, value) => Self::Field(kind, compose(&value)),
            Self::Near(operands, within) => Self::Near(
                operands.into_iter().map(|tests| tests.into_iter().map(test).collect()).collect(),
                within,
            ),
        }
    }

    /// Stands by itself among operators that bind tighter.
    fn is_bound(&self) -> bool {
        match self {
            Self::All(_) | Self::Any(_) => false,
            Self::Near(_, within) => matches!(within, Within::Words(_)),
            _ => true,
        }
    }

    fn print_bound(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_bound() { write!(f, "{self}") } else { write!(f, "({self})") }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(inner) => {
                for (at, condition) in inner.iter().enumerate() {
                    if at > 0 {
                        f.write_str(" AND ")?;
                    }
                    condition.print_bound(f)?;
                }
                Ok(())
            }
            Self::Any(inner) => {
                for (at, condition) in inner.iter().enumerate() {
                    if at > 0 {
                        f.write_str(" OR ")?;
                    }
                    condition.print_bound(f)?;
                }
                Ok(())
            }
            Self::Not(inner) if matches!(**inner, Self::Not(_)) => write!(f, "NOT {inner}"),
            Self::Not(inner) => {
                f.write_str("-")?;
                inner.print_bound(f)
            }
            Self::Text(test) => write!(f, "{test}"),
            Self::Near(operands, within) => print_near(operands, *within, f),
            Self::Field(kind, value) => write!(f, "{}:{}", kind.as_str(), quoted(value)),
        }
    }
}

fn print_near(
    operands: &[Vec<TextTest>],
    within: Within,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let printed: Vec<String> = operands
        .iter()
        .map(|tests| match tests.as_slice() {
            [test] => test.to_string(),
            tests => {
                let tests: Vec<String> = tests.iter().map(ToString::to_string).collect();
                format!("({})", tests.join(" OR "))
            }
        })
        .collect();
    match within {
        Within::Words(n) => write!(f, "NEAR/{n}({})", printed.join(" ")),
        Within::Sentence => f.write_str(&printed.join(" /s ")),
        Within::Paragraph => f.write_str(&printed.join(" /p ")),
    }
}

impl fmt::Display for TextTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.place {
            TextPlace::Anywhere => "",
            TextPlace::Title => "title:",
            TextPlace::Quotation => "quoted:",
        })?;
        match self.form {
            TextForm::Word => f.write_str(&self.text),
            TextForm::Phrase => write!(f, "\"{}\"", self.text),
            TextForm::Exact => write!(f, "={}", self.text),
            TextForm::Beginning => write!(f, "{}*", self.text),
        }
    }
}

/// A value as it may be typed after a colon.
pub(super) fn quoted(value: &str) -> String {
    format!("\"{value}\"")
}
