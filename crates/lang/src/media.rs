//! Agencies, newspapers, broadcasters, magazines and sites that texts name as their source.
//!
//! The names are in `data/media.txt`; a line is `name: form, form > publisher family`, a
//! section is `[kind]`, and `?` stands before what is a common word, too.
//! Not here: where a text names one, and how (`parallax-text`).

use std::sync::LazyLock;

/// What kind of medium one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MediumKind {
    /// Sells its texts to others.
    Agency,
    /// A newspaper.
    Newspaper,
    /// Radio or television.
    Broadcaster,
    /// A magazine.
    Magazine,
    /// Appears on the web alone.
    Site,
}

/// A medium and the forms its name is written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Medium {
    /// The name shown.
    pub name: &'static str,
    /// What it is.
    pub kind: MediumKind,
    /// Who publishes it, where that is one of several media of one house.
    pub family: Option<&'static str>,
    /// Its forms, its name among them.
    pub forms: Vec<MediumForm>,
}

/// A form of a medium's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MediumForm {
    /// As it is written, capitals and accents included.
    pub text: &'static str,
    /// Whether it is a common word as well.
    pub is_common: bool,
}

/// All media known.
#[must_use]
pub fn media() -> &'static [Medium] {
    static ALL: LazyLock<Vec<Medium>> = LazyLock::new(|| read(include_str!("../data/media.txt")));
    &ALL
}

fn read(file: &'static str) -> Vec<Medium> {
    let mut kind = MediumKind::Agency;
    let mut media = Vec::new();
    for line in file.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.starts_with('#') {
            continue;
        }
        if line.starts_with('[') {
            kind = section(line).unwrap_or(kind);
            continue;
        }
        media.extend(medium(line, kind));
    }
    media
}

fn section(line: &str) -> Option<MediumKind> {
    Some(match line {
        "[agency]" => MediumKind::Agency,
        "[newspaper]" => MediumKind::Newspaper,
        "[broadcaster]" => MediumKind::Broadcaster,
        "[magazine]" => MediumKind::Magazine,
        "[site]" => MediumKind::Site,
        _ => return None,
    })
}

fn medium(line: &'static str, kind: MediumKind) -> Option<Medium> {
    let (name, rest) = line.split_once(':')?;
    let (forms, family) = match rest.split_once('>') {
        Some((forms, family)) => (forms, Some(family.trim())),
        None => (rest, None),
    };
    let form = |written: &'static str| {
        let bare = written.trim_start_matches('?');
        MediumForm { text: bare.trim(), is_common: bare.len() < written.len() }
    };
    let mut all: Vec<MediumForm> =
        forms.split(',').map(str::trim).filter(|text| !text.is_empty()).map(form).collect();
    // A name that is given again among its forms with a `?` is a common word.
    if !all.iter().any(|form| form.text == name) {
        all.insert(0, form(name));
    }
    Some(Medium { name, kind, family: family.filter(|family| !family.is_empty()), forms: all })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_line_is_read_and_no_name_stands_twice() {
        let file = include_str!("../data/media.txt");
        let is_name = |line: &&str| !line.starts_with(['#', '[']) && !line.trim().is_empty();
        assert!(
            file.lines().filter(|line| line.starts_with('[')).all(|line| section(line).is_some())
        );
        assert_eq!(media().len(), file.lines().filter(is_name).count());
        let names: HashSet<&str> = media().iter().map(|medium| medium.name).collect();
        assert_eq!(names.len(), media().len());
        let agencies = media().iter().filter(|medium| medium.kind == MediumKind::Agency);
        assert!(agencies.count() > 100);
        let n_forms: usize = media().iter().map(|medium| medium.forms.len()).sum();
        assert!(n_forms > 1_000, "{n_forms}");
    }

    #[test]
    fn a_line_has_forms_and_a_family() {
        let found = medium("Sun: ?Sun, The Sun > News Corp", MediumKind::Newspaper).unwrap();
        assert_eq!(found.family, Some("News Corp"));
        let forms: Vec<(&str, bool)> =
            found.forms.iter().map(|form| (form.text, form.is_common)).collect();
        assert_eq!(forms, [("Sun", true), ("The Sun", false)]);
    }
}
