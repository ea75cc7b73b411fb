//! Text from pictures of pages: scans, photographed pages, PDF pages without a text layer.
//!
//! ```text
//! confined child: decode or render ─▶ upright grey picture ─▶ words ─▶ lines ─▶ blocks
//!                                       │ one page at a time    ▲
//! parent (reads nothing):               ▼                       │
//!                          confined child of its own: Tesseract ╯
//! ```
//!
//! Invariant: pictures are decoded, and what Tesseract says is read, where files are
//! parsed; the parent only carries bytes from one child to the other. Whoever parses in a
//! process of its own has no recogniser, and no page is read.
//! Not here: starting Tesseract (`worker`), what lines mean (`layout`).

mod confidence;
pub(crate) mod languages;
mod lines;
mod pages;
mod picture;

pub(crate) use confidence::Confidence;
pub(crate) use pages::PageReader;
pub(crate) use picture::{MAX_PIXELS, Picture, brightness, on_white};

use std::fmt::Debug;

/// Pages of one file that are read by OCR; a longer document is read up to here.
pub(crate) const MAX_PAGES: usize = 1_000;

/// What is read by OCR.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OcrScope {
    /// Nothing.
    Off,
    /// Documents, TIFFs, and other pictures that are named by themselves: most of those
    /// that lie in folders are photographs.
    #[default]
    Scans,
    /// Every picture.
    Pictures,
}

/// A page of a file, as people count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageAt {
    /// Its number, from 1.
    pub number: u32,
    /// Pages of the file.
    pub n_pages: u32,
}

/// What is wanted of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Task {
    /// How it is turned, and which script it is in.
    Orientation,
    /// Its words, by the data file of this name (`eng`).
    Text(String),
}

/// A picture and what is wanted of it.
#[derive(Debug)]
pub(crate) struct Request<'a> {
    pub(crate) task: Task,
    pub(crate) picture: &'a Picture,
}

/// Who reads pictures.
pub(crate) trait Recogniser: Debug {
    /// Names of the data files there are, `osd` among them if pages can be turned upright.
    fn data_files(&self) -> &[String];

    /// Whether a page may be read now: asked before it is unpacked or drawn.
    fn may_read(&mut self, page: PageAt) -> bool;

    /// What Tesseract wrote; `None` if it did not read the picture, or may not now.
    fn recognise(&mut self, request: &Request<'_>) -> Option<String>;
}
