//! What Tesseract writes → lines on a page.
//!
//! Its table (TSV) has a row for each word: place, box, confidence. The boxes are those of
//! ink, so a line's size and base line are told from several words.
//! Invariant: pure; rows that make no sense are left out.

use super::Confidence;
use crate::layout::Line;

/// Lines whose letters are as high as the page's, within these factors, are of one size.
const SAME_SIZE: std::ops::Range<f32> = 0.6..1.35;

/// What is read without a resolution is measured as if it had this one.
const USUAL_DPI: u32 = 200;

/// A blank is wider than this many times the height of the line's letters.
const ROOM: f32 = 0.45;

/// Points in an inch.
const POINTS: f32 = 72.0;

/// So many dots in points.
pub(super) fn points(n_dots: u32, dpi: u32) -> f32 {
    n_dots as f32 * scale(dpi)
}

fn scale(dpi: u32) -> f32 {
    POINTS / (if dpi == 0 { USUAL_DPI } else { dpi }) as f32
}

/// How a page is turned and written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Orientation {
    /// Quarters it is to be turned clockwise.
    pub(super) quarters: u32,
    pub(super) script: String,
}

/// What Tesseract says of a page's orientation, where it is sure of it.
pub(super) fn orientation(said: &str) -> Option<Orientation> {
    let value = |name: &str| {
        said.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
    };
    let degrees: u32 = value("Rotate")?.parse().ok()?;
    let is_sure = value("Orientation confidence")?.parse::<f32>().ok()? >= 1.0;
    let quarters = if is_sure { degrees / 90 % 4 } else { 0 };
    Some(Orientation { quarters, script: value("Script")?.to_owned() })
}

/// A word and the box of its ink, in dots from the upper left corner.
struct Word<'a> {
    text: &'a str,
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
    confidence: f32,
}

/// Page, block, paragraph, line.
type Place<'a> = [&'a str; 4];

fn word(row: &str) -> Option<(Place<'_>, Word<'_>)> {
    let fields: Vec<&str> = row.splitn(12, '\t').collect();
    let &["5", page, block, paragraph, line, _, left, top, width, height, confidence, text] =
        fields.as_slice()
    else {
        return None;
    };
    let number = |field: &str| field.parse::<f32>().ok().filter(|number| number.is_finite());
    let (left, top) = (number(left)?, number(top)?);
    let (right, bottom) = (left + number(width)?, top + number(height)?);
    let confidence = number(confidence)?.clamp(0.0, 100.0);
    let text = text.trim();
    let word = Word { text, left, top, right, bottom, confidence };
    (!text.is_empty()).then_some(([page, block, paragraph, line], word))
}

/// The lines of a page of this height in dots, in points, in reading order, and how surely they were read.
pub(super) fn read(said: &str, dots_high: u32, dpi: u32) -> (Vec<Line>, Confidence) {
    let scale = scale(dpi);
    let mut confidence = Confidence::default();
    let mut rows: Vec<(Place<'_>, Vec<Word<'_>>)> = Vec::new();
    for (place, word) in said.lines().filter_map(word) {
        if word.text.contains(char::is_alphanumeric) {
            confidence.word(word.confidence);
        }
        match rows.last_mut() {
            Some((last, words)) if *last == place => words.push(word),
            _ => rows.push((place, vec![word])),
        }
    }
    let mut lines: Vec<Line> =
        rows.iter().map(|(_, words)| line(words, dots_high as f32, scale)).collect();
    lines.retain(|line| line.text.contains(char::is_alphanumeric));
    even_out(&mut lines);
    (lines, confidence)
}

/// Whether words run upwards or downwards: Tesseract reads some pages that lie on their
/// side, with boxes that stand.
pub(super) fn is_sideways(said: &str) -> bool {
    let (mut n_lying, mut n_standing) = (0_usize, 0_usize);
    for (_, word) in said.lines().filter_map(word).filter(|(_, it)| it.text.chars().count() > 3) {
        let stands = word.bottom - word.top > word.right - word.left;
        *(if stands { &mut n_standing } else { &mut n_lying }) += 1;
    }
    n_standing > n_lying
}

fn line(words: &[Word<'_>], dots_high: f32, scale: f32) -> Line {
    let heights = words.iter().map(|word| word.bottom - word.top).collect();
    let height = quantile(heights, 0.8);
    let mut text = String::new();
    for (nth, word) in words.iter().enumerate() {
        if nth > 0 && !joins(&words[nth - 1], word, height) {
            text.push(' ');
        }
        text.push_str(word.text);
    }
    let rests = |word: &&Word<'_>| !word.text.contains(DESCENDING);
    let bottoms: Vec<f32> = words.iter().filter(rests).map(|word| word.bottom).collect();
    let bottoms =
        if bottoms.is_empty() { words.iter().map(|word| word.bottom).collect() } else { bottoms };
    let y = (dots_high - quantile(bottoms, 0.5)) * scale;
    Line {
        text,
        left: words.iter().map(|word| word.left).fold(f32::MAX, f32::min) * scale,
        right: words.iter().map(|word| word.right).fold(0.0, f32::max) * scale,
        y,
        size: height * scale,
        follows: false,
        lowest: y,
        highest: y,
    }
}

/// Whether no blank stands between two words: between two of a script without blanks, and
/// beside one, such as a number in Chinese, if there is no room for any.
fn joins(word: &Word<'_>, next: &Word<'_>, height: f32) -> bool {
    let ends = [word.text.chars().next_back(), next.text.chars().next()];
    match ends.map(|end| end.is_some_and(is_unspaced)) {
        [true, true] => true,
        [false, false] => false,
        _ => next.left - word.right < ROOM * height,
    }
}

/// Letters and marks that reach below the line.
const DESCENDING: [char; 13] = ['g', 'j', 'p', 'q', 'y', 'Q', ',', ';', 'ç', 'р', 'у', 'ф', 'щ'];

/// Written without blanks between words.
fn is_unspaced(char: char) -> bool {
    matches!(char, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ffef}')
}

/// Letters of one type are of several heights: a line is of the page's size unless it
/// differs by more than they do.
fn even_out(lines: &mut [Line]) {
    let of_all = quantile(
        lines.iter().flat_map(|it| std::iter::repeat_n(it.size, it.text.len().min(200))).collect(),
        0.5,
    );
    for line in lines {
        if SAME_SIZE.contains(&(line.size / of_all.max(0.1))) {
            line.size = of_all;
        }
    }
}

/// The value that this share of the values does not exceed; 0 of none.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a position")]
fn quantile(mut values: Vec<f32>, share: f32) -> f32 {
    values.sort_by(f32::total_cmp);
    let at = (values.len().saturating_sub(1)) as f32 * share;
    values.get(at.round() as usize).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SAID: &str = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext
1\t1\t0\t0\t0\t0\t0\t0\t2000\t3000\t-1\t
5\t1\t1\t1\t1\t1\t200\t300\t68\t32\t96.4\tThe
5\t1\t1\t1\t1\t2\t280\t300\t130\t41\t55.5\tquay
5\t1\t1\t1\t2\t1\t200\t352\t68\t20\t90\tsea
5\t1\t2\t1\t1\t1\t200\t500\t40\t30\t80\t桥
5\t1\t2\t1\t1\t2\t240\t500\t40\t30\t80\t梁
5\t1\t2\t1\t1\t3\t284\t500\t30\t30\t80\t30
5\t1\t2\t1\t1\t4\t340\t500\t40\t30\t80\t米
5\t1\t3\t1\t1\t1\t200\t900\t40\t30\t12\t|
5\t1\tbad\trow
";

    #[test]
    fn words_become_lines_with_what_is_known_of_them() {
        let (lines, confidence) = read(SAID, 3000, 144);
        let told: Vec<_> =
            lines.iter().map(|it| (it.text.as_str(), it.left, it.y, it.size)).collect();
        assert_eq!(
            told,
            [
                ("The quay", 100.0, 1334.0, 20.5),
                ("sea", 100.0, 1314.0, 15.0),
                ("桥梁30 米", 100.0, 1235.0, 15.0)
            ]
        );
        assert_eq!((confidence.n_words, confidence.n_doubtful), (7, 1));
        assert!((confidence.percent() - 80.27).abs() < 0.01);
    }

    #[test]
    fn words_that_stand_are_told() {
        let lying = "5\t1\t1\t1\t1\t1\t200\t300\t68\t32\t96\tquay\n";
        let standing = "5\t1\t1\t1\t1\t1\t200\t300\t32\t68\t96\tquay\n";
        assert!(!is_sideways(lying) && is_sideways(standing));
        assert!(!is_sideways("") && !is_sideways(&[lying, standing].concat()));
    }

    #[test]
    fn turned_pages_are_told() {
        let said = "Page number: 0\nOrientation in degrees: 270\nRotate: 90\nOrientation confidence: 9.5\nScript: Cyrillic\nScript confidence: 3.57\n";
        let told = |quarters| Some(Orientation { quarters, script: "Cyrillic".to_owned() });
        assert_eq!(orientation(said), told(1));
        assert_eq!(orientation(&said.replace("9.5", "0.1")), told(0));
        assert_eq!(orientation("Too few characters."), None);
    }

    proptest! {
        #[test]
        fn whatever_is_said_is_borne(said in "([0-9]{0,3}\t){0,12}[a-z\t\n0-9.]*", high in 0_u32..9999) {
            let (lines, _) = read(&said, high, 0);
            prop_assert!(lines.iter().all(|line| line.size.is_finite()));
        }
    }
}
