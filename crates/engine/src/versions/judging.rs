//! An article that is being stored beside those it may be a version of.

use std::cell::OnceCell;

use parallax_store::{Judge, Meeting, MetBy, NewArticle, StoredArticle, StoredBlock};
use parallax_text::{hashes, tokens};
use parallax_types::{Metadata, Receipt, Role};

use super::address::spellings;
use super::linking::{MAX_DAYS, Telling, Top, meeting};

/// Answers for one article; what costs something is computed when it is asked for.
pub(crate) struct ForArticle<'a> {
    new: &'a NewArticle,
    top: OnceCell<Top>,
    telling: OnceCell<Telling>,
}

impl<'a> ForArticle<'a> {
    pub(crate) fn new(new: &'a NewArticle) -> Self {
        Self { new, top: OnceCell::new(), telling: OnceCell::new() }
    }

    fn telling(&self) -> &Telling {
        let new = self.new;
        self.telling.get_or_init(|| {
            let about = (&new.metadata, &new.receipt, &*new.imported_at);
            telling(&new.title, about, &new.text, &new.blocks)
        })
    }
}

impl Judge for ForArticle<'_> {
    fn max_days(&self) -> u32 {
        MAX_DAYS
    }

    fn addresses(&self) -> Vec<String> {
        self.new.metadata.canonical_url.iter().flat_map(|url| spellings(&url.value)).collect()
    }

    fn promise(&self, title: &str, opening: &str) -> Option<f32> {
        let own = self.top.get_or_init(|| Top::of(&self.new.title, &self.new.opening));
        own.likeness(&Top::of(title, opening))
    }

    fn meeting(&self, stored: &StoredArticle, met_by: MetBy) -> Meeting {
        let row = &stored.row;
        let about = (&row.metadata, &row.receipt, &*row.imported_at);
        let stored = telling(&row.title, about, &stored.text, &stored.blocks);
        meeting(&stored, self.telling(), met_by)
    }
}

fn telling(
    title: &str,
    (metadata, receipt, imported_at): (&Metadata, &Receipt, &str),
    text: &str,
    blocks: &[StoredBlock],
) -> Telling {
    let body = blocks.iter().filter(|block| block.role == Role::Body);
    let captured = receipt.captured.as_ref().map(parallax_types::IsoDate::as_str);
    Telling {
        title: title.to_owned(),
        outlet: metadata.outlet.as_ref().map(|outlet| outlet.value.clone()),
        address: metadata.canonical_url.as_ref().map(|url| url.value.clone()),
        moment: captured.unwrap_or(imported_at).to_owned(),
        body: body.map(|block| hashes(&tokens(block.span.of(text)))).collect(),
    }
}
