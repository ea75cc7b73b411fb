//! The bin and the way back, from the engine to the window.

use parallax_engine as engine;

use super::{file_name, id, outlet, published};
use crate::dto::bin::{BinRow, ChangeKindDto, Undone};

pub(crate) fn row(removed: &engine::RemovedArticle) -> BinRow {
    let row = &removed.row;
    BinRow {
        article_id: id(row.id.0),
        title: row.title.clone(),
        source: outlet(row).unwrap_or_else(|| file_name(&row.path)),
        published: published(row),
        removed_at: removed.removed_at.clone(),
    }
}

pub(crate) fn undone(undone: &engine::Undone) -> Undone {
    let articles = || undone.articles.iter().map(|article| id(article.0)).collect();
    let (brought_back, taken_out) = match undone.presence {
        engine::Presence::Unchanged => (Vec::new(), Vec::new()),
        engine::Presence::BroughtBack => (articles(), Vec::new()),
        engine::Presence::TakenOut => (Vec::new(), articles()),
    };
    Undone { change: undone.id.0, kind: kind(undone.kind), brought_back, taken_out }
}

fn kind(kind: engine::ChangeKind) -> ChangeKindDto {
    match kind {
        engine::ChangeKind::Removal => ChangeKindDto::Removal,
        engine::ChangeKind::Restoration => ChangeKindDto::Restoration,
        engine::ChangeKind::Tags => ChangeKindDto::Tags,
        engine::ChangeKind::Note => ChangeKindDto::Note,
        engine::ChangeKind::Fields => ChangeKindDto::Fields,
        engine::ChangeKind::Highlight => ChangeKindDto::Highlight,
        engine::ChangeKind::SavedSearch => ChangeKindDto::SavedSearch,
        engine::ChangeKind::AskedSearches => ChangeKindDto::AskedSearches,
    }
}
