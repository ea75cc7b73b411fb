//! The library as a picture and as a course of time.

use parallax_engine::Filter;
use tauri::State;

use super::{Reply, run_blocking};
use crate::convert;
use crate::dto::map::{MapView, MonthCount};
use crate::shell::Shell;

/// Null when drawing was cancelled.
#[tauri::command]
#[specta::specta]
pub(crate) async fn library_map(shell: State<'_, Shell>) -> Reply<Option<MapView>> {
    run_blocking(shell, |shell| {
        let Some(map) = shell.cache().map(&shell.library())? else { return Ok(None) };
        let rows = shell.library().articles(&Filter::default())?;
        Ok(Some(convert::map::map(&map, &rows)))
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_map(shell: State<'_, Shell>) -> Reply<()> {
    shell.cache().cancel_map();
    Ok(())
}

/// How many articles each month has, in time order.
#[tauri::command]
#[specta::specta]
pub(crate) async fn month_counts(shell: State<'_, Shell>) -> Reply<Vec<MonthCount>> {
    run_blocking(shell, |shell| {
        Ok(convert::map::months(&shell.library().articles(&Filter::default())?))
    })
    .await
}
