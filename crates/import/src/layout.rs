//! Lines on pages → paragraphs in reading order.
//!
//! The order in which a page is drawn is nearly always that of its columns, so
//! it is kept, unless it jumps about. Lines are joined by distance, indent and
//! type size; a word broken at a line's end is mended with the help of the
//! document's other words; what recurs at the edges of pages is furniture.
//!
//! Invariant: pure; every line is in some block.

use std::collections::{HashMap, HashSet};

use parallax_types::{Block, BlockKind, Boilerplate, Role};

/// Share of a page's height at its top and bottom where running lines stand.
const EDGE: f32 = 0.12;

/// Share of a page's height where its number may stand, if nothing stands beyond it.
const OUTER: f32 = 0.2;

/// A larger type than the body's by this factor makes a heading.
const HEADING: f32 = 1.15;

/// A line of a page. Coordinates in points, from the page's lower left corner.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) left: f32,
    pub(crate) right: f32,
    /// Height of its base line.
    pub(crate) y: f32,
    /// Size of its type.
    pub(crate) size: f32,
    /// Whether it stands behind the line before it in one row, after a wide gap.
    pub(crate) follows: bool,
    pub(crate) lowest: f32,
    pub(crate) highest: f32,
}

impl Line {
    pub(crate) fn add(&mut self, char: char, x: f32, y: f32, right: f32, size: f32) {
        if self.size == 0.0 {
            (self.left, self.right, self.y, self.size) = (x, right, y, size);
            (self.lowest, self.highest) = (y, y);
        }
        self.text.push(char);
        self.left = self.left.min(x);
        self.right = self.right.max(right);
        (self.lowest, self.highest) = (self.lowest.min(y), self.highest.max(y));
        // A line is as large as its largest type; initials apart.
        if size > self.size && self.text.chars().count() > 1 {
            self.size = size;
        }
    }

    /// Whether it runs upwards or downwards.
    pub(crate) fn is_turned(&self) -> bool {
        self.highest - self.lowest > 2.0 * (self.right - self.left).max(self.size)
    }

    /// Puts a piece of the same row behind it.
    pub(crate) fn append(&mut self, piece: &Self) {
        self.text = format!("{} {}", self.text, piece.text);
        (self.left, self.right) = (self.left.min(piece.left), self.right.max(piece.right));
        self.size = self.size.max(piece.size);
    }

    pub(crate) fn tidy(&mut self) {
        if let Some(text) = without_letterspacing(&self.text) {
            self.text = text;
            return;
        }
        self.text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
}

/// `B R I D G E  T O  C L O S E` → `BRIDGE TO CLOSE`, where more than one blank
/// stands between the words.
fn without_letterspacing(text: &str) -> Option<String> {
    let text = text.trim();
    let n_letters = text.split_whitespace().count();
    let n_single = text.split_whitespace().filter(|it| it.chars().count() == 1).count();
    if n_letters < 6 || n_single * 10 < n_letters * 9 {
        return None;
    }
    let words: Vec<String> = text
        .split("  ")
        .map(|word| word.split_whitespace().collect::<String>())
        .filter(|word| !word.is_empty())
        .collect();
    (words.iter().any(|word| word.chars().count() > 2)).then(|| words.join(" "))
}

/// A page's lines in the order they are drawn.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    /// Its place in the document, from 1.
    pub(crate) number: u32,
    /// In points.
    pub(crate) height: f32,
    pub(crate) lines: Vec<Line>,
}

/// What was read.
pub(crate) struct Layout {
    pub(crate) blocks: Vec<Block>,
    /// The largest type at the top of the first page.
    pub(crate) title: Option<String>,
}

/// Reads the paragraphs of a document.
pub(crate) fn read(pages: &[Page]) -> Layout {
    let pages: Vec<Page> = pages.iter().map(in_order).collect();
    let measures = Measures::of(&pages);
    let running = Running::of(&pages);
    let words = Words::of(&pages);
    let mut joiner =
        Joiner { measures: &measures, words: &words, page: 0, blocks: Vec::new(), open: None };
    for page in &pages {
        joiner.page = page.number;
        for (n, line) in page.lines.iter().enumerate() {
            match running.role(page, line) {
                Some(furniture) => joiner.furniture(line, furniture),
                None => joiner.line(line, n == 0, column_right(page, line)),
            }
        }
        joiner.page_ends();
    }
    joiner.end();
    Layout {
        title: title(&joiner.blocks, &measures),
        blocks: joiner.blocks.into_iter().map(Open::block).collect(),
    }
}

/// Lines as drawn; from top to bottom if the drawing jumps about within columns.
fn in_order(page: &Page) -> Page {
    let mut page = page.clone();
    let overlap = |a: &Line, b: &Line| a.left < b.right && b.left < a.right;
    let n_jumps = page
        .lines
        .windows(2)
        .filter(|pair| overlap(&pair[0], &pair[1]) && pair[1].y > pair[0].y + 2.0 * pair[1].size)
        .count();
    if n_jumps >= 4 && n_jumps * 6 > page.lines.len() {
        page.lines.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.left.total_cmp(&b.left)));
    }
    page
}

/// Type size and line distance of the body text.
struct Measures {
    size: f32,
    leading: f32,
}

impl Measures {
    fn of(pages: &[Page]) -> Self {
        let lines = || pages.iter().flat_map(|page| &page.lines);
        let size = weighted_median(lines().map(|line| (line.size, line.text.len())).collect());
        let distances = pages.iter().flat_map(|page| page.lines.windows(2)).filter_map(|pair| {
            let distance = pair[0].y - pair[1].y;
            (alike(pair[0].size, size) && alike(pair[1].size, size) && distance > 0.5 * size)
                .then_some((distance, 1))
        });
        let leading = weighted_median(distances.collect());
        let plausible = leading > 0.8 * size && leading < 3.0 * size;
        Self { size, leading: if plausible { leading } else { 1.2 * size } }
    }
}

fn weighted_median(mut values: Vec<(f32, usize)>) -> f32 {
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = values.iter().map(|(_, weight)| weight).sum::<usize>() / 2;
    let mut seen = 0;
    for (value, weight) in &values {
        seen += weight;
        if seen > half {
            return *value;
        }
    }
    values.last().map_or(0.0, |(value, _)| *value)
}

fn alike(a: f32, b: f32) -> bool {
    (a - b).abs() <= 0.12 * a.max(b)
}

/// How far right the lines of this line's column reach.
fn column_right(page: &Page, line: &Line) -> f32 {
    let same = page.lines.iter().filter(|other| (other.left - line.left).abs() < 3.0 * line.size);
    same.map(|other| other.right).fold(line.right, f32::max)
}

/// Lines that recur at the edges of pages, and page numbers.
struct Running {
    recurring: HashSet<String>,
    /// Whether pages end or begin with their number, further in than the edge.
    is_numbered: bool,
}

impl Running {
    fn of(pages: &[Page]) -> Self {
        let mut n_pages_with: HashMap<String, usize> = HashMap::new();
        for page in pages {
            let keys: HashSet<String> =
                page.lines.iter().filter(|line| at_edge(page, line)).map(key).collect();
            for key in keys {
                *n_pages_with.entry(key).or_default() += 1;
            }
        }
        // Left and right pages may differ, and the first of a chapter has none.
        let enough = (pages.len() / 4).max(2);
        let recurring = n_pages_with.into_iter().filter(|(_, n)| *n >= enough);
        let has_number =
            |page: &&Page| page.lines.iter().any(|line| is_outer_page_number(page, line));
        Self {
            recurring: recurring.map(|(key, _)| key).collect(),
            is_numbered: pages.iter().filter(has_number).count() >= enough,
        }
    }

    fn role(&self, page: &Page, line: &Line) -> Option<Boilerplate> {
        if self.is_numbered && is_outer_page_number(page, line) {
            return Some(Boilerplate::Navigation);
        }
        if !at_edge(page, line) {
            return None;
        }
        if is_page_number(&line.text) {
            return Some(Boilerplate::Navigation);
        }
        self.recurring.contains(&key(line)).then_some(Boilerplate::Repeated)
    }
}

fn at_edge(page: &Page, line: &Line) -> bool {
    line.y > page.height * (1.0 - EDGE) || line.y < page.height * EDGE
}

/// A number alone above or below everything else on the page.
fn is_outer_page_number(page: &Page, line: &Line) -> bool {
    let outer = line.y < page.height * OUTER || line.y > page.height * (1.0 - OUTER);
    let others = || page.lines.iter().filter(|other| (other.y - line.y).abs() > 1.0);
    outer
        && is_page_number(&line.text)
        && (others().all(|other| other.y > line.y) || others().all(|other| other.y < line.y))
        && others().count() + 1 == page.lines.len()
}

/// The line's letters; numbers differ from page to page.
fn key(line: &Line) -> String {
    line.text.chars().filter(|char| char.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// `7`, `- 7 -`, `Page 7 of 20`, `vii`.
fn is_page_number(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower
        .split(|char: char| !char.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .filter(|word| {
            !matches!(
                *word,
                "page" | "p" | "seite" | "s" | "стр" | "of" | "von" | "из" | "de" | "sur"
            )
        })
        .peekable();
    let is_number = |word: &str| {
        word.len() <= 4
            && (word.bytes().all(|byte| byte.is_ascii_digit())
                || word.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x')))
    };
    words.peek().is_some() && words.clone().count() <= 2 && words.all(is_number)
}

/// The words of a document, to tell `well-known` from `know-ledge`.
struct Words {
    whole: HashSet<String>,
}

impl Words {
    fn of(pages: &[Page]) -> Self {
        let lines = pages.iter().flat_map(|page| &page.lines);
        let words = lines.flat_map(|line| line.text.split_whitespace()).map(bare);
        Self { whole: words.collect() }
    }

    /// Joins the last word of `above` with the first of `line`, if the line's
    /// end broke it. `is_soft`: PDFium took the hyphen for one of the line's end.
    fn mend(&self, above: &mut String, line: &str) {
        let first: String = line.split_whitespace().next().map(bare).unwrap_or_default();
        let Some(stem) = above.strip_suffix(['-', '\u{ad}', '\u{2010}']) else {
            above.push('\n');
            return above.push_str(line);
        };
        let last = bare(stem.rsplit(char::is_whitespace).next().unwrap_or_default());
        let is_broken = stem.ends_with(char::is_alphabetic)
            && line.starts_with(|char: char| char.is_lowercase() || !char.is_ascii());
        let joined = self.whole.contains(&format!("{last}{first}"));
        let compound = self.whole.contains(&format!("{last}-{first}"));
        let keep = !is_broken || (compound && !joined);
        let stem = stem.to_owned();
        *above = if keep { format!("{stem}-") } else { stem };
        above.push_str(line);
    }
}

fn bare(word: &str) -> String {
    word.trim_matches(|char: char| !char.is_alphanumeric()).replace('\u{ad}', "-").to_lowercase()
}

/// A block being put together.
struct Open {
    text: String,
    size: f32,
    /// Of its first line and of its last.
    lefts: (f32, f32),
    y: f32,
    right: f32,
    column_right: f32,
    role: Role,
    n_lines: usize,
    heading: bool,
    /// Where it begins.
    page: u32,
}

impl Open {
    fn block(self) -> Block {
        let text = self.text.replace('\u{ad}', "-");
        let item = bullet(&text).map(str::to_owned);
        let kind = match (self.heading, item.is_some()) {
            (true, _) => BlockKind::Heading,
            (_, true) => BlockKind::ListItem,
            _ => BlockKind::Paragraph,
        };
        Block { kind, role: self.role, text: item.unwrap_or(text), page: Some(self.page) }
    }
}

fn bullet(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['•', '▪', '●', '◦', '‣', '■', '\u{f0b7}'])?;
    Some(rest.trim_start())
}

struct Joiner<'a> {
    measures: &'a Measures,
    words: &'a Words,
    /// The page being read.
    page: u32,
    blocks: Vec<Open>,
    open: Option<Open>,
}

impl Joiner<'_> {
    fn line(&mut self, line: &Line, first_of_page: bool, column_right: f32) {
        if let Some(open) = &mut self.open
            && goes_on(open, line, self.measures, first_of_page)
        {
            self.words.mend(&mut open.text, &line.text);
            open.lefts.1 = line.left;
            (open.y, open.right) = (line.y, line.right);
            open.column_right = open.column_right.max(column_right);
            open.n_lines += 1;
            return;
        }
        self.end();
        self.open = Some(self.opened(line, column_right, Role::Body));
    }

    fn opened(&self, line: &Line, column_right: f32, role: Role) -> Open {
        Open {
            text: line.text.clone(),
            size: line.size,
            lefts: (line.left, line.left),
            y: line.y,
            right: line.right,
            column_right,
            role,
            n_lines: 1,
            heading: line.size > HEADING * self.measures.size,
            page: self.page,
        }
    }

    /// Stands apart; the paragraph it interrupts may go on after it.
    fn furniture(&mut self, line: &Line, furniture: Boilerplate) {
        let block = self.opened(line, line.right, Role::Boilerplate(furniture));
        self.blocks.push(Open { heading: false, ..block });
    }

    /// What stays open may go on at the top of the next page or column.
    fn page_ends(&mut self) {
        if let Some(open) = &mut self.open {
            open.y = f32::NEG_INFINITY;
        }
    }

    fn end(&mut self) {
        if let Some(mut open) = self.open.take() {
            open.heading &= open.text.chars().count() <= 200;
            self.blocks.push(open);
        }
    }
}

fn goes_on(open: &Open, line: &Line, measures: &Measures, _first_of_page: bool) -> bool {
    if !alike(open.size, line.size) || bullet(&line.text).is_some() {
        return false;
    }
    let ends = open.text.ends_with(['.', '!', '?', ':', '"', '”', '»', ')', '…']);
    let is_broken = open.text.ends_with(['-', '\u{ad}', '\u{2010}']);
    let distance = open.y - line.y;
    let below = distance > 0.2 * line.size;
    if !below {
        // Another column or page: a sentence that is not over goes on there.
        let small = line.text.starts_with(char::is_lowercase);
        return !open.heading && (is_broken || (!ends && small));
    }
    let leading = measures.leading * (line.size / measures.size.max(1.0)).max(1.0);
    if distance > 1.35 * leading.max(1.05 * line.size) {
        return false;
    }
    let em = line.size;
    if open.n_lines == 1 && line.left + 0.8 * em < open.lefts.0 {
        // The first line was indented.
        return true;
    }
    if line.left > open.lefts.1 + 0.8 * em && open.n_lines > 1 {
        return false;
    }
    let width = (open.column_right - open.lefts.1.min(open.lefts.0)).max(em);
    let is_short = open.column_right - open.right > 0.12 * width;
    !(is_short && ends)
}

/// The largest type in the first blocks, if it is larger than the body.
fn title(blocks: &[Open], measures: &Measures) -> Option<String> {
    let first = blocks.iter().take(12).filter(|block| block.role == Role::Body);
    let largest = first
        .filter(|block| block.heading && block.size > HEADING * measures.size)
        .filter(|block| (8..=200).contains(&block.text.chars().count()))
        .max_by(|a, b| a.size.total_cmp(&b.size))?;
    Some(largest.text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    /// Lines as `(left, y, size, text)`; each character is half its size wide.
    fn page(lines: &[(f32, f32, f32, &str)]) -> Page {
        let lines = lines.iter().map(|(left, y, size, text)| {
            let right = left + text.chars().count() as f32 * size / 2.0;
            let text = (*text).to_owned();
            Line { text, left: *left, right, y: *y, size: *size, ..Line::default() }
        });
        Page { number: 1, height: 800.0, lines: lines.collect() }
    }

    fn check(pages: &[Page], expected: Expect) {
        let layout = read(pages);
        let lines = layout.blocks.iter().map(|block| {
            let role = match block.role {
                Role::Body => "",
                Role::Boilerplate(furniture) => furniture.as_str(),
            };
            format!("{:?}[{role}] {}", block.kind, block.text.replace('\n', "⏎"))
        });
        expected.assert_eq(&lines.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn letterspaced_headings() {
        for (text, expected) in [
            ("B R I D G E  T O  C L O S E", Some("BRIDGE TO CLOSE")),
            ("B R I D G E", Some("BRIDGE")),
            ("a b c 1 2 3 or more", None),
            ("The bridge", None),
        ] {
            assert_eq!(without_letterspacing(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn lines_become_paragraphs_and_broken_words_are_mended() {
        check(
            &[page(&[
                (50.0, 700.0, 20.0, "Bridge to close again"),
                (50.0, 660.0, 10.0, "The bridge over the harbour will be closed for three wee-"),
                (50.0, 648.0, 10.0, "ks, the well-known engineer of the city said. The well-"),
                (50.0, 636.0, 10.0, "known ferry will run."),
                (60.0, 624.0, 10.0, "Nobody was surprised at all, and the ferry did run every"),
                (50.0, 612.0, 10.0, "ten minutes."),
                (50.0, 580.0, 10.0, "• One item"),
            ])],
            expect![[r#"
                Heading[] Bridge to close again
                Paragraph[] The bridge over the harbour will be closed for three weeks, the well-known engineer of the city said. The well-known ferry will run.
                Paragraph[] Nobody was surprised at all, and the ferry did run every⏎ten minutes.
                ListItem[] One item"#]],
        );
    }

    #[test]
    fn running_lines_are_boilerplate_and_paragraphs_go_on_behind_them() {
        let sheet = |number: &str, text: &'static str| {
            let mut sheet =
                page(&[(50.0, 780.0, 9.0, "The Harbour Review"), (50.0, 600.0, 10.0, text)]);
            sheet.lines.push(page(&[(300.0, 20.0, 9.0, number)]).lines[0].clone());
            sheet
        };
        check(
            &[
                sheet("- 1 -", "The bridge over the harbour will be closed for"),
                sheet("- 2 -", "three weeks, the city said on Monday."),
            ],
            expect![[r#"
                Paragraph[repeated] The Harbour Review
                Paragraph[navigation] - 1 -
                Paragraph[repeated] The Harbour Review
                Paragraph[navigation] - 2 -
                Paragraph[] The bridge over the harbour will be closed for⏎three weeks, the city said on Monday."#]],
        );
    }

    #[test]
    fn page_numbers_far_from_the_edge_interrupt_no_sentence() {
        let sheet = |number: u32, text: &'static str| {
            let label = number.to_string();
            let lines = [(50.0, 600.0, 10.0, text), (300.0, 120.0, 10.0, label.as_str())];
            Page { number, ..page(&lines) }
        };
        check(
            &[
                sheet(1, "The bridge over the harbour will be closed for"),
                sheet(2, "three weeks, the city said on Monday."),
            ],
            expect![[r#"
                Paragraph[navigation] 1
                Paragraph[navigation] 2
                Paragraph[] The bridge over the harbour will be closed for⏎three weeks, the city said on Monday."#]],
        );
        // One number at the end of a document may be anything.
        check(
            &[sheet(1, "The bridge over the harbour will be closed.")],
            expect![[r#"
                Paragraph[] The bridge over the harbour will be closed.
                Paragraph[] 1"#]],
        );
    }

    #[test]
    fn a_block_is_of_the_page_it_begins_on() {
        let first = page(&[(50.0, 600.0, 10.0, "The bridge over the harbour will be closed for")]);
        let mut third = page(&[
            (50.0, 600.0, 10.0, "three weeks, the city said on Monday."),
            (50.0, 500.0, 10.0, "The ferry runs every ten minutes until then."),
        ]);
        third.number = 3;
        let blocks = read(&[first, third]).blocks;
        let pages: Vec<_> = blocks.iter().map(|block| block.page).collect();
        assert_eq!(pages, [Some(1), Some(3)]);
    }

    #[test]
    fn page_numbers() {
        for text in ["7", "- 7 -", "Page 7 of 20", "vii", "7/20", "стр. 7"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["In 2017", "", "12345", "7 people", "page"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
