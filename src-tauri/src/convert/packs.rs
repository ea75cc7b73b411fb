//! Model packs for the settings and the notices.

use parallax_engine as engine;

use super::count;
use crate::dto::{PackAdvice, PackChoice, UnknownLanguage};

pub(crate) fn pack(pack: &engine::InstalledPack) -> PackChoice {
    PackChoice {
        id: pack.model.id.clone(),
        title: pack.model.title.clone(),
        languages: pack.model.languages.clone(),
        is_used: pack.is_used,
    }
}

pub(crate) fn pack_advice(advice: engine::PackAdvice) -> PackAdvice {
    PackAdvice {
        pack_id: advice.model.id,
        title: advice.model.title,
        languages: advice.languages,
        n_articles: count(advice.n_articles),
        n_all: count(advice.n_all),
    }
}

pub(super) fn unknown_language(found: &engine::UnknownLanguage) -> UnknownLanguage {
    let (pack_id, pack_title) = found.pack.clone().unzip();
    UnknownLanguage { language: found.language.clone(), pack_id, pack_title }
}
