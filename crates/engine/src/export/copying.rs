//! Words and articles for the clipboard: with their source, as a reference in a style,
//! as Markdown, as HTML.
//!
//! Invariant: mark-up in words or headlines stays text in every form.
//! Not here: the clipboard.

use parallax_store::ArticleRow;
use parallax_types::{ArticleId, Span, for_file, on_one_line};

use super::Facts;
use super::markdown::{escape, link};
use super::references::{Reference, ReferenceStyle, escaped, references};
use crate::annotations::{long_date, source_of};
use crate::{EngineError, Library};

/// In which form to copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyForm {
    /// The words in quotation marks, then their source.
    Plain,
    /// The article as an entry of a list of references.
    Reference(ReferenceStyle),
    /// A block quotation, or a line for the article.
    Markdown,
    /// The same as mark-up.
    Html,
}

impl Library {
    /// `ids`, or the words at `span` of the first of them, in that form.
    ///
    /// # Errors
    /// [`EngineError::NothingSelected`] when the span holds no words; when one of the articles is not there.
    pub fn copy_as(
        &self,
        ids: &[ArticleId],
        span: Option<Span>,
        form: CopyForm,
    ) -> Result<Reference, EngineError> {
        let rows = ids.iter().map(|id| Ok(self.article(*id)?.row));
        let rows = rows.collect::<Result<Vec<ArticleRow>, EngineError>>()?;
        let cited = match (ids.first(), span) {
            (Some(first), Some(span)) => Some(self.cite(*first, span)?),
            _ => None,
        };
        let source = |row: &ArticleRow| match &cited {
            Some(cited) => source_of(row, cited.page, cited.paragraph),
            None => source_of(row, None, None),
        };
        let words = cited.as_ref().map(|cited| cited.words.as_str());
        let pieces = match form {
            CopyForm::Plain => rows
                .iter()
                .map(|row| plain(cited.as_ref().map_or_else(|| source(row), |it| it.text.clone())))
                .collect(),
            CopyForm::Reference(style) => references(&rows, style),
            CopyForm::Markdown => {
                rows.iter().map(|row| plain(markdown(row, words))).collect::<Vec<_>>()
            }
            CopyForm::Html => rows.iter().map(|row| html(row, words, &source(row))).collect(),
        };
        Ok(joined(&pieces))
    }
}

fn plain(text: String) -> Reference {
    Reference { html: String::new(), text }
}

fn joined(pieces: &[Reference]) -> Reference {
    let texts: Vec<&str> = pieces.iter().map(|piece| piece.text.as_str()).collect();
    let html: String = match pieces {
        [one] => one.html.clone(),
        many => many
            .iter()
            .filter(|piece| !piece.html.is_empty())
            .map(|piece| format!("<p>{}</p>\n", piece.html))
            .collect(),
    };
    Reference { text: texts.join("\n\n"), html }
}

fn markdown(row: &ArticleRow, words: Option<&str>) -> String {
    let facts = Facts::of(row);
    let title = escape(&on_one_line(facts.title));
    let mut parts: Vec<String> = Vec::new();
    parts.extend(facts.outlet.map(|outlet| escape(&on_one_line(outlet))));
    parts.push(format!("*{title}*"));
    parts.extend(facts.day.map(long_date));
    parts.extend(facts.url.map(|url| link(&on_one_line(url))));
    let source = parts.join(", ");
    match words {
        Some(words) => {
            let words = for_file(words);
            let lines =
                words.lines().map(|line| format!("> {}", escape(line)).trim_end().to_owned());
            format!("{}\n>\n> — {source}", lines.collect::<Vec<_>>().join("\n"))
        }
        None => source,
    }
}

fn html(row: &ArticleRow, words: Option<&str>, source: &str) -> Reference {
    let cite = Facts::of(row)
        .url
        .filter(|url| url.starts_with("https://") || url.starts_with("http://"))
        .map(|url| format!(" cite=\"{}\"", escaped(&on_one_line(url))))
        .unwrap_or_default();
    let source = escaped(source);
    let html = match words {
        Some(words) => {
            let words = escaped(&for_file(words)).replace('\n', "<br>\n");
            format!("<blockquote{cite}>\n<p>{words}</p>\n</blockquote>\n<p>— {source}</p>")
        }
        None => format!("<cite>{source}</cite>"),
    };
    Reference { text: html.clone(), html }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::export::tests::awkward;

    #[test]
    fn words_are_copied_in_every_form_with_nothing_of_them_as_mark_up() {
        let row = awkward().items.remove(0).article;
        let words = "He said: “<b>No</b>.”\n*Then* he left.";
        let mut out = String::new();
        for it in [
            crate::cite(&row, words, None, Some(2)),
            markdown(&row, Some(words)),
            markdown(&row, None),
            html(&row, Some(words), &source_of(&row, None, Some(2))).html,
        ] {
            out += &it;
            out += "\n\n";
        }
        expect![[r#"
            “He said: ‘<b>No</b>.’
            *Then* he left.”
            — Küsten, "Blatt", “Über 50% ‘sicher’ {Teil #1}, _neu_ & alt”, 4 February 2031, by Änne van der Öst and Staff and agencies, paragraph 2. https://k.example/a_b?c={d} (read 5 January 2031)

            > He said: “\<b\>No\</b\>.”
            > \*Then\* he left.
            >
            > — Küsten, "Blatt", *Über 50% "sicher" {Teil \#1}, \_neu\_ \& alt*, 4 February 2031, <https://k.example/a_b?c={d}>

            Küsten, "Blatt", *Über 50% "sicher" {Teil \#1}, \_neu\_ \& alt*, 4 February 2031, <https://k.example/a_b?c={d}>

            <blockquote cite="https://k.example/a_b?c={d}">
            <p>He said: “&lt;b&gt;No&lt;/b&gt;.”<br>
            *Then* he left.</p>
            </blockquote>
            <p>— Küsten, &quot;Blatt&quot;, “Über 50% ‘sicher’ {Teil #1}, _neu_ &amp; alt”, 4 February 2031, by Änne van der Öst and Staff and agencies, paragraph 2. https://k.example/a_b?c={d} (read 5 January 2031)</p>

        "#]].assert_eq(&out);
    }

    #[test]
    fn references_follow_their_style_and_escape_what_they_hold() {
        let mut out = String::new();
        let rows: Vec<ArticleRow> = awkward().items.into_iter().map(|item| item.article).collect();
        for style in [
            ReferenceStyle::Apa,
            ReferenceStyle::Chicago,
            ReferenceStyle::Mla,
            ReferenceStyle::Harvard,
        ] {
            for made in references(&rows, style) {
                out += &format!("{style:?}: {}\n{}\n", made.text, made.html);
            }
        }
        expect![[r#"
            Apa: Untitled. (n.d.).
            <i>Untitled</i>. (n.d.).
            Apa: van der Öst, Ä., & Staff and agencies. (2031, February 4). Über 50% "sicher" {Teil #1}, _neu_ & alt. Küsten, "Blatt". https://k.example/a_b?c={d}
            van der Öst, Ä., &amp; Staff and agencies. (2031, February 4). Über 50% &quot;sicher&quot; {Teil #1}, _neu_ &amp; alt. <i>Küsten, &quot;Blatt&quot;</i>. https://k.example/a_b?c={d}
            Chicago: “Untitled.” n.d.
            “Untitled.” n.d.
            Chicago: Öst, Änne van der, and Staff and agencies. 2031. “Über 50% ‘sicher’ {Teil #1}, _neu_ & alt.” Küsten, "Blatt", February 4. https://k.example/a_b?c={d}.
            Öst, Änne van der, and Staff and agencies. 2031. “Über 50% ‘sicher’ {Teil #1}, _neu_ &amp; alt.” <i>Küsten, &quot;Blatt&quot;</i>, February 4. https://k.example/a_b?c={d}.
            Mla: Untitled.
            <i>Untitled</i>.
            Mla: van der Öst, Änne, and Staff and agencies. “Über 50% ‘sicher’ {Teil #1}, _neu_ & alt.” Küsten, "Blatt", 4 Feb. 2031, https://k.example/a_b?c={d}.
            van der Öst, Änne, and Staff and agencies. “Über 50% ‘sicher’ {Teil #1}, _neu_ &amp; alt.” <i>Küsten, &quot;Blatt&quot;</i>, 4 Feb. 2031, https://k.example/a_b?c={d}.
            Harvard: van der Öst, Ä. and Staff and agencies (2031) “Über 50% ‘sicher’ {Teil #1}, _neu_ & alt,” Küsten, "Blatt", 4 February. Available at: https://k.example/a_b?c={d} (Accessed: January 5, 2031).
            van der Öst, Ä. and Staff and agencies (2031) “Über 50% ‘sicher’ {Teil #1}, _neu_ &amp; alt,” <i>Küsten, &quot;Blatt&quot;</i>, 4 February. Available at: https://k.example/a_b?c={d} (Accessed: January 5, 2031).
            Harvard: Untitled (no date).
            <i>Untitled</i> (no date).
        "#]].assert_eq(&out);
    }
}
