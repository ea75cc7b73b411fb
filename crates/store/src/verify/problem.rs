//! What `verify` finds, in words for people and codes for programs.

use std::collections::BTreeMap;

use parallax_types::ArticleId;

/// Something that should not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What kind of thing it is.
    pub kind: ProblemKind,
    /// What was found where.
    pub what: String,
    /// The articles it affects, as far as known.
    pub articles: Vec<ArticleId>,
}

/// Kinds of problems, by what can be done about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProblemKind {
    /// The file, or a table of it, cannot be read.
    Unreadable,
    /// The file's structure is not that of a sound database.
    Structure,
    /// The tables, or the format the file says it has, are not those of this program.
    Schema,
    /// Something of an article was changed or is missing: what was read from its file, or
    /// what the reader made of it.
    Article,
    /// Something that belongs to no article was: searches, folders, facts.
    Collection,
    /// What was acknowledged is not there.
    Missing,
    /// Vectors were changed; they can be computed again.
    Vectors,
    /// What is derived from articles was changed; it can be derived again.
    Derived,
    /// The words index is damaged; it can be written anew.
    Words,
    /// An index over a table is damaged; it can be built anew.
    Index,
    /// A checksum is damaged; what it is of may be sound.
    Checksum,
    /// Rows contradict each other.
    Inconsistent,
}

impl ProblemKind {
    /// A stable name, to branch on.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Structure => "structure",
            Self::Schema => "schema",
            Self::Article => "article",
            Self::Collection => "collection",
            Self::Missing => "missing",
            Self::Vectors => "vectors",
            Self::Derived => "derived",
            Self::Words => "words",
            Self::Index => "index",
            Self::Checksum => "checksum",
            Self::Inconsistent => "inconsistent",
        }
    }

    /// Whether it touches only what can be computed again from what is sound.
    #[must_use]
    pub fn is_derived(self) -> bool {
        matches!(self, Self::Vectors | Self::Derived | Self::Words | Self::Index | Self::Checksum)
    }

    /// What can be done about it.
    #[must_use]
    pub fn next_step(self) -> NextStep {
        match self {
            kind if kind.is_derived() => NextStep::Reindex,
            Self::Missing => NextStep::ImportAgain,
            Self::Unreadable | Self::Structure | Self::Schema => NextStep::Restore,
            _ => NextStep::RestoreOrImport,
        }
    }

    /// The next step to offer at a command line.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self.next_step() {
            NextStep::Reindex => "it can be computed again: `parallax reindex` does",
            NextStep::ImportAgain => {
                "import the files again, or bring a newer copy back with `parallax restore`"
            }
            NextStep::Restore => {
                "bring a copy back with `parallax restore`, or save what can be read with `parallax salvage`"
            }
            NextStep::RestoreOrImport => {
                "bring a copy back with `parallax restore`, import the files of these articles again, or go \
                 on with what is there: `parallax salvage`"
            }
        }
    }
}

/// What a reader can do about a problem; each shell has its own words for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NextStep {
    /// Everything that is derived is computed again.
    Reindex,
    /// The files are imported again, or a newer copy is brought back.
    ImportAgain,
    /// A copy is brought back, or what reads is saved.
    Restore,
    /// A copy is brought back, the files of the articles are imported again, or what there
    /// is is taken over into a new library, which then counts as whole.
    RestoreOrImport,
}

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Report {
    problems: Vec<Problem>,
    /// What is wrong with single articles: one problem each, in the end.
    articles: BTreeMap<i64, Damaged>,
}

#[derive(Debug, Default)]
struct Damaged {
    title: Option<String>,
    parts: Vec<String>,
}

impl Report {
    pub(super) fn add(&mut self, kind: ProblemKind, what: impl Into<String>) {
        self.add_with(kind, what, Vec::new());
    }

    pub(super) fn add_with(
        &mut self,
        kind: ProblemKind,
        what: impl Into<String>,
        articles: Vec<ArticleId>,
    ) {
        let problem = Problem { kind, what: what.into(), articles };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    pub(super) fn unreadable(&mut self, error: &rusqlite::Error) {
        self.add(ProblemKind::Unreadable, format!("the database cannot be read: {error}"));
    }

    /// A part of an article is not what was stored; `title` looks its name up.
    pub(super) fn article(
        &mut self,
        id: i64,
        part: String,
        title: impl FnOnce() -> Option<String>,
    ) {
        let damaged = self
            .articles
            .entry(id)
            .or_insert_with(|| Damaged { title: title(), parts: Vec::new() });
        if !damaged.parts.contains(&part) {
            damaged.parts.push(part);
        }
    }

    /// Articles come first, since nothing but them is dear.
    pub(super) fn done(self) -> Vec<Problem> {
        let articles = self.articles.into_iter().map(|(id, damaged)| Problem {
            kind: ProblemKind::Article,
            what: format!(
                "article {id}{}: damaged: {}",
                damaged.title.map(|title| format!(" “{title}”")).unwrap_or_default(),
                damaged.parts.join(", ")
            ),
            articles: vec![ArticleId(id)],
        });
        articles.chain(self.problems).collect()
    }
}
