//! The child: reads files from stdin, parses them, writes articles to stdout.
//!
//! Invariant: gives up every right it does not need before it sees the first
//! byte of a file, and does not outlive its parent.

use std::borrow::Cow;
use std::ffi::OsString;
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use parallax_confine::{ReaderConfinement, allow_reader_seconds, confine_reader, end_with_parent};
use parallax_parts::{Chosen, LibraryKind, NativeLibrary};

use super::{
    MAX_MEMORY_BYTES, MAX_SECONDS_PER_PAGE, MAX_TEXT_BYTES, PARENT_VARIABLE, REQUIRE, frame, page,
    probe, tesseract, wire,
};
use crate::error::ImportError;
use crate::ocr::{PageAt, Recogniser, Request};
use crate::{Limits, parse, pdf};

/// The first argument of a program started as a child.
pub const WORKER_ARGUMENT: &str = "__parse";

/// What the parent asks of a child, as arguments after [`WORKER_ARGUMENT`].
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Orders {
    /// PDFium's library, to be loaded before every file is out of reach.
    pub(super) pdfium: Option<NativeLibrary>,
    /// Rather read nothing than read without every confinement.
    pub(super) requires_confinement: bool,
    /// Only say what confinement there is.
    pub(super) is_probe: bool,
    /// Data files by which the parent has pictures of pages read; without any it does not.
    pub(super) ocr_data_files: Vec<String>,
}

const PDFIUM: &str = "--pdfium";
const PDFIUM_BY_PERSON: &str = "--pdfium-by-person";
const PROBE: &str = "--probe";
const OCR: &str = "--ocr";

/// How a child ends that may not read because it is not confined.
pub(super) const NOT_CONFINED: u8 = 78;

impl Orders {
    pub(super) fn to_arguments(&self) -> Vec<OsString> {
        let mut arguments = Vec::new();
        if let Some(library) = &self.pdfium {
            let option = match library.chosen {
                Chosen::ByProgram => PDFIUM,
                Chosen::ByPerson => PDFIUM_BY_PERSON,
            };
            arguments.extend([option.into(), library.path.clone().into_os_string()]);
        }
        if self.requires_confinement {
            arguments.push(REQUIRE.into());
        }
        if self.is_probe {
            arguments.push(PROBE.into());
        }
        if !self.ocr_data_files.is_empty() {
            arguments.extend([OCR.into(), self.ocr_data_files.join(",").into()]);
        }
        arguments
    }

    fn from_arguments(arguments: impl IntoIterator<Item = OsString>) -> Self {
        let mut orders = Self::default();
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let chosen = match argument.to_str() {
                Some(PDFIUM) => Chosen::ByProgram,
                Some(PDFIUM_BY_PERSON) => Chosen::ByPerson,
                Some(REQUIRE) => {
                    orders.requires_confinement = true;
                    continue;
                }
                Some(PROBE) => {
                    orders.is_probe = true;
                    continue;
                }
                Some(OCR) => {
                    let names = arguments.next().and_then(|names| names.into_string().ok());
                    let names = names.unwrap_or_default();
                    orders.ocr_data_files = names.split(',').map(str::to_owned).collect();
                    continue;
                }
                _ => continue,
            };
            orders.pdfium = arguments.next().map(|path| NativeLibrary {
                kind: LibraryKind::Pdfium,
                path: path.into(),
                chosen,
            });
        }
        orders
    }
}

/// Serves until stdin ends. `arguments`: those after [`WORKER_ARGUMENT`].
pub fn serve(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let parent = std::env::var(PARENT_VARIABLE).ok().and_then(|parent| parent.parse().ok());
    if !end_with_parent(parent) {
        return ExitCode::FAILURE;
    }
    let mut arguments = arguments.into_iter().peekable();
    if arguments.next_if(|first| *first == tesseract::OPTION).is_some() {
        let requires = arguments.next_if(|it| *it == REQUIRE).is_some();
        return tesseract::become_tesseract(arguments, requires);
    }
    let orders = Orders::from_arguments(arguments);
    // Opened now: afterwards nothing can be. Another library than ours is not loaded:
    // PDF files then fail by name.
    if let Some(library) = &orders.pdfium
        && library.check().is_ok()
    {
        pdf::load(&library.path);
    }
    // A panic is an error of one file; its story on stderr helps nobody.
    std::panic::set_hook(Box::new(|_| {}));
    let confinement = confine_reader(MAX_MEMORY_BYTES);
    if orders.is_probe {
        return say(confinement);
    }
    if orders.requires_confinement && !confinement.is_whole() {
        return ExitCode::from(NOT_CONFINED);
    }
    match answer_all(&orders) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn say(confinement: ReaderConfinement) -> ExitCode {
    let mut to = io::stdout().lock();
    match to.write_all(probe::encode(confinement).as_bytes()).and_then(|()| to.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn answer_all(orders: &Orders) -> io::Result<()> {
    while let Some(name) = receive(1 << 16)? {
        let Some(bytes) = receive(Limits::default().max_file_bytes)? else { return Ok(()) };
        let (reads_pages, name) = from_head(&name);
        let recogniser = if reads_pages { recogniser(orders) } else { None };
        allow_reader_seconds(super::max_seconds(&bytes) + 5);
        let outcome = parse::parse_pages(&bytes, Path::new(&*name), recogniser);
        let mut answer = wire::encode(&outcome);
        if answer.len() as u64 > MAX_TEXT_BYTES {
            let path = Path::new(&*name).to_owned();
            answer =
                wire::encode(&Err(ImportError::TooMuchText { path, max_bytes: MAX_TEXT_BYTES }));
        }
        send(&answer)?;
    }
    Ok(())
}

/// What goes before a file's bytes: whether pages may be read by OCR, and its name.
pub(super) fn head(path: &Path, reads_pages: bool) -> Vec<u8> {
    let mut head = vec![u8::from(reads_pages)];
    head.extend(path.to_string_lossy().as_bytes());
    head
}

fn from_head(head: &[u8]) -> (bool, Cow<'_, str>) {
    let (mark, name) = head.split_first().unwrap_or((&0, &[]));
    (*mark == 1, String::from_utf8_lossy(name))
}

/// The pipe is held for one frame: a page in the midst of a file goes the same way.
fn receive(max_bytes: u64) -> io::Result<Option<Vec<u8>>> {
    frame::read(&mut io::stdin().lock(), max_bytes)
}

fn send(bytes: &[u8]) -> io::Result<()> {
    let mut to = io::stdout().lock();
    frame::write(&mut to, bytes)?;
    to.flush()
}

/// Who reads pictures, if the parent has them read.
fn recogniser(orders: &Orders) -> Option<Box<dyn Recogniser>> {
    let data_files = orders.ocr_data_files.clone();
    let parent = ThroughParent { data_files, is_refused: false };
    (!parent.data_files.is_empty()).then(|| Box::new(parent) as Box<dyn Recogniser>)
}

/// Has pictures read by the parent, of one file.
#[derive(Debug)]
struct ThroughParent {
    data_files: Vec<String>,
    /// The parent wants no more of this file.
    is_refused: bool,
}

impl Recogniser for ThroughParent {
    fn data_files(&self) -> &[String] {
        &self.data_files
    }

    fn may_read(&mut self, page: PageAt) -> bool {
        self.ask(&page::encode_may_read(page)).is_some()
    }

    fn recognise(&mut self, request: &Request<'_>) -> Option<String> {
        let answer = self.ask(&page::encode(request));
        allow_reader_seconds(super::MAX_PDF_SECONDS + MAX_SECONDS_PER_PAGE);
        page::decode_answer(&answer?)
    }
}

impl ThroughParent {
    /// The parent's answer; `None` once it wants no more of this file.
    fn ask(&mut self, question: &[u8]) -> Option<Vec<u8>> {
        if self.is_refused {
            return None;
        }
        let answer = send(question)
            .and_then(|()| receive(MAX_TEXT_BYTES))
            .and_then(|answer| answer.ok_or_else(|| ErrorKind::UnexpectedEof.into()));
        // Put off, or nobody is there any more.
        self.is_refused = answer.as_ref().map_or(true, Vec::is_empty);
        answer.ok().filter(|answer| !answer.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_arrive_as_they_were_given() {
        for chosen in [Chosen::ByProgram, Chosen::ByPerson] {
            let path = "/a b/libpdfium.so".into();
            let pdfium = Some(NativeLibrary { kind: LibraryKind::Pdfium, path, chosen });
            let ocr_data_files = vec!["deu".to_owned(), "osd".to_owned()];
            let orders =
                Orders { pdfium, requires_confinement: true, is_probe: true, ocr_data_files };
            assert_eq!(Orders::from_arguments(orders.to_arguments()), orders);
        }
        assert_eq!(Orders::from_arguments([]), Orders::default());
    }
}
