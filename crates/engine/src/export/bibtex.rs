//! BibTeX: one `@article` per article, UTF-8 as BibLaTeX and Biber read it.
//!
//! Keys are family name, year and a word of the title, and unique within a file.
//! Source: `BibTeXing` (Patashnik, 1988); TeX's special characters.

use std::collections::HashSet;

use super::{Collection, Facts, Item, annotation, family_and_given};

pub(super) fn write(collection: &Collection) -> String {
    let mut taken = HashSet::new();
    let entries: Vec<String> = collection
        .items
        .iter()
        .map(|item| {
            let key = unique(&key(&Facts::of(&item.article)), &mut taken);
            entry(&key, item)
        })
        .collect();
    entries.join("\n")
}

fn entry(key: &str, item: &Item) -> String {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let facts = Facts::of(&item.article);
    let mut fields = Vec::new();
    let mut add = |name: &str, value: String| {
        if !value.is_empty() {
            fields.push(format!("  {name} = {value}"));
        }
    };
    let braced = |text: &str| format!("{{{}}}", escape(text));
    // Twice braced, so that styles leave the capitals of a headline alone.
    add("title", format!("{{{}}}", braced(facts.title)));
    let authors: Vec<String> = facts.authors.iter().map(|author| name(author)).collect();
    if !authors.is_empty() {
        add("author", format!("{{{}}}", authors.join(" and ")));
    }
    add("journal", facts.outlet.map(braced).unwrap_or_default());
    let mut date = facts.date_parts().into_iter();
    add("year", date.next().map(|year| format!("{{{year:04}}}")).unwrap_or_default());
    let month = date.next().and_then(|month| MONTHS.get((month as usize).checked_sub(1)?));
    add("month", month.copied().unwrap_or_default().to_owned());
    add("day", date.next().map(|day| format!("{{{day}}}")).unwrap_or_default());
    add("url", facts.url.map(|url| format!("{{{}}}", url_in_braces(url))).unwrap_or_default());
    add("language", facts.language.map(braced).unwrap_or_default());
    if !item.tags.is_empty() {
        add("keywords", braced(&item.tags.join(", ")));
    }
    add("annote", annotation(item).map(|text| braced(&text)).unwrap_or_default());
    format!("@article{{{key},\n{}\n}}\n", fields.join(",\n"))
}

/// `Family, Given`, or the whole name in braces, so that it is not taken apart.
fn name(author: &str) -> String {
    match family_and_given(author) {
        Some((family, given)) => format!("{}, {}", escape(&family), escape(&given)),
        None => format!("{{{}}}", escape(author)),
    }
}

/// `reuel2031thaw`
fn key(facts: &Facts<'_>) -> String {
    const SMALL: [&str; 12] =
        ["the", "and", "for", "with", "from", "after", "over", "how", "why", "what", "der", "die"];
    let author = facts.authors.first().map(|author| match family_and_given(author) {
        Some((family, _)) => family,
        None => author.clone(),
    });
    let who = author.or(facts.outlet.map(str::to_owned)).unwrap_or_default();
    let year = facts.day.map_or("", |day| &day[..4]);
    let mut words = facts.title.split_whitespace().map(plain);
    let word =
        words.find(|word| word.len() > 2 && !SMALL.contains(&word.as_str())).unwrap_or_default();
    let key = format!("{}{year}{word}", plain(&who));
    if key.is_empty() { "article".to_owned() } else { key }
}

/// The letters and digits of ASCII, accents taken off.
fn plain(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfd().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

fn unique(key: &str, taken: &mut HashSet<String>) -> String {
    let mut candidate = key.to_owned();
    let mut n = 2;
    while !taken.insert(candidate.clone()) {
        candidate = format!("{key}-{n}");
        n += 1;
    }
    candidate
}

/// Text in which TeX sees only text, and braces balance.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out += "\\textbackslash{}",
            '{' => out += "\\{",
            '}' => out += "\\}",
            '~' => out += "\\textasciitilde{}",
            '^' => out += "\\textasciicircum{}",
            '%' | '$' | '&' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    balanced(&out)
}

/// BibTeX counts escaped braces too: where they do not balance, they are named.
fn balanced(text: &str) -> String {
    let mut depth = 0i32;
    let is_balanced = text.chars().all(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        depth >= 0
    });
    if is_balanced && depth == 0 {
        return text.to_owned();
    }
    text.replace("\\{", "\\textbraceleft ").replace("\\}", "\\textbraceright ")
}

/// An address may hold anything but what ends the field.
fn url_in_braces(url: &str) -> String {
    url.replace('\\', "%5C").replace('{', "%7B").replace('}', "%7D").replace(' ', "%20")
}
