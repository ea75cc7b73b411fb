//! A page as grey pixels: of a size that can be read, upright, not empty.
//!
//! Invariant: no more than [`MAX_PIXELS`].

use image::GrayImage;
use image::imageops::{self, FilterType};

/// What one page may have: A4 at 400 dpi, A3 at 280.
pub(crate) const MAX_PIXELS: u64 = 16_000_000;

/// A4 at about 130 dots an inch: pages with fewer dots are read better at twice the size.
const SMALL_SIDE: u32 = 1_600;

/// A4 at about 260 dots an inch: half the dots show how such a page lies.
const LARGE_SIDE: u32 = 3_000;

/// The long side of A4, in tenths of an inch.
const PAGE_TENTHS: u32 = 117;

/// A page's resolution, if it is one.
const LIKELY_DPI: std::ops::RangeInclusive<u32> = 120..=450;

/// A dot is ink if it differs from the paper by more than this, of 255.
const INK: u8 = 60;

/// A page with less ink than one dot in so many is empty: about a page number's.
const EMPTY: u64 = 8_000;

/// A grey picture of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    pub(crate) dots: GrayImage,
    /// Dots per inch; 0 where that is not known.
    pub(crate) dpi: u32,
}

/// Half of all dots differ from the one to their right by at least this on a noisy page, of
/// 255: Tesseract then sees letters everywhere.
const NOISY: u8 = 5;

/// How bright a dot of red, green and blue is.
#[expect(clippy::cast_possible_truncation, reason = "a mean of bytes is one")]
pub(crate) fn brightness(colour: [u8; 3]) -> u8 {
    let [red, green, blue] = colour.map(u32::from);
    ((red * 299 + green * 587 + blue * 114) / 1000) as u8
}

/// A dot of this brightness on white paper, as far as it covers it.
#[expect(clippy::cast_possible_truncation, reason = "a mean of bytes is one")]
pub(crate) fn on_white(grey: u8, cover: u8) -> u8 {
    let (grey, cover) = (u32::from(grey), u32::from(cover));
    ((grey * cover + 255 * (255 - cover)) / 255) as u8
}

impl Picture {
    /// Of a size that can be read.
    pub(crate) fn fitted(dots: GrayImage, dpi: u32) -> Self {
        let (width, height) = dots.dimensions();
        let n_pixels = u64::from(width) * u64::from(height);
        if n_pixels > MAX_PIXELS {
            let scale = (MAX_PIXELS as f64 / n_pixels as f64).sqrt();
            return Self::scaled(&dots, scale, dpi);
        }
        if width.max(height) < SMALL_SIDE && n_pixels > 0 {
            return Self::scaled(&dots, 2.0, dpi);
        }
        Self { dots, dpi }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sides and resolutions are positive and far below 2^32"
    )]
    fn scaled(dots: &GrayImage, scale: f64, dpi: u32) -> Self {
        let size = |side: u32| ((f64::from(side) * scale) as u32).max(1);
        let (width, height) = dots.dimensions();
        let dots = imageops::resize(dots, size(width), size(height), FilterType::Triangle);
        Self { dots, dpi: (f64::from(dpi) * scale).round() as u32 }
    }

    /// Dots per inch, if need be as if it were a page of a usual size; 0 where it is none.
    pub(crate) fn likely_dpi(&self) -> u32 {
        let as_page = self.dots.width().max(self.dots.height()) * 10 / PAGE_TENTHS;
        match self.dpi {
            0 if LIKELY_DPI.contains(&as_page) => as_page,
            dpi => dpi,
        }
    }

    /// Without the grain of a bad scan, if it has any.
    pub(crate) fn without_noise(self) -> Self {
        if self.grain() < NOISY { self } else { Self { dots: softened(&self.dots), ..self } }
    }

    /// By how much half of all dots differ from their neighbours: letters cover less.
    fn grain(&self) -> u8 {
        let mut counts = [0_u64; 256];
        for row in self.dots.as_raw().chunks_exact(self.dots.width().max(1) as usize) {
            for pair in row.windows(2) {
                counts[usize::from(pair[0].abs_diff(pair[1]))] += 1;
            }
        }
        let half = counts.iter().sum::<u64>() / 2;
        let mut seen = 0;
        let is_half = |level: &u8| {
            seen += counts[usize::from(*level)];
            seen > half
        };
        (0..=u8::MAX).find(is_half).unwrap_or_default()
    }

    /// Of half the size, if that is enough to see how it lies and which script it is in.
    pub(crate) fn small(&self) -> Self {
        if self.dots.width().max(self.dots.height()) < LARGE_SIDE {
            return self.clone();
        }
        Self::scaled(&self.dots, 0.5, self.dpi)
    }

    /// Turned clockwise by so many quarters.
    pub(crate) fn turned(&self, quarters: u32) -> Self {
        let dots = match quarters % 4 {
            1 => imageops::rotate90(&self.dots),
            2 => imageops::rotate180(&self.dots),
            3 => imageops::rotate270(&self.dots),
            _ => self.dots.clone(),
        };
        Self { dots, dpi: self.dpi }
    }

    /// Whether there is nothing on it but paper.
    pub(crate) fn is_empty(&self) -> bool {
        let mut counts = [0_u64; 256];
        for dot in self.dots.as_raw() {
            counts[usize::from(*dot)] += 1;
        }
        let paper = (0..=u8::MAX).max_by_key(|level| counts[usize::from(*level)]).unwrap_or(255);
        let is_ink = |level: &u8| level.abs_diff(paper) > INK;
        let n_ink: u64 = (0..=u8::MAX).filter(is_ink).map(|level| counts[usize::from(level)]).sum();
        n_ink * EMPTY < self.dots.as_raw().len() as u64
    }
}

/// Each dot with its neighbours: one part each at the corners, two beside, four itself.
fn softened(dots: &GrayImage) -> GrayImage {
    let (width, height) = (dots.width() as usize, dots.height() as usize);
    let from = dots.as_raw();
    let mut soft = from.clone();
    for y in 1..height.saturating_sub(1) {
        let rows = [y - 1, y, y + 1].map(|y| &from[y * width..(y + 1) * width]);
        for x in 1..width.saturating_sub(1) {
            let across =
                |row: &[u8]| u16::from(row[x - 1]) + 2 * u16::from(row[x]) + u16::from(row[x + 1]);
            let sum = across(rows[0]) + 2 * across(rows[1]) + across(rows[2]);
            soft[y * width + x] = u8::try_from(sum / 16).unwrap_or(u8::MAX);
        }
    }
    GrayImage::from_raw(dots.width(), dots.height(), soft).unwrap_or_else(|| dots.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Luma;

    #[test]
    fn pictures_are_brought_to_a_size_that_can_be_read() {
        for (width, height, dpi, expected) in [
            (2480, 3508, 300, (2480, 3508, 300)),
            (800, 1100, 0, (1600, 2200, 0)),
            (8000, 8000, 600, (4000, 4000, 300)),
            (60_000, 1_000, 72, (30_983, 516, 37)),
        ] {
            let picture = Picture::fitted(GrayImage::new(width, height), dpi);
            let (width, height) = picture.dots.dimensions();
            assert_eq!((width, height, picture.dpi), expected);
        }
    }

    #[test]
    fn a_page_of_paper_alone_is_empty_whatever_its_shade() {
        let mut dots = GrayImage::from_pixel(1000, 1000, Luma([215]));
        assert!(Picture { dots: dots.clone(), dpi: 0 }.is_empty());
        for x in 0..200 {
            dots.put_pixel(x, 500, Luma([30]));
        }
        assert!(!Picture { dots, dpi: 0 }.is_empty());
    }

    #[test]
    fn grain_is_softened_and_clean_pages_stay_as_they_are() {
        let page = |grain: u32| {
            let dots = GrayImage::from_fn(90, 60, |x, y| {
                let ink = if x % 10 < 2 { 180 } else { 0 };
                Luma([u8::try_from(220 - ink + (x * 7 + y * 5 + x * y) % (grain + 1)).unwrap()])
            });
            Picture { dots, dpi: 0 }
        };
        assert_eq!(page(0).without_noise(), page(0));
        assert_eq!(page(3).without_noise(), page(3));
        let (before, after) = (page(30), page(30).without_noise());
        assert!(after.grain() * 2 < before.grain(), "{} {}", before.grain(), after.grain());
    }

    #[test]
    fn quarters_are_turned_clockwise() {
        let mut dots = GrayImage::new(3, 2);
        dots.put_pixel(0, 0, Luma([9]));
        let picture = Picture { dots, dpi: 0 };
        let at = |quarters: u32| {
            let turned = picture.turned(quarters).dots;
            turned.enumerate_pixels().find(|(_, _, dot)| dot.0 == [9]).map(|(x, y, _)| (x, y))
        };
        let places: Vec<_> = (0..5).filter_map(at).collect();
        assert_eq!(places, [(0, 0), (1, 0), (2, 1), (0, 2), (0, 0)]);
    }
}
