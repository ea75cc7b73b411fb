//! Pictures of pages: PNG, JPEG, WebP, TIFF with any number of pages.
//!
//! Invariant: what a picture claims to be is looked at before it is unpacked, and too
//! large a one is refused by name.
//! Not here: reading what is on them (`ocr`).

use std::io::Cursor;
use std::path::Path;

use image::{DynamicImage, GrayImage, ImageDecoder, ImageFormat, ImageReader};
use parallax_types::RawArticle;
use tiff::ColorType;
use tiff::decoder::ifd::Value;
use tiff::decoder::{Decoder, DecodingResult};
use tiff::tags::Tag;

use crate::budget::Budget;
use crate::density;
use crate::error::ImportError;
use crate::format::{ByteFormat, Sample};
use crate::layout::Page;
use crate::ocr::{PageAt, PageReader, Picture, brightness, on_white};
use crate::scan;

/// Dots that a picture may have: a newspaper's page at 400 dpi.
const MAX_DOTS: u64 = 100_000_000;

/// Bytes that a picture may take once unpacked.
const MAX_BYTES: u32 = 400 << 20;

/// Resolutions that are believed; others are a program's default.
const PLAUSIBLE_DPI: std::ops::RangeInclusive<u32> = 100..=1200;

pub(crate) const PNG: ByteFormat = ByteFormat {
    name: "png",
    sniff: |sample| Kind::of(sample) == Some(Kind::Png),
    read: |bytes, path, budget| parse(Kind::Png, bytes, path, budget),
};

pub(crate) const JPEG: ByteFormat = ByteFormat {
    name: "jpeg",
    sniff: |sample| Kind::of(sample) == Some(Kind::Jpeg),
    read: |bytes, path, budget| parse(Kind::Jpeg, bytes, path, budget),
};

pub(crate) const WEBP: ByteFormat = ByteFormat {
    name: "webp",
    sniff: |sample| Kind::of(sample) == Some(Kind::WebP),
    read: |bytes, path, budget| parse(Kind::WebP, bytes, path, budget),
};

pub(crate) const TIFF: ByteFormat = ByteFormat {
    name: "tiff",
    sniff: |sample| Kind::of(sample) == Some(Kind::Tiff),
    read: |bytes, path, budget| parse(Kind::Tiff, bytes, path, budget),
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Png,
    Jpeg,
    WebP,
    Tiff,
}

impl Kind {
    /// Told by its first bytes; "RIFF" may begin a sentence.
    fn of(sample: &Sample<'_>) -> Option<Self> {
        match sample.bytes {
            _ if sample.is_text() => None,
            [0x89, b'P', b'N', b'G', b'\r', b'\n', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            [b'I', b'I', b'*' | b'+', 0, ..] | [b'M', b'M', 0, b'*' | b'+', ..] => Some(Self::Tiff),
            _ => None,
        }
    }
}

/// The article on a picture, or on the pages of a TIFF.
fn parse(
    kind: Kind,
    bytes: &[u8],
    path: &Path,
    budget: &mut Budget,
) -> Result<Vec<RawArticle>, ImportError> {
    let Some(recogniser) = budget.recogniser() else {
        // Named before it is unpacked: whether it is sound does not matter then.
        return Err(ImportError::OcrMissing { path: path.to_owned() });
    };
    let mut pages =
        ReadPages { reader: PageReader::new(recogniser), pages: Vec::new(), n_pages: 1 };
    let n_missing = if kind == Kind::Tiff {
        each_of_tiff(bytes, path, &mut pages)?
    } else {
        let page = PageAt { number: 1, n_pages: 1 };
        pages.add(page, || picture(kind, bytes, path))?;
        u32::from(kind == Kind::Jpeg && ends_early(bytes))
    };
    let ReadPages { reader, pages, n_pages } = pages;
    let confidence = reader.confidence;
    if pages.is_empty() {
        return Err(match n_missing {
            0 => ImportError::NoTextOnPages { path: path.to_owned(), n_pages },
            _ => damaged(path),
        });
    }
    let mut article = scan::article(&pages);
    if n_pages == 1 {
        // A picture is no page of a document.
        article.blocks.iter_mut().for_each(|block| block.page = None);
    }
    confidence.tell(&mut article.receipt, n_pages);
    article.receipt.warnings.extend(missing(kind, n_missing, n_pages));
    Ok(vec![article])
}

/// Pages as they are read.
struct ReadPages<'a> {
    reader: PageReader<'a>,
    pages: Vec<Page>,
    n_pages: u32,
}

impl ReadPages<'_> {
    /// Unpacks a page and reads it, if that may be now.
    fn add(
        &mut self,
        page: PageAt,
        unpack: impl FnOnce() -> Result<Picture, ImportError>,
    ) -> Result<(), ImportError> {
        self.n_pages = page.n_pages;
        if self.reader.may_read(page)
            && let Some((lines, height)) = self.reader.read(unpack()?)
        {
            self.pages.push(Page { number: page.number, height, lines });
        }
        Ok(())
    }
}

/// What is said of pages, or of a part of the one, that are not there.
fn missing(kind: Kind, n_missing: u32, n_pages: u32) -> Option<String> {
    match (n_missing, kind) {
        (0, _) => None,
        (_, Kind::Tiff) => Some(format!("{n_missing} of {n_pages} pages are damaged.")),
        _ => Some("The picture ends early; what was below is missing.".to_owned()),
    }
}

/// Whether the end of a JPEG is missing, which is unpacked all the same, as grey: the mark
/// of its end comes after that of its beginning.
fn ends_early(bytes: &[u8]) -> bool {
    let last = |mark: [u8; 2]| bytes.windows(2).rposition(|it| it == mark);
    last([0xff, 0xd9]) < last([0xff, 0xda])
}

fn damaged(path: &Path) -> ImportError {
    ImportError::Damaged {
        path: path.to_owned(),
        what: "the picture cannot be unpacked".to_owned(),
    }
}

fn refuse_large((width, height): (u32, u32), n_bytes: u64, path: &Path) -> Result<(), ImportError> {
    if u64::from(width) * u64::from(height) > MAX_DOTS || n_bytes > u64::from(MAX_BYTES) {
        let what = format!("its picture of {width} × {height} dots is too large");
        return Err(ImportError::TooMuchInside { path: path.to_owned(), what });
    }
    Ok(())
}

fn picture(kind: Kind, bytes: &[u8], path: &Path) -> Result<Picture, ImportError> {
    let format = match kind {
        Kind::Png => ImageFormat::Png,
        Kind::Jpeg => ImageFormat::Jpeg,
        Kind::WebP | Kind::Tiff => ImageFormat::WebP,
    };
    let damaged = |_| damaged(path);
    let mut decoder =
        ImageReader::with_format(Cursor::new(bytes), format).into_decoder().map_err(damaged)?;
    refuse_large(decoder.dimensions(), decoder.total_bytes(), path)?;
    let mut limits = image::Limits::no_limits();
    limits.max_alloc = Some(u64::from(MAX_BYTES));
    decoder.set_limits(limits).map_err(damaged)?;
    // A camera writes how it was held beside the dots.
    let orientation = decoder.orientation().map_err(damaged)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    image.apply_orientation(orientation);
    let dpi = match kind {
        Kind::Png => density::of_png(bytes),
        Kind::Jpeg => density::of_jpeg(bytes),
        Kind::WebP | Kind::Tiff => 0.0,
    };
    Ok(Picture::fitted(on_paper(&image), plausible(dpi)))
}

/// In grey, and what is transparent on white.
fn on_paper(image: &DynamicImage) -> GrayImage {
    if !image.color().has_alpha() {
        return image.to_luma8();
    }
    let both = image.to_luma_alpha8();
    let mut dots = GrayImage::new(both.width(), both.height());
    for (dot, of) in dots.pixels_mut().zip(both.pixels()) {
        dot.0 = [on_white(of.0[0], of.0[1])];
    }
    dots
}

/// Hands over each page of a TIFF; one that is damaged ends it, if another was read. How
/// many are missing then.
fn each_of_tiff(bytes: &[u8], path: &Path, pages: &mut ReadPages<'_>) -> Result<u32, ImportError> {
    let n_pages = u32::try_from(count_of_tiff(bytes)).unwrap_or(u32::MAX).max(1);
    let mut decoder = Decoder::new(Cursor::new(bytes)).map_err(|_| damaged(path))?;
    let mut limits = tiff::decoder::Limits::default();
    limits.decoding_buffer_size = MAX_BYTES as usize;
    limits.intermediate_buffer_size = MAX_BYTES as usize;
    decoder = decoder.with_limits(limits);
    for number in 1..=n_pages {
        let page = PageAt { number, n_pages };
        match pages.add(page, || page_of_tiff(&mut decoder, path)) {
            Ok(()) => {}
            Err(error) if number == 1 => return Err(error),
            Err(_) => return Ok(n_pages - number + 1),
        }
        if !decoder.more_images() || decoder.next_image().is_err() {
            return Ok(n_pages - number);
        }
    }
    Ok(0)
}

/// How many pages it claims to have, up to as many as are read; one that is not there is the
/// last.
fn count_of_tiff(bytes: &[u8]) -> usize {
    let Ok(mut decoder) = Decoder::new(Cursor::new(bytes)) else { return 0 };
    let mut n_pages = 1;
    while n_pages < crate::ocr::MAX_PAGES && decoder.more_images() {
        n_pages += 1;
        if decoder.next_image().is_err() {
            break;
        }
    }
    n_pages
}

fn page_of_tiff(decoder: &mut Decoder<Cursor<&[u8]>>, path: &Path) -> Result<Picture, ImportError> {
    let failed = |_| damaged(path);
    let (width, height) = decoder.dimensions().map_err(failed)?;
    let colour = decoder.colortype().map_err(failed)?;
    refuse_large((width, height), u64::from(width) * u64::from(height) * 4, path)?;
    let dpi = resolution(decoder);
    let DecodingResult::U8(samples) = decoder.read_image().map_err(failed)? else {
        return Err(damaged(path));
    };
    let dots = grey(&samples, (width, height), colour).ok_or_else(|| damaged(path))?;
    Ok(Picture::fitted(dots, dpi))
}

/// Dots per inch, where the file says so.
fn resolution(decoder: &mut Decoder<Cursor<&[u8]>>) -> u32 {
    let per_unit = match decoder.get_tag(Tag::XResolution) {
        Ok(Value::Rational(dots, units)) => f64::from(dots) / f64::from(units.max(1)),
        _ => 0.0,
    };
    let per_inch = match decoder.get_tag_u32(Tag::ResolutionUnit) {
        Ok(3) => per_unit * 2.54,
        _ => per_unit,
    };
    plausible(per_inch)
}

/// In whole dots; 0 if that is a program's default rather than true.
fn plausible(per_inch: f64) -> u32 {
    let mut plausible = PLAUSIBLE_DPI;
    plausible.find(|dpi| (f64::from(*dpi) - per_inch).abs() <= 0.5).unwrap_or_default()
}

/// Grey dots from a TIFF's samples of up to eight bits.
fn grey(samples: &[u8], (width, height): (u32, u32), colour: ColorType) -> Option<GrayImage> {
    let n_dots = width as usize * height as usize;
    let weigh = |dot: &[u8]| brightness([dot[0], dot[1], dot[2]]);
    let dots: Vec<u8> = match colour {
        ColorType::Gray(8) => samples.to_vec(),
        ColorType::Gray(1) => bits(samples, width as usize),
        ColorType::GrayA(8) => samples.chunks_exact(2).map(|dot| dot[0]).collect(),
        ColorType::RGB(8) => samples.chunks_exact(3).map(weigh).collect(),
        ColorType::RGBA(8) => samples.chunks_exact(4).map(weigh).collect(),
        // The first is brightness.
        ColorType::YCbCr(8) => samples.chunks_exact(3).map(|dot| dot[0]).collect(),
        ColorType::CMYK(8) => samples
            .chunks_exact(4)
            .map(|dot| {
                let light = brightness([255 - dot[0], 255 - dot[1], 255 - dot[2]]);
                255 - on_white(255 - light, 255 - dot[3])
            })
            .collect(),
        _ => return None,
    };
    GrayImage::from_raw(width, height, dots.get(..n_dots)?.to_vec())
}

/// Dots of one bit, each row beginning with a byte.
fn bits(samples: &[u8], width: usize) -> Vec<u8> {
    let rows = samples.chunks_exact(width.div_ceil(8).max(1));
    rows.flat_map(|row| {
        (0..width).map(|x| if row[x / 8] >> (7 - x % 8) & 1 == 1 { 255 } else { 0 })
    })
    .collect()
}
