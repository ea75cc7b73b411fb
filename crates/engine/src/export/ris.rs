//! RIS: one record per article, a tag a line, `\r\n` at line ends.
//! Source: Research Information Systems' format specification (2001/2011).

use super::{Collection, Facts, Item, family_and_given};

pub(super) fn write(collection: &Collection) -> String {
    collection.items.iter().map(record).collect::<Vec<_>>().join("\r\n")
}

fn record(item: &Item) -> String {
    let facts = Facts::of(&item.article);
    let mut lines = vec![("TY", "NEWS".to_owned()), ("TI", facts.title.to_owned())];
    lines.extend(facts.authors.iter().map(|author| ("AU", name(author))));
    lines.extend(facts.outlet.map(|outlet| ("T2", outlet.to_owned())));
    if let [year, rest @ ..] = facts.date_parts().as_slice() {
        let parts: Vec<String> = rest.iter().map(|part| format!("/{part:02}")).collect();
        lines.push(("PY", format!("{year:04}")));
        lines.push(("DA", format!("{year:04}{}", parts.concat())));
    }
    lines.extend(facts.url.map(|url| ("UR", url.to_owned())));
    lines.extend(facts.language.map(|language| ("LA", language.to_owned())));
    lines.extend(item.tags.iter().map(|tag| ("KW", tag.clone())));
    lines.extend(item.note.iter().map(|note| ("N1", note.clone())));
    lines.extend(item.excerpts.iter().map(|excerpt| {
        let place = excerpt.paragraph.map(|n| format!(" (paragraph {n})")).unwrap_or_default();
        let note = excerpt.note.as_ref().map(|note| format!(" – {note}")).unwrap_or_default();
        ("N1", format!("“{}”{place}{note}", excerpt.words))
    }));
    lines.push(("ER", String::new()));
    let line = |(tag, value): &(&str, String)| format!("{tag}  - {}\r\n", one_line(value));
    lines.iter().map(line).collect()
}

/// A new line would begin a new tag.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `Family, Given`. A comma in any other name would cut it apart.
fn name(author: &str) -> String {
    match family_and_given(author) {
        Some((family, given)) => format!("{family}, {given}"),
        None => author.replace(',', " "),
    }
}
