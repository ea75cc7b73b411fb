//! Which articles a search may answer from, as SQL.

use rusqlite::types::Value;

use crate::annotations::tag_key;
use crate::error::Doing;
use crate::{Snapshot, StoreError};

/// Conditions on articles; an empty filter lets everything pass. Values of one
/// field are alternatives, fields must all agree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Outlets, compared without regard to case, as whole names or parts of one.
    pub outlets: Vec<String>,
    /// Authors, compared as parts of a name without regard to case.
    pub authors: Vec<String>,
    /// Languages, BCP 47; `pt` also matches `pt-br`.
    pub languages: Vec<String>,
    /// Formats (`html`, `text`…).
    pub formats: Vec<String>,
    /// Tags, whole, compared without regard to case.
    pub tags: Vec<String>,
    /// Whoever is quoted, compared as parts of a name without regard to case.
    pub speakers: Vec<String>,
    /// What readers made of an article.
    pub has: Vec<ReaderMark>,
    /// First day allowed, `YYYY-MM-DD`. Articles without a date do not pass.
    pub after: Option<String>,
    /// Last day allowed, `YYYY-MM-DD`. Articles without a date do not pass.
    pub before: Option<String>,
}

/// What a reader may have made of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReaderMark {
    /// A highlight.
    Highlight,
    /// A note, on the article or on a highlight of it.
    Note,
    /// A tag.
    Tag,
}

impl ReaderMark {
    fn condition(self) -> &'static str {
        match self {
            Self::Highlight => "EXISTS (SELECT 1 FROM highlights h WHERE h.article_id = a.id)",
            Self::Note => {
                "(EXISTS (SELECT 1 FROM article_notes n WHERE n.article_id = a.id) OR EXISTS
                  (SELECT 1 FROM highlights h WHERE h.article_id = a.id AND h.note IS NOT NULL))"
            }
            Self::Tag => "EXISTS (SELECT 1 FROM article_tags t WHERE t.article_id = a.id)",
        }
    }
}

impl Filter {
    /// Whether everything passes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// A condition on `articles a` and the values of its parameters.
    pub(crate) fn condition(&self) -> (String, Vec<Value>) {
        let mut conditions = vec!["1".to_owned()];
        let mut values: Vec<Value> = Vec::new();
        let mut any_of = |alternatives: &[String], sql: &str, to_value: &dyn Fn(&str) -> String| {
            if alternatives.is_empty() {
                return;
            }
            let tests: Vec<String> = alternatives
                .iter()
                .map(|alternative| {
                    values.push(Value::Text(to_value(alternative)));
                    sql.replace('?', &format!("?{}", values.len()))
                })
                .collect();
            conditions.push(format!("({})", tests.join(" OR ")));
        };
        let part = |text: &str| format!("%{}%", escape_like(text));
        any_of(&self.outlets, r"a.outlet LIKE ? ESCAPE '\'", &part);
        any_of(&self.authors, r"a.authors LIKE ? ESCAPE '\'", &part);
        any_of(&self.languages, r"a.language LIKE ? ESCAPE '\'", &|text| {
            format!("{}%", escape_like(text))
        });
        any_of(&self.formats, "a.format = ?", &|text| text.to_lowercase());
        any_of(
            &self.tags,
            "EXISTS (SELECT 1 FROM article_tags t WHERE t.article_id = a.id AND t.key = ?)",
            &tag_key,
        );
        any_of(
            &self.speakers,
            r"EXISTS (SELECT 1 FROM quotes q WHERE q.article_id = a.id AND q.speaker LIKE ? ESCAPE '\')",
            &part,
        );
        let after: Vec<String> = self.after.iter().cloned().collect();
        let before: Vec<String> = self.before.iter().cloned().collect();
        any_of(
            &after,
            "substr(a.published, 1, 10) >= substr(?, 1, length(a.published))",
            &str::to_owned,
        );
        any_of(
            &before,
            "substr(a.published, 1, 10) <= substr(?, 1, length(a.published))",
            &str::to_owned,
        );
        // Any of them, as with the values of every field.
        if !self.has.is_empty() {
            let marks: Vec<&str> = self.has.iter().map(|mark| mark.condition()).collect();
            conditions.push(format!("({})", marks.join(" OR ")));
        }
        (conditions.join(" AND "), values)
    }
}

fn escape_like(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// A field whose values people give names to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedField {
    /// Outlets.
    Outlet,
    /// Authors.
    Author,
    /// Whoever is quoted.
    Speaker,
    /// Tags.
    Tag,
    /// Languages.
    Language,
    /// Formats.
    Format,
}

impl Snapshot<'_> {
    /// The values a field has in this library, each once.
    ///
    /// # Errors
    /// When the database fails.
    pub fn values_of(&self, field: NamedField) -> Result<Vec<String>, StoreError> {
        let (column, table) = match field {
            NamedField::Outlet => ("outlet", "articles"),
            NamedField::Author => ("authors", "articles"),
            NamedField::Speaker => ("speaker", "quotes"),
            NamedField::Tag => ("name", "article_tags"),
            NamedField::Language => ("language", "articles"),
            NamedField::Format => ("format", "articles"),
        };
        self.read(|connection| {
            let doing = "listing values";
            let sql = format!("SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL");
            let mut statement = connection.prepare_cached(&sql).doing(doing)?;
            let rows = statement.query_map([], |row| row.get::<_, String>(0)).doing(doing)?;
            let mut values = Vec::new();
            for row in rows {
                // Authors stand one on a line.
                values.extend(row.doing(doing)?.lines().map(str::to_owned));
            }
            values.sort_unstable();
            values.dedup();
            Ok(values)
        })
    }
}
