//! XML as a flat stream of opened, closed and text.
//!
//! Names lose their prefix: the formats read here use each local name for one
//! thing. Invariant: entities a document declares itself are never expanded,
//! nothing outside it is looked at, and depth costs nothing.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// Elements nested deeper than this are no document.
const MAX_DEPTH: usize = 2000;

/// An element's name and attributes, without prefixes.
pub(crate) struct Element {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    pub(crate) fn attr(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// What happens next in a document.
pub(crate) enum Xml<'a> {
    Open(&'a Element),
    Text(&'a str),
    Close(&'a str),
}

/// Reads a document, calling `on` for everything in it.
///
/// # Errors
/// What is wrong, in words, where it stops being XML. What came before was read.
pub(crate) fn read(xml: &str, on: &mut dyn FnMut(Xml<'_>)) -> Result<(), String> {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    let mut depth = 0_usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(format!("its elements nest more than {MAX_DEPTH} deep"));
                }
                on(Xml::Open(&element(&start)));
            }
            Ok(Event::Empty(start)) => {
                let element = element(&start);
                on(Xml::Open(&element));
                on(Xml::Close(&element.name));
            }
            Ok(Event::End(end)) => {
                depth = depth.saturating_sub(1);
                on(Xml::Close(end.local_name().as_ref()));
            }
            Ok(Event::Text(text)) => on(Xml::Text(&text)),
            Ok(Event::CData(text)) => on(Xml::Text(&text)),
            Ok(Event::GeneralRef(entity)) => {
                if let Some(text) = resolved(&entity) {
                    on(Xml::Text(&text));
                }
            }
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(error) => return Err(error.to_string()),
        }
    }
}

fn element(start: &BytesStart<'_>) -> Element {
    let mut attributes = start.attributes();
    let attributes = attributes.with_checks(false).flatten().map(|attribute| {
        let key = attribute.key.local_name().as_ref().to_owned();
        (key, unescaped(&attribute.value))
    });
    Element { name: start.local_name().as_ref().to_owned(), attributes: attributes.collect() }
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        if let Some((name, after)) = after.split_once(';').filter(|(name, _)| name.len() <= 10) {
            out.push_str(&resolved(name).unwrap_or_default());
            rest = after;
        } else {
            out.push('&');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// An element that is passed over with everything in it.
#[derive(Debug, Default)]
pub(crate) struct Skipping {
    /// Its name, and how many of that name are open.
    within: Option<(String, usize)>,
}

impl Skipping {
    /// Passes over the element that was opened just now.
    pub(crate) fn begin(&mut self, name: &str) {
        self.within = Some((name.to_owned(), 1));
    }

    pub(crate) fn is_on(&self) -> bool {
        self.within.is_some()
    }

    /// Whether an element that opens is passed over.
    pub(crate) fn opens(&mut self, name: &str) -> bool {
        let Some((skipped, n_open)) = &mut self.within else { return false };
        *n_open += usize::from(skipped == name);
        true
    }

    /// Whether an element that closes was passed over.
    pub(crate) fn closes(&mut self, name: &str) -> bool {
        let Some((skipped, n_open)) = &mut self.within else { return false };
        *n_open -= usize::from(skipped == name);
        if *n_open == 0 {
            self.within = None;
        }
        true
    }
}

/// The text of a character reference or a predefined entity, or one of the few
/// that HTML adds and feeds use.
fn resolved(entity: &str) -> Option<String> {
    if let Some(number) = entity.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).map(String::from);
    }
    let html = match entity {
        "nbsp" => "\u{a0}",
        "mdash" => "—",
        "ndash" => "–",
        "laquo" => "«",
        "raquo" => "»",
        "ldquo" => "“",
        "rdquo" => "”",
        "lsquo" => "‘",
        "rsquo" => "’",
        "hellip" => "…",
        _ => return resolve_predefined_entity(entity).map(str::to_owned),
    };
    Some(html.to_owned())
}

/// The text of the first element of each name that holds text only.
pub(crate) fn values(xml: &str, names: &[&str]) -> Vec<Option<String>> {
    let mut found: Vec<Option<String>> = vec![None; names.len()];
    let mut open: Option<(usize, String)> = None;
    // What is wrong further on does not unsay what was read.
    let _ = read(xml, &mut |event| match event {
        Xml::Open(element) => {
            let at = names.iter().position(|name| *name == element.name);
            open = at.filter(|at| found[*at].is_none()).map(|at| (at, String::new()));
        }
        Xml::Text(text) => {
            if let Some((_, value)) = &mut open {
                value.push_str(text);
            }
        }
        Xml::Close(_) => {
            if let Some((at, value)) = open.take() {
                let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
                found[at] = Some(value).filter(|value| !value.is_empty());
            }
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(xml: &str) -> String {
        let mut out = String::new();
        let end = read(xml, &mut |event| match event {
            Xml::Open(element) => {
                out.push_str(&format!("<{} {}>", element.name, element.attr("a").unwrap_or("-")));
            }
            Xml::Text(text) => out.push_str(text),
            Xml::Close(name) => out.push_str(&format!("</{name}>")),
        });
        if let Err(error) = end {
            out.push_str(&format!("!{error}"));
        }
        out
    }

    #[test]
    fn events() {
        assert_eq!(
            shown(
                "<?xml version='1.0'?><w:p x:a='1 &lt; 2'>A&amp;B&#65;<br/><![CDATA[<c>]]></w:p>"
            ),
            "<p 1 < 2>A&BA<br -></br><c></p>"
        );
    }

    #[test]
    fn laughs_are_not_expanded() {
        let laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><x>&b;<y>&c;</y></x>";
        assert_eq!(shown(laughs), "<x -><y -></y></x>");
    }

    #[test]
    fn depth_is_bounded() {
        assert!(shown(&"<a>".repeat(3000)).contains("nest more than 2000 deep"));
    }

    #[test]
    fn single_values() {
        let xml = "<m><dc:title>One  two</dc:title><dc:creator/><t><b>x</b></t></m>";
        assert_eq!(values(xml, &["title", "creator"]), [Some("One two".to_owned()), None]);
    }
}
