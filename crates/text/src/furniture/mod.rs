//! Tells what the page put around an article from what its author wrote.
//!
//! Two passes: what a block says by itself ([`alone`]), then what its place
//! among its neighbours says ([`context`]). Phrases are in [`phrases`], English
//! first, with the common ones in German, French, Spanish and Russian.
//!
//! Invariant: verdicts depend on the texts and the metadata only, not on earlier
//! verdicts, so labelling twice gives the same. A long well-formed paragraph is
//! furniture on strong evidence only.
//! Not here: repetition across articles, which role wins (`clean`).

mod alone;
mod context;
mod line;
mod phrases;

use parallax_types::{Furniture, Metadata};

pub(crate) use line::Line;

/// For each line the furniture it is, or `None` for body.
pub(crate) fn label(lines: &[Line<'_>], metadata: &Metadata) -> Vec<Option<Furniture>> {
    let mut verdicts: Vec<Option<Furniture>> = lines.iter().map(alone::verdict).collect();
    context::extend(lines, metadata, &mut verdicts);
    verdicts
}

#[cfg(test)]
mod tests;
