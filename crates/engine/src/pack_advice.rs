//! Whether another pack would serve a library better: its articles, or a question, are in
//! languages that the pack in use does not know.
//!
//! What a change would cost is measured on the library's own passages, with the pack that
//! is offered.
//! Not here: giving the library that pack (`packs`).

use std::time::{Duration, Instant};

use parallax_embed::{Embedder, ModelInfo, Pack, PackPlaces, Pool, Priority};
use parallax_types::VectorId;

use crate::model::is_made_for;
use crate::prepare::embedded_text;
use crate::{EngineError, Library};

/// Articles in languages the pack does not know that are worth a word: so many at least,
/// and this part of all whose language is known.
const MIN_ARTICLES: usize = 3;
const MIN_SHARE: f64 = 0.1;

/// Passages the cost is measured on.
const N_MEASURED: usize = 24;

/// A pack on this machine that knows more of a library's languages than its own.
#[derive(Debug, Clone, PartialEq)]
pub struct PackAdvice {
    /// The pack.
    pub model: ModelInfo,
    /// The languages it would add (BCP 47), those of most articles first.
    pub languages: Vec<String>,
    /// Articles in these languages,
    pub n_articles: usize,
    /// of so many whose language is known.
    pub n_all: usize,
}

/// A question in a language that the pack in use does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownLanguage {
    /// ISO 639-1.
    pub language: String,
    /// Id and title of a pack on this machine that knows it.
    pub pack: Option<(String, String)>,
}

impl Library {
    /// The pack that would serve this library better, if a good share of its articles is
    /// in languages its own does not know and another on this machine knows them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn pack_advice(&self) -> Result<Option<PackAdvice>, EngineError> {
        let packs = self.packs()?;
        let Some(used) = packs.iter().find(|pack| pack.is_used) else { return Ok(None) };
        let counted: Vec<(String, usize)> = self
            .store
            .stats()?
            .languages
            .into_iter()
            .filter_map(|count| Some((count.name?, count.n_articles)))
            .collect();
        let others = packs.iter().filter(|pack| !pack.is_used).map(|pack| &pack.model);
        let advice = others.filter_map(|model| advice(&used.model, model, &counted));
        Ok(advice.max_by_key(|advice| advice.n_articles))
    }

    /// How long giving this library the pack `id` would take, measured on some of its
    /// passages. Takes some seconds itself.
    ///
    /// # Errors
    /// When there is no such pack, it cannot be used, or the store fails.
    pub fn pack_cost(&self, id: &str) -> Result<Duration, EngineError> {
        let places = self.packs.as_ref().ok_or(EngineError::PackNamed)?;
        let files = places.find(id)?;
        let inputs = self.store.inputs(VectorId(0), N_MEASURED)?;
        if inputs.is_empty() {
            return Ok(Duration::ZERO);
        }
        let n_workers = self.model.n_workers();
        let pool = Pool::open(Pack::read(&files.pack_dir)?, &files.runtime, n_workers)?;
        let text = |n: usize| embedded_text(&inputs[n].passage.context, &inputs[n].passage.text);
        // The first of each worker takes longer.
        pool.submit((0..n_workers.min(inputs.len())).map(text).collect(), Priority::Import)
            .wait()?;
        let started = Instant::now();
        pool.submit((0..inputs.len()).map(text).collect(), Priority::Import).wait()?;
        let each = started.elapsed().as_secs_f64() / inputs.len() as f64;
        Ok(Duration::from_secs_f64(each * self.store.n_vectors()? as f64))
    }

    /// What to say of a question in a language the model in use does not know.
    pub(crate) fn unknown_language(&self, query: &str) -> Option<UnknownLanguage> {
        let language = parallax_lang::language_of(query)?;
        let (used, places) = (self.model.ready()?, self.packs.as_ref());
        if is_made_for(used.model(), Some(language)) {
            return None;
        }
        let packs = places.map(PackPlaces::list).unwrap_or_default().into_iter();
        let other = packs.map(|(model, _)| model).find(|model| is_made_for(model, Some(language)));
        let pack = other.map(|model| (model.id, model.title));
        Some(UnknownLanguage { language: language.to_owned(), pack })
    }
}

impl UnknownLanguage {
    /// In one sentence.
    pub(crate) fn said(&self) -> String {
        let name = parallax_lang::language_name(&self.language);
        match &self.pack {
            Some((_, title)) => format!(
                "this looks like {name}, which the library's model does not know; {title}, which \
                 is on this computer, does"
            ),
            None => format!("this looks like {name}, which the library's model does not know"),
        }
    }
}

/// What speaks for `other`, by the articles of each language.
fn advice(used: &ModelInfo, other: &ModelInfo, counted: &[(String, usize)]) -> Option<PackAdvice> {
    let gained: Vec<&(String, usize)> = counted
        .iter()
        .filter(|(language, _)| {
            !is_made_for(used, Some(language)) && is_made_for(other, Some(language))
        })
        .collect();
    let n_articles = gained.iter().map(|(_, n)| n).sum();
    let n_all: usize = counted.iter().map(|(_, n)| n).sum();
    let is_worth_it = n_articles >= MIN_ARTICLES && n_articles as f64 >= MIN_SHARE * n_all as f64;
    let mut languages: Vec<(usize, String)> =
        gained.iter().map(|(language, n)| (*n, language.clone())).collect();
    languages.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    is_worth_it.then(|| PackAdvice {
        model: other.clone(),
        languages: languages.into_iter().map(|(_, language)| language).collect(),
        n_articles,
        n_all,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(id: &str, languages: &[&str]) -> ModelInfo {
        ModelInfo {
            id: id.to_owned(),
            title: id.to_owned(),
            sha256: String::new(),
            n_dimensions: 384,
            labels: crate::LabelBorders::default(),
            search: parallax_embed::SearchRules::default(),
            languages: languages.iter().map(|&it| it.to_owned()).collect(),
        }
    }

    #[test]
    fn another_pack_is_offered_for_a_good_share_of_articles_alone() {
        let (english, many) = (model("one", &["en"]), model("many", &["en", "ru", "no", "de"]));
        let counted = |list: &[(&str, usize)]| {
            list.iter().map(|(language, n)| ((*language).to_owned(), *n)).collect::<Vec<_>>()
        };
        let found = |list: &[(&str, usize)]| {
            advice(&english, &many, &counted(list))
                .map(|it| (it.languages.join(" "), it.n_articles))
        };
        assert_eq!(found(&[("en", 20), ("ru", 2)]), None, "two are few");
        assert_eq!(found(&[("en", 90), ("de-AT", 4), ("ru", 5)]), None, "nine of a hundred");
        assert_eq!(found(&[("en-GB", 30), ("nb", 3), ("ru", 5)]), Some(("ru nb".into(), 8)));
        assert_eq!(found(&[("xh", 30), ("en", 3)]), None, "it knows that no better");
        assert_eq!(advice(&many, &english, &counted(&[("ru", 9)])), None);
        let everything = model("all", &[]);
        assert_eq!(advice(&everything, &many, &counted(&[("ru", 9)])), None);
    }

    #[test]
    fn what_is_said_names_the_language_and_the_way_out() {
        let of = |pack: Option<(&str, &str)>| UnknownLanguage {
            language: "ru".into(),
            pack: pack.map(|(id, title)| (id.into(), title.into())),
        };
        assert_eq!(
            of(None).said(),
            "this looks like Russian, which the library's model does not know"
        );
        assert!(
            of(Some(("m", "Many"))).said().ends_with("; Many, which is on this computer, does")
        );
    }
}
