//! Pages of one file, one after the other: turned upright, read in their language.
//!
//! The first page tells how pages lie and which language they are in; later ones are
//! read as the one before, and looked at anew only when that goes badly.
//! Not here: what comes of the lines.

use parallax_types::{Block, BlockKind, RawArticle, Role};

use super::{Confidence, MAX_PAGES, PageAt, Picture, Recogniser, Request, Task, languages, lines};
use crate::language;
use crate::layout::Line;

/// A page read as surely as this is taken as it is, of 100.
const GOOD: f64 = 72.0;

/// A page read less surely is no text: a photograph, a map.
const UNREADABLE: f64 = 40.0;

/// Words that tell a language.
const N_TELLING: u32 = 20;

/// Pages on which every script there is is tried, if nothing can be read.
const N_SEARCHED: u32 = 2;

/// Reads the pages of a file.
#[derive(Debug)]
pub(crate) struct PageReader<'a> {
    recogniser: &'a mut dyn Recogniser,
    /// The data file that read the last page.
    data_file: Option<String>,
    /// Whether the language was told by words.
    is_settled: bool,
    quarters: u32,
    n_searched: u32,
    n_asked: usize,
    /// The script of the page at hand, if nothing is installed for it.
    missing: Option<String>,
    /// What was read so far.
    pub(crate) confidence: Confidence,
}

/// A page as it was read once.
struct Reading {
    lines: Vec<Line>,
    confidence: Confidence,
    data_file: String,
    quarters: u32,
    /// Whether its lines run upwards or downwards.
    is_sideways: bool,
}

impl<'a> PageReader<'a> {
    pub(crate) fn new(recogniser: &'a mut dyn Recogniser) -> Self {
        Self {
            recogniser,
            data_file: None,
            is_settled: false,
            quarters: 0,
            n_searched: 0,
            n_asked: 0,
            missing: None,
            confidence: Confidence::default(),
        }
    }

    /// Whether a page may be read now.
    pub(crate) fn may_read(&mut self, page: PageAt) -> bool {
        self.recogniser.may_read(page)
    }

    /// The lines of a page and its height, both in points; `None` if there is nothing to
    /// read on it.
    pub(crate) fn read(&mut self, picture: Picture) -> Option<(Vec<Line>, f32)> {
        if picture.is_empty() {
            return None;
        }
        let picture = &picture.without_noise();
        self.n_asked += 1;
        self.missing = None;
        let best = if self.n_asked > MAX_PAGES { None } else { self.best(picture) };
        let Some(mut best) = best.filter(|it| it.confidence.percent() >= UNREADABLE) else {
            self.confidence.n_unread += 1;
            self.confidence.missing.extend(self.missing.take());
            return None;
        };
        best.confidence.n_pages = 1;
        self.confidence.add(&best.confidence);
        self.quarters = best.quarters;
        self.data_file = Some(best.data_file);
        let (width, height) = picture.dots.dimensions();
        let dots_high = if best.quarters % 2 == 0 { height } else { width };
        Some((best.lines, lines::points(dots_high, picture.dpi)))
    }

    fn best(&mut self, picture: &Picture) -> Option<Reading> {
        let scripts = languages::one_per_script(self.recogniser.data_files());
        // In a wrong script or upside down hardly a word is read with confidence, so that
        // looking first, which takes as long as reading, pays for the rare page alone.
        let first = self.data_file.clone().or_else(|| scripts.first().cloned())?;
        let mut quarters = self.quarters;
        let mut best = self.attempt(picture, &first, quarters);
        if !is_good(best.as_ref())
            && let Some((turned, script)) = self.orientation(picture)
        {
            let other = script.unwrap_or_else(|| first.clone());
            if turned != quarters || other != first {
                best = better(best, self.attempt(picture, &other, turned));
            }
            quarters = turned;
        }
        if !is_good(best.as_ref()) && self.n_searched < N_SEARCHED {
            self.n_searched += 1;
            for script in scripts.iter().filter(|it| **it != first) {
                best = better(best, self.attempt(picture, script, quarters));
            }
        }
        self.settled(best, picture)
    }

    /// How the page lies, and the data file for its script.
    fn orientation(&mut self, picture: &Picture) -> Option<(u32, Option<String>)> {
        let has = |name: &String| name == languages::ORIENTATION;
        if !self.recogniser.data_files().iter().any(has) {
            return None;
        }
        let said = self
            .recogniser
            .recognise(&Request { task: Task::Orientation, picture: &picture.small() })?;
        let told = lines::orientation(&said)?;
        let data_file = languages::for_script(&told.script, self.recogniser.data_files());
        if data_file.is_none() {
            self.missing = Some(told.script);
        }
        Some((told.quarters, data_file.map(str::to_owned)))
    }

    /// Read once more by the data file of its language, once enough was read to tell it.
    fn settled(&mut self, read: Option<Reading>, picture: &Picture) -> Option<Reading> {
        let read = read?;
        if self.is_settled
            || read.confidence.n_words < N_TELLING
            || read.confidence.percent() < UNREADABLE
        {
            return Some(read);
        }
        let Some(language) = language_of(&read.lines) else { return Some(read) };
        self.is_settled = true;
        let installed = self.recogniser.data_files();
        match languages::for_language(&language, &read.data_file, installed) {
            Some(own) if own != read.data_file => {
                let again = self.attempt(picture, own, read.quarters);
                better(Some(read), again)
            }
            _ => Some(read),
        }
    }

    fn attempt(&mut self, picture: &Picture, data_file: &str, quarters: u32) -> Option<Reading> {
        let turned;
        let upright = if quarters == 0 {
            picture
        } else {
            turned = picture.turned(quarters);
            &turned
        };
        let task = Task::Text(data_file.to_owned());
        let said = self.recogniser.recognise(&Request { task, picture: upright })?;
        let (lines, confidence) = lines::read(&said, upright.dots.height(), upright.dpi);
        let is_sideways = lines::is_sideways(&said);
        Some(Reading { lines, confidence, data_file: data_file.to_owned(), quarters, is_sideways })
    }
}

fn is_good(read: Option<&Reading>) -> bool {
    read.is_some_and(|it| it.confidence.percent() >= GOOD && !it.is_sideways)
}

/// The one read more surely, along its lines.
fn better(a: Option<Reading>, b: Option<Reading>) -> Option<Reading> {
    match (a, b) {
        (Some(a), Some(b)) => {
            Some(if b.confidence.percent() > a.confidence.percent() { b } else { a })
        }
        (a, b) => a.or(b),
    }
}

/// The language of some lines, BCP 47.
fn language_of(lines: &[Line]) -> Option<String> {
    let text = lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
    let block = Block { kind: BlockKind::Paragraph, role: Role::Body, text, page: None };
    let article = RawArticle { blocks: vec![block], ..RawArticle::default() };
    language::detect(&article).map(|language| language.value)
}
