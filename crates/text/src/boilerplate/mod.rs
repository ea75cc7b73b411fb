//! Tells what the page put around an article from what its author wrote.
//!
//! Two passes: what a block says by itself ([`line_rules`]), then what its place
//! among its neighbours says ([`context`]). Phrases are in [`phrases`], English
//! first, with the common ones in German, French, Spanish and Russian.
//!
//! Invariant: verdicts depend on the texts and the metadata only, not on earlier
//! verdicts, so labelling twice gives the same. A long well-formed paragraph is
//! furniture on strong evidence only.
//! Not here: repetition across articles, which role wins (`clean`).

mod context;
mod line;
mod line_rules;
mod phrases;

use parallax_types::{Boilerplate, Metadata};

pub(crate) use line::Line;

/// For each line the furniture it is, or `None` for body.
pub(crate) fn label(lines: &[Line<'_>], metadata: &Metadata) -> Vec<Option<Boilerplate>> {
    let mut verdicts: Vec<Option<Boilerplate>> = lines.iter().map(line_rules::verdict).collect();
    context::extend(lines, metadata, &mut verdicts);
    verdicts
}

#[cfg(test)]
mod tests;
