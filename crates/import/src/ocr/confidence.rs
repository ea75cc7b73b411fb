//! How surely a file's pages were read, in words and numbers.

use std::collections::BTreeSet;

use parallax_types::Receipt;

/// A word read less surely than this is doubtful, of 100.
const DOUBTFUL: f32 = 60.0;

/// What was read by OCR of one file.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Confidence {
    /// Pages whose text was taken.
    pub(crate) n_pages: u32,
    /// Pages with something on them that could not be read.
    pub(crate) n_unread: u32,
    pub(crate) n_words: u32,
    pub(crate) n_doubtful: u32,
    sum: f64,
    /// Scripts for which no data file is installed.
    pub(crate) missing: BTreeSet<String>,
}

impl Confidence {
    /// Counts a word, read as surely as this, of 100.
    pub(crate) fn word(&mut self, confidence: f32) {
        self.n_words += 1;
        self.n_doubtful += u32::from(confidence < DOUBTFUL);
        self.sum += f64::from(confidence);
    }

    /// [`Confidence::percent`] as a whole number.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
    fn whole_percent(&self) -> u8 {
        self.percent().round() as u8
    }

    /// How surely its words were read, of 100; 0 without any.
    pub(crate) fn percent(&self) -> f64 {
        if self.n_words == 0 { 0.0 } else { self.sum / f64::from(self.n_words) }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.n_pages += other.n_pages;
        self.n_unread += other.n_unread;
        self.n_words += other.n_words;
        self.n_doubtful += other.n_doubtful;
        self.sum += other.sum;
        self.missing.extend(other.missing.iter().cloned());
    }

    /// Says it in a receipt, of a file of so many pages.
    pub(crate) fn tell(&self, receipt: &mut Receipt, n_pages: u32) {
        if self.n_pages > 0 {
            let percent = self.whole_percent();
            receipt.set_ocr_percent(percent);
            let pages = if n_pages > 1 {
                format!("{} of {n_pages} pages were", self.n_pages)
            } else {
                "It was".to_owned()
            };
            receipt.warnings.push(format!(
                "{pages} read by OCR, {percent} %: {} of {} words are doubtful.",
                self.n_doubtful, self.n_words
            ));
        }
        if self.n_unread > 0 {
            receipt
                .warnings
                .push(format!("{} of {n_pages} pages could not be read by OCR.", self.n_unread));
        }
        for script in &self.missing {
            receipt.warnings.push(format!(
                "Pages seem to be in {script} script, for which Tesseract has no data here."
            ));
        }
    }
}
