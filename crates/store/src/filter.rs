//! Which articles a search may answer from, as SQL.

use rusqlite::types::Value;

use crate::kept::tag_key;

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
    /// First day allowed, `YYYY-MM-DD`. Articles without a date do not pass.
    pub after: Option<String>,
    /// Last day allowed, `YYYY-MM-DD`. Articles without a date do not pass.
    pub before: Option<String>,
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
        let after: Vec<String> = self.after.iter().cloned().collect();
        let before: Vec<String> = self.before.iter().cloned().collect();
        any_of(&after, "substr(a.published, 1, 10) >= ?", &str::to_owned);
        any_of(&before, "substr(a.published, 1, 10) <= ?", &str::to_owned);
        (conditions.join(" AND "), values)
    }
}

fn escape_like(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
