//! RTF documents.
//!
//! Source: Rich Text Format Specification 1.9.1. A state per group; bytes are
//! decoded in the code page of their font, `\u` with its fallback skipped.
//! Invariant: any bytes give some text; groups nest without recursion.

use std::collections::HashMap;

use encoding_rs::Encoding;
use parallax_types::{BlockKind, Boilerplate, Metadata, RawArticle, Role, Source, Sourced};

use crate::dates::parse_date;
use crate::flow::Flow;
use crate::format::ByteFormat;
use crate::{headline, properties};

pub(crate) const FORMAT: ByteFormat = ByteFormat {
    name: "rtf",
    sniff: |sample| sample.start.starts_with(b"{\\rtf"),
    read: |bytes, _, _| Ok(vec![parse(bytes)]),
};

/// Groups nested deeper are a trap; their states are not kept.
const MAX_GROUPS: usize = 10_000;

/// Reads a document.
fn parse(bytes: &[u8]) -> RawArticle {
    let mut reader = Reader::new();
    reader.read(bytes);
    let mut metadata = reader.metadata();
    let encoding = reader.code_page.name().to_lowercase();
    let notes = std::mem::take(&mut reader.notes).finish();
    let edges = std::mem::take(&mut reader.edges).finish();
    let mut blocks = reader.flow.finish();
    blocks.extend(notes);
    headline::read(&blocks, &mut metadata);
    blocks.extend(edges.into_iter().map(|mut block| {
        block.role = Role::Boilerplate(Boilerplate::Repeated);
        block
    }));
    if metadata.published.is_none() {
        metadata.published = reader.created.date();
    }
    let mut article = RawArticle { metadata, blocks, ..RawArticle::default() };
    article.receipt.encoding = encoding;
    article
}

/// Where the text of a group goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Into {
    Text,
    Note,
    Edge,
    Title,
    Author,
    Fonts,
    Created,
    Nowhere,
}

#[derive(Debug, Clone, Copy)]
struct State {
    into: Into,
    /// Characters that stand for each `\u`, to be skipped.
    n_fallback: usize,
    font: i32,
    is_hidden: bool,
    in_table: bool,
}

#[derive(Default)]
struct Created([Option<i32>; 3]);

impl Created {
    fn date(&self) -> Option<Sourced<parallax_types::IsoDate>> {
        let [Some(year), Some(month), Some(day)] = self.0 else { return None };
        let date = parse_date(&format!("{year:04}-{month:02}-{day:02}"))?;
        Some(Sourced::new(date, Source::FileProperties))
    }
}

struct Reader {
    flow: Flow,
    notes: Flow,
    edges: Flow,
    title: String,
    author: String,
    created: Created,
    state: State,
    groups: Vec<State>,
    /// Bytes waiting to be decoded together: characters may be two bytes long.
    waiting: Vec<u8>,
    /// First half of a character beyond the basic plane.
    high_surrogate: Option<u16>,
    n_skip: usize,
    code_page: &'static Encoding,
    default_font: i32,
    /// Encodings of the fonts.
    fonts: HashMap<i32, &'static Encoding>,
    is_open: bool,
    is_row_open: bool,
}

impl Reader {
    fn new() -> Self {
        let state =
            State { into: Into::Text, n_fallback: 1, font: -1, is_hidden: false, in_table: false };
        Self {
            flow: Flow::default(),
            notes: Flow::default(),
            edges: Flow::default(),
            title: String::new(),
            author: String::new(),
            created: Created::default(),
            state,
            groups: Vec::new(),
            waiting: Vec::new(),
            high_surrogate: None,
            n_skip: 0,
            code_page: encoding_rs::WINDOWS_1252,
            default_font: 0,
            fonts: HashMap::new(),
            is_open: false,
            is_row_open: false,
        }
    }

    fn metadata(&self) -> Metadata {
        let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let authors = said(&self.author).map(|names| properties::names(&names));
        Metadata {
            title: said(&self.title)
                .and_then(|it| properties::title(&it))
                .map(|it| Sourced::new(it, Source::FileProperties)),
            authors: authors
                .filter(|names| !names.is_empty())
                .map(|it| Sourced::new(it, Source::FileProperties)),
            ..Metadata::default()
        }
    }

    fn read(&mut self, bytes: &[u8]) {
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            at += 1;
            match byte {
                b'{' => self.open_group(),
                b'}' => self.close_group(),
                b'\\' => at = self.control(bytes, at),
                b'\r' | b'\n' => {}
                byte => self.byte(*byte),
            }
        }
        self.decode();
        self.end_paragraph();
    }

    fn open_group(&mut self) {
        self.decode();
        if self.groups.len() < MAX_GROUPS {
            self.groups.push(self.state);
        }
    }

    fn close_group(&mut self) {
        self.decode();
        self.n_skip = 0;
        let into = self.state.into;
        if let Some(state) = self.groups.pop() {
            self.state = state;
        }
        if into != self.state.into && matches!(into, Into::Note | Into::Edge) {
            self.side(into).close_paragraph();
        }
    }

    fn side(&mut self, into: Into) -> &mut Flow {
        if into == Into::Note { &mut self.notes } else { &mut self.edges }
    }

    /// A control word or symbol; `at` is behind the backslash. Returns where it ends.
    fn control(&mut self, bytes: &[u8], at: usize) -> usize {
        let Some(first) = bytes.get(at) else { return at };
        if !first.is_ascii_alphabetic() {
            return self.symbol(*first, bytes, at + 1);
        }
        let n_letters =
            bytes[at..].iter().take(32).take_while(|it| it.is_ascii_alphabetic()).count();
        let word = std::str::from_utf8(&bytes[at..at + n_letters]).unwrap_or_default().to_owned();
        let mut end = at + n_letters;
        let number_at = end;
        if bytes.get(end) == Some(&b'-') {
            end += 1;
        }
        end += bytes[end..].iter().take(10).take_while(|it| it.is_ascii_digit()).count();
        let number =
            std::str::from_utf8(&bytes[number_at..end]).ok().and_then(|text| text.parse().ok());
        if bytes.get(end) == Some(&b' ') {
            end += 1;
        }
        if word == "bin" {
            let n_bytes = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            return end.saturating_add(n_bytes).min(bytes.len());
        }
        self.word(&word, number);
        end
    }

    fn symbol(&mut self, symbol: u8, bytes: &[u8], at: usize) -> usize {
        match symbol {
            b'\'' => {
                let hex = bytes.get(at..at + 2).and_then(|it| std::str::from_utf8(it).ok());
                if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                    self.byte(byte);
                    return at + 2;
                }
            }
            b'\\' | b'{' | b'}' => self.byte(symbol),
            b'~' => self.text("\u{a0}"),
            b'_' => self.text("-"),
            b'\r' | b'\n' => self.word("par", None),
            // An optional destination; those we know are named by the next word.
            b'*' => self.state.into = Into::Nowhere,
            _ => {}
        }
        at
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        if word != "u" {
            self.decode();
        }
        if word != "u" && self.n_skip > 0 {
            // A control word among the fallback counts as one of its characters.
            self.n_skip -= 1;
        }
        match word {
            "par" | "sect" | "page" | "row" | "cell" | "nestcell" | "nestrow" => self.end(word),
            "line" | "lbr" => self.text("\n"),
            "tab" => self.text(" "),
            "emdash" => self.text("—"),
            "endash" => self.text("–"),
            "lquote" => self.text("‘"),
            "rquote" => self.text("’"),
            "ldblquote" => self.text("“"),
            "rdblquote" => self.text("”"),
            "bullet" => self.text("•"),
            "u" => self.unicode(number.unwrap_or(0)),
            "uc" => self.state.n_fallback = usize::try_from(number.unwrap_or(1)).unwrap_or(1),
            "ansicpg" => {
                if let Some(encoding) = number.and_then(code_page) {
                    self.code_page = encoding;
                }
            }
            "mac" => self.code_page = encoding_rs::MACINTOSH,
            "pca" | "pc" => self.code_page = encoding_rs::IBM866,
            "deff" => self.default_font = number.unwrap_or(0),
            "f" => self.state.font = number.unwrap_or(0),
            "fcharset" if self.state.into == Into::Fonts => {
                if let Some(encoding) = number.and_then(charset) {
                    self.fonts.insert(self.state.font, encoding);
                }
            }
            "plain" => {
                self.state.font = self.default_font;
                self.state.is_hidden = false;
            }
            "v" | "deleted" => self.state.is_hidden = number != Some(0),
            "intbl" => self.state.in_table = true,
            "pard" => self.state.in_table = false,
            "yr" | "mo" | "dy" if self.state.into == Into::Created => {
                let at = ["yr", "mo", "dy"].iter().position(|it| *it == word).unwrap_or(0);
                self.created.0[at] = number;
            }
            "outlinelevel" => self.kind(BlockKind::Heading),
            "ls" => self.kind(BlockKind::ListItem),
            _ => {
                if let Some(into) = destination(word) {
                    self.state.into = into;
                }
            }
        }
    }

    fn end(&mut self, word: &str) {
        match self.state.into {
            Into::Note | Into::Edge => {
                let into = self.state.into;
                self.side(into).close_paragraph();
            }
            Into::Text => match word {
                "cell" | "nestcell" => {
                    self.row();
                    self.end_paragraph();
                    self.flow.close_cell();
                }
                "row" | "nestrow" => {
                    self.end_paragraph();
                    if std::mem::take(&mut self.is_row_open) {
                        self.flow.close_row();
                    }
                }
                _ => self.end_paragraph(),
            },
            _ => {}
        }
    }

    fn row(&mut self) {
        if !self.is_row_open {
            // Its first cell is open already, outside the row: take it in.
            let text = self.flow.take_paragraph();
            self.flow.open_row();
            self.is_row_open = true;
            if let Some(text) = text {
                self.flow.open_paragraph();
                self.flow.text(&text);
                self.is_open = true;
            }
        }
    }

    fn kind(&mut self, kind: BlockKind) {
        if self.state.into == Into::Text {
            self.open_paragraph();
            self.flow.kind(kind);
        }
    }

    fn open_paragraph(&mut self) {
        if !self.is_open {
            if self.is_row_open && !self.state.in_table {
                self.is_row_open = false;
                self.flow.close_row();
            }
            self.flow.open_paragraph();
            self.is_open = true;
        }
    }

    fn end_paragraph(&mut self) {
        if std::mem::take(&mut self.is_open) {
            self.flow.close_paragraph();
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.n_skip > 0 {
            self.n_skip -= 1;
            return;
        }
        self.waiting.push(byte);
    }

    /// Decodes the waiting bytes in the encoding of the current font.
    fn decode(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.waiting);
        let font = if self.state.font < 0 { self.default_font } else { self.state.font };
        let encoding = self.fonts.get(&font).copied().unwrap_or(self.code_page);
        let (text, _) = encoding.decode_without_bom_handling(&bytes);
        self.text(&text);
    }

    /// `\u`: a UTF-16 unit as a signed number.
    fn unicode(&mut self, number: i32) {
        self.decode();
        self.n_skip = self.state.n_fallback;
        let Ok(unit) = u16::try_from(number.rem_euclid(0x1_0000)) else { return };
        let units = match self.high_surrogate.take() {
            Some(high) => vec![high, unit],
            None if (0xd800..0xdc00).contains(&unit) => {
                self.high_surrogate = Some(unit);
                return;
            }
            None => vec![unit],
        };
        let text: String = char::decode_utf16(units).filter_map(Result::ok).collect();
        self.text(&text);
    }

    fn text(&mut self, text: &str) {
        if self.state.is_hidden {
            return;
        }
        match self.state.into {
            Into::Text => {
                self.open_paragraph();
                self.flow.text(text);
            }
            into @ (Into::Note | Into::Edge) => {
                let side = self.side(into);
                if !side.is_in_paragraph() {
                    side.open_paragraph();
                }
                side.text(text);
            }
            Into::Title => self.title.push_str(text),
            Into::Author => self.author.push_str(text),
            Into::Fonts | Into::Created | Into::Nowhere => {}
        }
    }
}

/// Groups whose text is no text of the document.
fn destination(word: &str) -> Option<Into> {
    Some(match word {
        "footnote" => Into::Note,
        "header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl" | "footerr"
        | "footerf" => Into::Edge,
        "title" => Into::Title,
        "author" => Into::Author,
        "creatim" => Into::Created,
        "fonttbl" => Into::Fonts,
        // The text of a field's result, a shape's box, an alternative for newer readers.
        "fldrslt" | "shptxt" | "ud" => Into::Text,
        "colortbl" | "stylesheet" | "info" | "pict" | "object" | "objdata" | "fldinst"
        | "listtable" | "listoverridetable" | "rsidtbl" | "generator" | "themedata"
        | "colorschememapping" | "latentstyles" | "datastore" | "xmlnstbl" | "revtbl"
        | "bkmkstart" | "bkmkend" | "annotation" | "atnid" | "atnauthor" | "atntime"
        | "atndate" | "atnref" | "atnicn" | "filetbl" | "keywords" | "subject" | "operator"
        | "company" | "category" | "doccomm" | "comment" | "hlinkbase" | "revtim" | "printim"
        | "buptim" | "listtext" | "pntext" | "pntxta" | "pntxtb" | "nonshppict" | "shpinst"
        | "sp" | "falt" | "panose" | "tc" | "xe" | "txe" | "rxe" | "template" | "background"
        | "wgrffmtfilter" | "upr" | "mmathPr" | "datafield" | "formfield" | "ffname" | "pgptbl"
        | "userprops" => Into::Nowhere,
        _ => return None,
    })
}

/// A Windows code page by its number.
fn code_page(number: i32) -> Option<&'static Encoding> {
    Some(match number {
        874 => encoding_rs::WINDOWS_874,
        932 => encoding_rs::SHIFT_JIS,
        936 => encoding_rs::GBK,
        949 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        866 => encoding_rs::IBM866,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1252 => encoding_rs::WINDOWS_1252,
        1253 => encoding_rs::WINDOWS_1253,
        1254 => encoding_rs::WINDOWS_1254,
        1255 => encoding_rs::WINDOWS_1255,
        1256 => encoding_rs::WINDOWS_1256,
        1257 => encoding_rs::WINDOWS_1257,
        1258 => encoding_rs::WINDOWS_1258,
        10_000 => encoding_rs::MACINTOSH,
        65_001 => encoding_rs::UTF_8,
        _ => return None,
    })
}

/// The encoding behind `\fcharset`.
fn charset(number: i32) -> Option<&'static Encoding> {
    code_page(match number {
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(rtf: &[u8], expected: Expect) {
        let article = parse(rtf);
        let mut lines: Vec<String> = article
            .blocks
            .iter()
            .map(|block| format!("{:?} {}", block.kind, block.text.replace('\n', "⏎")))
            .collect();
        lines.push(article.receipt.encoding);
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn text_with_fonts_and_unicode() {
        check(
            br"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}{\f1\fcharset204 Times;}}
{\info{\title The bridge}}\f0 Br\'fccke \f1 \'cc\'ee\'f1\'f2\par \f0 \u8364?5 and \{more\}\par
{\*\generator X;}{\pict 0102}Hid{\v den}\par}",
            expect![[r"
                Paragraph Brücke Мост
                Paragraph €5 and {more}
                Paragraph Hid
                windows-1252"]],
        );
    }

    #[test]
    fn tables_notes_and_headers() {
        check(
            br"{\rtf1{\header Running}Before{\footnote A note}.\par\trowd\intbl a\cell b\cell\row\pard After\par}",
            expect![[r"
                Paragraph Before.
                TableRow a | b
                Paragraph After
                Paragraph A note
                Paragraph Running
                windows-1252"]],
        );
    }

    #[test]
    fn any_bytes_end() {
        for bytes in
            [&b"{\\rtf1 \\'"[..], b"{\\rtf1\\bin999999999 x", b"}}}}", b"{\\rtf1\\u-1", b"\\"]
        {
            parse(bytes);
        }
        parse(&b"{".repeat(1_000_000));
    }
}
