//! A story's ledger as text: Markdown to read, CSV with one row per telling.

use super::csv::escape as cell;
use super::markdown::escape as plain;
use crate::stories::{Ledger, LedgerCell, LedgerRow};
use parallax_store::ArticleRow;
use parallax_types::{ArticleId, for_file, on_one_line};

const HEADER: &str = "row,state,reason,kind,subject,origin,says the same as,value,sentence,\
    article,title,outlet,published,start byte,end byte";

/// The forms a ledger is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedgerFormat {
    /// For reading and for notes.
    Markdown,
    /// For spreadsheets: one row per telling (RFC 4180).
    Csv,
}

impl Ledger {
    /// Its rows as text, control characters shown.
    #[must_use]
    pub fn to_text(&self, format: LedgerFormat) -> String {
        for_file(&match format {
            LedgerFormat::Markdown => self.markdown(),
            LedgerFormat::Csv => self.csv(),
        })
        .into_owned()
    }

    fn markdown(&self) -> String {
        let mut out = "# Ledger\n\n".to_owned();
        for (at, origin) in self.origins.iter().enumerate() {
            let names: Vec<String> = origin
                .articles
                .iter()
                .filter_map(|id| Some(plain(&source(self.article(*id)?))))
                .collect();
            out += &format!("{}. {}\n", at + 1, names.join("; "));
        }
        for row in &self.rows {
            out += &format!("\n## {}: {}\n\n", row.state.as_str(), plain(&heading(row)));
            for telling in &row.cells {
                out += &format!(
                    "- **{}** {} — origin {}, {}\n",
                    plain(&on_one_line(telling.value_text())),
                    if telling.value == telling.sentence {
                        String::new()
                    } else {
                        format!("“{}”", plain(&on_one_line(&telling.text)))
                    },
                    telling.origin + 1,
                    self.article(telling.article_id)
                        .map_or(String::new(), |row| plain(&source(row)))
                );
            }
        }
        out
    }

    fn csv(&self) -> String {
        // The mark by which spreadsheets know UTF-8.
        let mut out = format!("\u{feff}{HEADER}\r\n");
        for (at, row) in self.rows.iter().enumerate() {
            for telling in &row.cells {
                let cells = self.cells(at, row, telling);
                out += &cells.map(|text| cell(&text)).join(",");
                out += "\r\n";
            }
        }
        out
    }

    fn cells(&self, at: usize, row: &LedgerRow, telling: &LedgerCell) -> [String; 15] {
        let article = self.article(telling.article_id);
        let of = |read: fn(&ArticleRow) -> Option<&str>| {
            article.and_then(read).unwrap_or_default().to_owned()
        };
        [
            (at + 1).to_string(),
            row.state.as_str().to_owned(),
            row.reason.map_or(String::new(), |reason| reason.as_str().to_owned()),
            row.kind.as_str().to_owned(),
            row.subject.clone(),
            (telling.origin + 1).to_string(),
            letter(telling.group),
            telling.value_text().to_owned(),
            telling.text.clone(),
            telling.article_id.0.to_string(),
            of(|row| Some(&row.title)),
            of(|row| row.metadata.outlet.as_ref().map(|outlet| outlet.value.as_str())),
            of(|row| row.metadata.published.as_ref().map(|day| day.value.day())),
            telling.value.start.to_string(),
            telling.value.end.to_string(),
        ]
    }

    fn article(&self, id: ArticleId) -> Option<&ArticleRow> {
        self.articles.iter().find(|row| row.id == id)
    }
}

/// `a`, `b`…: tellings with the same letter say the same.
fn letter(group: usize) -> String {
    let letter = u8::try_from(group).ok().filter(|group| *group < 26);
    letter.map_or_else(|| (group + 1).to_string(), |group| char::from(b'a' + group).to_string())
}

fn heading(row: &LedgerRow) -> String {
    let kind = row.kind.as_str();
    if row.subject.is_empty() { kind.to_owned() } else { format!("{kind}, {}", row.subject) }
}

fn source(row: &ArticleRow) -> String {
    let name = std::path::Path::new(&row.path).file_name().unwrap_or_default().to_string_lossy();
    let outlet = row.metadata.outlet.as_ref().map_or(name.as_ref(), |outlet| &outlet.value);
    format!("{outlet}: {}", on_one_line(&row.title))
}
