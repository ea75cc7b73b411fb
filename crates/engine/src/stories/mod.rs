//! Every side of a story: which articles repeat one another, which tell the same
//! event, who is quoted with what, what differs and what is new.
//!
//! What is worth keeping is derived once per article ([`Library::update_stories`])
//! and kept in the store; the rest is computed when asked for. Invariants: what
//! is kept depends on the articles alone, not on the order they came in, so that
//! growing a library article by article and deriving it anew give the same
//! (stories up to ties between equal similarities, pairs among very many near-identical
//! articles up to which of them are compared); everything names its
//! evidence as a span of an article's clean text; no language model is needed.
//! Not here: the rules on texts (`parallax-text`), SQL, JSON.

mod body;
mod clustering;
mod compare;
mod copies;
mod features;
mod first;
mod ledger;
mod matching;
mod origins;
mod quotes;
mod sources;
mod story;
mod timeline;
mod tree;
mod whatsnew;
mod wording;

#[cfg(test)]
mod tests;

pub(crate) use body::Body;
pub(crate) use compare::compare_articles;
pub use compare::{Comparison, Relation, SentencePair, TextAt};
pub use copies::{CopyGroup, CopyPairing, ExtraBlock};
pub(crate) use features::{N_IN_MEAN, mean};
pub use first::{FirstTelling, MomentPrecision};
pub use ledger::{
    FactKind, FactState, Ledger, LedgerCell, LedgerOrigin, LedgerRow, LeftOut, LeftOutFact,
};
pub use origins::Origins;
pub use quotes::{QuoteFamily, QuoteScope, Rendering};
pub use sources::Source as OriginSource;
pub use story::{Story, StoryRelation};
pub use timeline::{Event, ReferenceFrom};
pub use tree::{LinkBasis, OriginLink, OriginNode, OriginTree, Teller};
pub use whatsnew::{NewsPassage, NewsSentence, NewsStatus};

use std::sync::TryLockError;
use std::thread::ScopedJoinHandle;

use crossbeam_channel::{Sender, bounded};
use parallax_store::{DeltaPostings, FeatureRowId};
use parallax_types::ArticleId;

use features::ArticleFeatures;
use matching::MatchContext;

use crate::{Control, EngineError, Library};

/// Raised whenever the same articles may give other copies, stories or quotes.
const VERSION: u32 = 6;

/// Articles taken from the store at a time.
const N_PER_BATCH: usize = 64;

/// Articles looked at in one go while an import goes on: it has other things done
/// on the way.
const N_MEANWHILE: usize = 512;

impl Library {
    /// Looks at the articles that were imported or changed since the last call,
    /// and draws the stories around them again. Cheap when there is nothing to
    /// do; does nothing in a library open for reading. Returns how many articles
    /// were looked at.
    ///
    /// Articles whose vectors are not there yet wait for them, unless there is
    /// no model to compute any.
    ///
    /// # Errors
    /// When the store fails; what was done before stays.
    pub fn update_stories(&self, control: &Control) -> Result<usize, EngineError> {
        if !self.is_writable() {
            return Ok(0);
        }
        self.store.use_feature_version(&self.feature_version()?)?;
        let mut n_done = 0;
        if !self.store.pending_features(true, ArticleId(0), 1)?.is_empty() {
            let mut new_keys = self.store.new_keys()?;
            let or_without_vectors = self.load_model().is_err();
            let which = Pending { or_without_vectors, at_most: usize::MAX };
            n_done = self.derive_pending(&mut new_keys, which, control)?;
            self.store.merge_delta(&mut new_keys, false)?;
        }
        if control.go_on() {
            self.settle_stories()?;
        }
        Ok(n_done)
    }

    /// The same for some of what can be looked at while an import goes on; stories are
    /// left to its end.
    ///
    /// - `new_keys`: [`parallax_store::Store::new_keys`], the same for one call after
    ///   another; of no more use once a call failed.
    pub(crate) fn update_stories_meanwhile(
        &self,
        new_keys: &mut DeltaPostings,
        control: &Control,
    ) -> Result<(), EngineError> {
        self.store.use_feature_version(&self.feature_version()?)?;
        let which = Pending { or_without_vectors: false, at_most: N_MEANWHILE };
        self.derive_pending(new_keys, which, control).map(drop)
    }

    /// While one batch is laid beside the others, the next is looked at by itself. Does
    /// nothing where another thread is at it.
    fn derive_pending(
        &self,
        new_keys: &mut DeltaPostings,
        which: Pending,
        control: &Control,
    ) -> Result<usize, EngineError> {
        let _one_at_a_time = match self.deriving.try_lock() {
            Ok(guard) => guard,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return Ok(0),
        };
        let mut n_done = 0;
        std::thread::scope(|scope| {
            let (batches, alone) = bounded(1);
            scope.spawn(move || self.look_at_pending(which, control, &batches));
            for batch in alone {
                let batch: Vec<ArticleFeatures> = batch?;
                n_done += batch.len();
                self.derive(&batch, new_keys)?;
            }
            Ok(n_done)
        })
    }

    /// Keeps what is told of some articles by themselves, then lays each beside those
    /// that came before it. Nothing is written while that is looked for, so that others
    /// may write, and all cores look.
    fn derive(
        &self,
        batch: &[ArticleFeatures],
        new_keys: &mut DeltaPostings,
    ) -> Result<(), EngineError> {
        let there = self.store.write_features(new_keys, |sides| {
            let mut there = Vec::with_capacity(batch.len());
            for own in batch {
                there.extend(sides.put(&own.new_features())?.map(|id| (own, id)));
            }
            Ok::<Vec<(&ArticleFeatures, FeatureRowId)>, EngineError>(there)
        })?;
        let rules = self.search_rules();
        let relations = on_all_cores(&there, &|part| {
            self.store.read_features(new_keys, |reading| {
                let beside =
                    part.iter().map(|(own, id)| MatchContext { reading, own, id: *id, rules });
                beside.map(|beside| matching::relations(&beside)).collect()
            })
        })?;
        self.store.write_features(new_keys, |sides| {
            relations.iter().try_for_each(|relations| sides.relate(relations))
        })?;
        Ok(self.store.merge_delta(new_keys, true)?)
    }

    /// Hands over the pending articles, batch by batch, until there are no more or enough,
    /// it is cancelled or nobody takes them.
    fn look_at_pending(
        &self,
        which: Pending,
        control: &Control,
        batches: &Sender<Result<Vec<ArticleFeatures>, EngineError>>,
    ) {
        // Each is looked at once a call, whatever comes of it.
        let mut last = ArticleId(0);
        let mut n_left = which.at_most;
        while n_left > 0 && control.go_on() {
            let n_wanted = n_left.min(N_PER_BATCH);
            let pending = self.store.pending_features(which.or_without_vectors, last, n_wanted);
            let pending = match pending.map_err(EngineError::from) {
                Ok(pending) => pending,
                Err(error) => return drop(batches.send(Err(error))),
            };
            let Some(newest) = pending.last() else { return };
            last = *newest;
            n_left -= pending.len();
            if batches.send(self.features_of(&pending)).is_err() {
                return;
            }
        }
    }

    /// The articles by themselves; those that are gone are left out.
    fn features_of(&self, ids: &[ArticleId]) -> Result<Vec<ArticleFeatures>, EngineError> {
        on_all_cores(ids, &|part| {
            part.iter().filter_map(|id| self.features(*id).transpose()).collect()
        })
    }

    /// Whether articles wait for [`Library::update_stories`].
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn stories_are_due(&self) -> Result<bool, EngineError> {
        Ok(!self.store.pending_features(false, ArticleId(0), 1)?.is_empty()
            || self.store.has_unsettled_stories()?)
    }

    /// Everything that decides what is derived, apart from the articles.
    fn feature_version(&self) -> Result<String, EngineError> {
        let model = self.store.model()?.unwrap_or_default();
        Ok(format!("sides {VERSION}, text {}, {model}", parallax_text::VERSION))
    }
}

/// Which articles are looked at.
#[derive(Debug, Clone, Copy)]
struct Pending {
    /// Also those whose vectors are not there yet.
    or_without_vectors: bool,
    at_most: usize,
}

/// What `work` makes of parts of `items`, in their order.
fn on_all_cores<I: Sync, T: Send>(
    items: &[I],
    work: &(impl Fn(&[I]) -> Result<Vec<T>, EngineError> + Sync),
) -> Result<Vec<T>, EngineError> {
    let n_cores = std::thread::available_parallelism().map_or(1, usize::from);
    let done = std::thread::scope(|scope| {
        let parts = items.chunks(items.len().div_ceil(n_cores).max(1));
        let running: Vec<_> = parts.map(|part| scope.spawn(move || work(part))).collect();
        running.into_iter().map(ScopedJoinHandle::join).collect::<Vec<_>>()
    });
    let mut all = Vec::with_capacity(items.len());
    for part in done {
        all.extend(part.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
    }
    Ok(all)
}
