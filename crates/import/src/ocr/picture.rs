//! A page as grey pixels: of a size that can be read, upright, not empty.
//!
//! Invariant: no more than [`MAX_PIXELS`].

use image::GrayImage;
use image::imageops::{self, FilterType};

/// What one page may have: A4 at 400 dpi, A3 at 280.
pub(crate) const MAX_PIXELS: u64 = 16_000_000;

/// A4 at about 130 dots an inch: pages with fewer dots are read better at twice the size.
const SMALL_SIDE: u32 = 1_600;

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
