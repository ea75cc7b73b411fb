//! Pages of a PDF that are pictures: which they are, and the picture.
//!
//! Not here: reading it (`ocr`).

use image::GrayImage;
use pdfium_render::prelude::{
    PdfBitmapFormat, PdfPage, PdfPageObjectCommon, PdfPageObjectsCommon, PdfRenderConfig,
};

use crate::layout::Page;
use crate::ocr::{MAX_PIXELS, Picture, brightness};

/// Dots per inch at which pages are drawn that are no picture: small print is read, and a
/// page takes a second.
const DPI: f32 = 300.0;

/// Dots per inch that a picture's own are brought to by whole factors: between its own
/// dots, drawing loses thin strokes.
const READABLE_DPI: std::ops::RangeInclusive<f32> = 200.0..=400.0;

/// A layer of fewer letters on a page that is one picture is a stamp, not its text.
const STAMP: usize = 200;

/// A picture that covers this share of a page is the page.
const WHOLE: f32 = 0.6;

/// A page's letters are garbled if one in so many is none that text is written in.
const GARBLED: usize = 8;

/// Letters that tell whether they are garbled.
const N_TELLING: usize = 200;

/// Share of vowels in texts in Latin letters, of all letters.
const VOWELS: std::ops::Range<f32> = 0.24..0.62;

/// Objects of a page that are looked at.
const MAX_OBJECTS: usize = 200;

/// What a page's text layer is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layer {
    /// It is the page's text.
    Good,
    /// There is none, or a stamp on a picture.
    Missing,
    /// Its letters mean others than they look like.
    Garbled,
}

/// Looks at a page as its layer has it.
pub(super) fn layer(page: &PdfPage<'_>, read: &Page) -> Layer {
    let text = || read.lines.iter().map(|line| line.text.as_str());
    let n_letters = text().flat_map(str::chars).filter(|char| char.is_alphanumeric()).count();
    if is_garbled(text()) {
        return Layer::Garbled;
    }
    if n_letters == 0 || (n_letters < STAMP && is_one_picture(page)) {
        return Layer::Missing;
    }
    Layer::Good
}

fn is_one_picture(page: &PdfPage<'_>) -> bool {
    own_dpi(page).is_some()
}

/// Dots per inch of the picture that covers the page, if one does.
fn own_dpi(page: &PdfPage<'_>) -> Option<f32> {
    let area = page.width().value * page.height().value;
    page.objects().iter().take(MAX_OBJECTS).find_map(|object| {
        let bounds = object.bounds().ok()?;
        let (width, height) = (bounds.width().value, bounds.height().value);
        let picture = object.as_image_object().filter(|_| width * height > WHOLE * area)?;
        // As many dots as it has, whichever way it lies on the page.
        let n_dots = picture.width().ok()? as f32 * picture.height().ok()? as f32;
        Some((n_dots / (width * height)).sqrt() * 72.0).filter(|dpi| dpi.is_finite())
    })
}

/// At which a page is drawn whose picture has so many.
fn drawn_dpi(own: Option<f32>) -> f32 {
    let Some(own) = own.filter(|own| *own >= 10.0) else { return DPI };
    if own < *READABLE_DPI.start() {
        own * (READABLE_DPI.start() / own).ceil()
    } else if own > *READABLE_DPI.end() {
        own / (own / READABLE_DPI.end()).ceil()
    } else {
        own
    }
}

/// Whether letters stand for others: fonts without a table of what their shapes mean give
/// private ones, controls, or letters shifted along the alphabet, which too few vowels
/// give away mostly.
fn is_garbled<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    let (mut n_chars, mut n_strange, mut n_latin, mut n_vowels) = (0, 0, 0, 0);
    for char in texts.flat_map(str::chars).filter(|char| !char.is_whitespace()) {
        n_chars += 1;
        let is_private = matches!(char, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..);
        let is_none = char == char::REPLACEMENT_CHARACTER || char.is_control();
        n_strange += usize::from(is_private || is_none);
        if char.is_ascii_alphabetic() || matches!(char, '\u{c0}'..='\u{24f}') {
            n_latin += 1;
            n_vowels += usize::from(is_vowel(char));
        }
    }
    let share = n_vowels as f32 / n_latin.max(1) as f32;
    (n_chars >= N_TELLING / 4 && n_strange * GARBLED > n_chars)
        || (n_latin >= N_TELLING && n_latin * 2 > n_chars && !VOWELS.contains(&share))
}

/// With the accents that European languages put on them.
fn is_vowel(char: char) -> bool {
    "aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿāăąēĕėęěĩīĭįıōŏőœũūŭůűų"
        .contains(char.to_lowercase().next().unwrap_or(char))
}

/// The page drawn.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "lengths are positive, and bounded by what a picture may have"
)]
pub(super) fn picture(page: &PdfPage<'_>) -> Option<Picture> {
    let (width, height) = (page.width().value, page.height().value);
    if !(width.is_finite() && height.is_finite() && width >= 1.0 && height >= 1.0) {
        return None;
    }
    let wanted = drawn_dpi(own_dpi(page)) / 72.0;
    let most = (MAX_PIXELS as f32 / (width * height)).sqrt() * 0.999;
    let scale = wanted.min(most);
    let dots = |points: f32| ((points * scale).round() as i32).max(1);
    // With forms: without them the size is only that of the canvas, not of what is drawn.
    let config = PdfRenderConfig::new()
        .set_fixed_size(dots(width), dots(height))
        .set_format(PdfBitmapFormat::BGRx);
    let bitmap = page.render_with_config(&config).ok()?;
    let (width, height) =
        (u32::try_from(bitmap.width()).ok()?, u32::try_from(bitmap.height()).ok()?);
    let bytes = bitmap.as_raw_bytes();
    let grey = bytes.chunks_exact(4).map(|dot| brightness([dot[2], dot[1], dot[0]]));
    let dots = GrayImage::from_raw(width, height, grey.collect())?;
    Some(Picture { dots, dpi: (72.0 * scale).round() as u32 })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The council voted on Tuesday to close the old bridge for eighteen months \
        while its piers are rebuilt. Engineers said that the foundations, laid in 1894, had moved \
        by eleven centimetres since the flood. Opponents of the plan had asked for a temporary \
        crossing, which the council refused on grounds of cost.";

    #[test]
    fn pictures_are_drawn_at_a_multiple_of_their_own_dots() {
        for (own, expected) in [
            (None, 300.0),
            (Some(300.0), 300.0),
            (Some(200.0), 200.0),
            (Some(150.0), 300.0),
            (Some(72.0), 216.0),
            (Some(600.0), 300.0),
            (Some(1200.0), 400.0),
            (Some(0.5), 300.0),
        ] {
            assert!((drawn_dpi(own) - expected).abs() < 0.01, "{own:?}");
        }
    }

    #[test]
    fn garbled_layers_are_told_from_text_in_many_languages() {
        let shifted = |by: u32| -> String {
            TEXT.chars().map(|it| char::from_u32(u32::from(it) + by).unwrap_or(it)).collect()
        };
        for (text, expected) in [
            (TEXT.to_owned(), false),
            (
                "Zastupiteľstvo v utorok rozhodlo o uzavretí starého mosta na osemnásť mesiacov. "
                    .repeat(5),
                false,
            ),
            (
                "Der Rat beschloss am Dienstag, die alte Brücke für achtzehn Monate zu sperren. "
                    .repeat(5),
                false,
            ),
            ("Совет проголосовал во вторник за закрытие старого моста. ".repeat(5), false),
            ("市议会星期二投票决定关闭旧桥。".repeat(20), false),
            ("H2O NaCl 1,204 3.77 12% 0.05 4711 0815 ".repeat(20), false),
            (TEXT.to_uppercase(), false),
            // Fonts without a table of meanings.
            (shifted(0xe000), true),
            (shifted(3), true),
            // By as much as the shapes of many fonts are numbered lower than letters.
            (
                TEXT.chars().filter_map(|it| char::from_u32(u32::from(it).max(35) - 29)).collect(),
                true,
            ),
            ("\u{fffd}".repeat(60), true),
            ("\u{1}\u{2}\u{3}a".repeat(60), true),
        ] {
            assert_eq!(is_garbled(text.lines()), expected, "{text}");
        }
    }
}
