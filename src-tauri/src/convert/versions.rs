//! Articles through time → what the window shows of them.

use parallax_engine as engine;

use super::stories::{differs_in, side_by_side};
use super::{count, file_name};
use crate::dto::versions::{VersionChangeDto, VersionChangeView, VersionDiffView, VersionView};

pub(crate) fn version(version: &engine::Version) -> VersionView {
    VersionView {
        number: count(version.number),
        title: version.title.clone(),
        file_name: file_name(&version.path),
        seen_at: version.seen.at.clone(),
        is_captured: version.seen.is_captured,
        n_words: count(version.n_words),
    }
}

pub(crate) fn diff(diff: &engine::VersionDiff) -> VersionDiffView {
    VersionDiffView {
        a: version(&diff.a),
        b: version(&diff.b),
        compare: side_by_side(&diff.side_by_side),
        changes: diff.changes.iter().map(change).collect(),
    }
}

fn change(change: &engine::VersionChange) -> VersionChangeView {
    let (kind, claim) = match change.kind {
        engine::VersionChangeKind::Headline => (VersionChangeDto::Headline, None),
        engine::VersionChangeKind::Claim(kind) => (VersionChangeDto::Claim, Some(differs_in(kind))),
        engine::VersionChangeKind::Quotation => (VersionChangeDto::Quotation, None),
        engine::VersionChangeKind::Paragraph => (VersionChangeDto::Paragraph, None),
        engine::VersionChangeKind::Sentence => (VersionChangeDto::Sentence, None),
    };
    VersionChangeView { kind, claim, a: change.a.clone(), b: change.b.clone() }
}
