//! What articles said at other times.

use parallax_engine::ArticleId;
use tauri::State;

use super::{Reply, run_blocking};
use crate::convert;
use crate::dto::versions::{VersionDiffView, VersionView};
use crate::shell::Shell;

/// The texts an article had, the oldest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn article_versions(
    shell: State<'_, Shell>,
    article_id: i32,
) -> Reply<Vec<VersionView>> {
    run_blocking(shell, move |shell| {
        let chain = shell.library().versions(ArticleId(article_id.into()))?;
        Ok(chain.versions.iter().map(convert::versions::version).collect())
    })
    .await
}

/// Two of an article's texts beside each other, by their numbers.
#[tauri::command]
#[specta::specta]
pub(crate) async fn compare_versions(
    shell: State<'_, Shell>,
    article_id: i32,
    a: u32,
    b: u32,
) -> Reply<VersionDiffView> {
    run_blocking(shell, move |shell| {
        let id = ArticleId(article_id.into());
        let number = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let diff = shell.library().version_diff(id, number(a), number(b))?;
        Ok(convert::versions::diff(&diff))
    })
    .await
}
