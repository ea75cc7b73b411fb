//! What was acknowledged and is not there.

use std::collections::HashSet;

use parallax_types::ArticleId;
use rusqlite::Connection;

use super::problem::{ProblemKind, Report};
use crate::acknowledged::{Acknowledged, Lost, LostArticle, identity, number};

/// Titles shown.
const MAX_TITLES: usize = 50;

pub(super) fn check(connection: &Connection, acknowledged: &Acknowledged, report: &mut Report) {
    // A database that cannot say how far it got is told of elsewhere.
    let Ok(number) = number(connection) else { return };
    let mut lost = acknowledged.beyond(number);
    if lost.n_changes == 0 {
        return;
    }
    let (ids, identities) = there(connection).unwrap_or_default();
    let changed: Vec<(i64, LostArticle)> = lost
        .articles
        .iter()
        .filter(|(_, article)| article.is_changed && identities.contains(&article.identity))
        .map(|(id, article)| (*id, article.clone()))
        .collect();
    lost.without(&identities);
    tell(&lost, &changed, &ids, report);
}

fn tell(lost: &Lost, changed: &[(i64, LostArticle)], ids: &HashSet<i64>, report: &mut Report) {
    let missing: Vec<&LostArticle> = lost.articles.values().collect();
    if !missing.is_empty() {
        let what = format!(
            "{} articles that were acknowledged are missing: {}",
            missing.len(),
            titles(missing.into_iter())
        );
        report.add(ProblemKind::Missing, what);
    }
    if !changed.is_empty() {
        let what = format!(
            "changes to {} articles that were acknowledged are missing: {}",
            changed.len(),
            titles(changed.iter().map(|(_, article)| article))
        );
        let there = changed.iter().filter(|(id, _)| ids.contains(id));
        let articles = there.map(|(id, _)| ArticleId(*id)).collect();
        report.add_with(ProblemKind::Missing, what, articles);
    }
    let back: Vec<ArticleId> =
        lost.removed.iter().filter(|id| ids.contains(id)).map(|id| ArticleId(*id)).collect();
    if !back.is_empty() {
        let what = format!("{} articles that were removed are there again", back.len());
        report.add_with(ProblemKind::Missing, what, back);
    }
    if lost.has_others {
        report.add(
            ProblemKind::Missing,
            "changes to saved searches or watched folders that were acknowledged are missing",
        );
    }
}

fn titles<'a>(articles: impl Iterator<Item = &'a LostArticle>) -> String {
    let all: Vec<&str> = articles.map(|article| article.title.as_str()).collect();
    let shown: Vec<String> =
        all.iter().take(MAX_TITLES).map(|title| format!("“{title}”")).collect();
    let shown = shown.join(", ");
    match all.len().saturating_sub(MAX_TITLES) {
        0 => shown,
        n_more => format!("{shown} and {n_more} more"),
    }
}

/// Ids and identities of the articles that are there.
fn there(connection: &Connection) -> rusqlite::Result<(HashSet<i64>, HashSet<u64>)> {
    let mut statement = connection.prepare("SELECT id, path, part FROM articles")?;
    let mut rows = statement.query([])?;
    let (mut ids, mut identities) = (HashSet::new(), HashSet::new());
    while let Some(row) = rows.next()? {
        ids.insert(row.get(0)?);
        identities.insert(identity(&row.get::<_, String>(1)?, row.get(2)?));
    }
    Ok((ids, identities))
}
