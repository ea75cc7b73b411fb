//! How results look to people: on a terminal, in plain columns.

use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use parallax_engine::{ArticleRow, Hit, Label, Mark, for_terminal, is_bidi, on_one_line};
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use crate::outcome::Failure;

/// Prints `value` as one JSON document. What a terminal would act on stands only inside
/// texts, and there as an escape: DEL, C1 and what turns the direction of text as well.
pub(crate) fn json(value: &impl Serialize) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    value.serialize(&mut Serializer::with_formatter(&mut out, Harmless))?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(())
}

/// Escapes in strings what a terminal would take for a command, or for a turn of direction.
/// Written as it is made: the report of many thousand files is tens of megabytes.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut from = 0;
        for (at, letter) in fragment.char_indices() {
            if letter.is_control() || is_bidi(letter) {
                writer.write_all(&fragment.as_bytes()[from..at])?;
                write!(writer, "\\u{:04x}", u32::from(letter))?;
                from = at + letter.len_utf8();
            }
        }
        writer.write_all(&fragment.as_bytes()[from..])
    }
}

/// Prints hits, each with source, title, label, marked text and reason.
pub(crate) fn hits(hits: &[Hit]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let pen = Pen::default();
    for hit in hits {
        let similarity = hit.similarity.map(|s| format!("  {s:.2}")).unwrap_or_default();
        let label = hit.label.map_or("", Label::as_str);
        writeln!(out, "{}  {}{}", pen.bold(&source(&hit.article)), label, pen.dim(&similarity))?;
        writeln!(out, "  {}", title(&hit.article))?;
        let text: String =
            hit.segments.iter().map(|s| pen.marked(&for_terminal(&s.text), s.mark)).collect();
        writeln!(out, "  {}", text.replace("\n\n", "\n").replace('\n', "\n  "))?;
        let ids = format!("article {}, passage {}", hit.article.id, hit.passage_id);
        writeln!(out, "  {}", pen.dim(&format!("{} · {ids}", on_one_line(&hit.why.to_string()))))?;
        for copy in &hit.copies {
            let line = format!("＋ also in {}: {}", source(&copy.article), title(&copy.article));
            writeln!(out, "  {}", pen.dim(&line))?;
        }
        if let Some(versions) = versions(&hit.article) {
            writeln!(out, "  {}", pen.dim(&format!("＋ {versions}")))?;
        }
        if hit.n_more_in_article > 0 {
            let line = format!("＋ {} more from this article", hit.n_more_in_article);
            writeln!(out, "  {}", pen.dim(&line))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// A path on one line, harmless to a terminal: file names may hold line breaks.
pub(crate) fn path(path: &Path) -> String {
    on_one_line(&path.display().to_string()).into_owned()
}

/// Its title on one line, harmless to a terminal.
pub(crate) fn title(article: &ArticleRow) -> Cow<'_, str> {
    on_one_line(&article.title)
}

/// "Coast Herald, 2031-01-04", on one line and harmless to a terminal, or the file's name when the outlet is not known.
pub(crate) fn source(article: &ArticleRow) -> String {
    let name = Path::new(&article.path).file_name().unwrap_or_default().to_string_lossy();
    let outlet = article.metadata.outlet.as_ref().map_or(name.as_ref(), |outlet| &outlet.value);
    let outlet = on_one_line(outlet);
    match &article.metadata.published {
        Some(published) => format!("{outlet}, {}", published.value.day()),
        None => outlet.into_owned(),
    }
}

/// `3 versions`, of an article that was met more than once.
pub(super) fn versions(article: &ArticleRow) -> Option<String> {
    (article.n_versions > 1).then(|| format!("{} versions", article.n_versions))
}

/// `3 articles`.
pub(super) fn articles(n: usize) -> String {
    if n == 1 { "1 article".to_owned() } else { format!("{n} articles") }
}

/// Characters of a sentence or block shown on one line.
const N_SHOWN: usize = 160;

/// One line, cut where it grows long.
pub(super) fn short(text: &str) -> String {
    let line: String = text.replace('\n', " ").chars().take(N_SHOWN).collect();
    if line.len() < text.len() { format!("{line}…") } else { line }
}

/// `1.4 MB`.
pub(crate) fn size(bytes: u64) -> String {
    let mut value = bytes as f64;
    for unit in ["bytes", "KB", "MB"] {
        if value < 1_000.0 {
            return if unit == "bytes" {
                format!("{bytes} bytes")
            } else {
                format!("{value:.1} {unit}")
            };
        }
        value /= 1_000.0;
    }
    format!("{value:.1} GB")
}

/// Emphasis on a terminal, plain text elsewhere.
pub(super) struct Pen {
    is_terminal: bool,
}

impl Default for Pen {
    fn default() -> Self {
        let is_wanted = std::env::var_os("NO_COLOR").is_none();
        Self { is_terminal: is_wanted && io::stdout().is_terminal() }
    }
}

impl Pen {
    fn paint(&self, code: &str, text: &str) -> String {
        if self.is_terminal && !text.is_empty() {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    pub(super) fn bold(&self, text: &str) -> String {
        self.paint("1", text)
    }

    pub(super) fn dim(&self, text: &str) -> String {
        self.paint("2", text)
    }

    pub(super) fn marked(&self, text: &str, mark: Mark) -> String {
        match mark {
            Mark::None => text.to_owned(),
            Mark::Word => self.paint("33", text),
            Mark::Meaning => self.paint("36", text),
            Mark::Differs => self.paint("4;31", text),
        }
    }
}
