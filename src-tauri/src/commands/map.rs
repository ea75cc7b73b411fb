//! The library as a picture and as a course of time.

use parallax_engine::Filter;
use tauri::State;

use super::{Reply, away};
use crate::convert;
use crate::dto::map::{MapView, MonthCount};
use crate::shell::Shell;

/// Null when drawing was cancelled.
#[tauri::command]
#[specta::specta]
pub(crate) async fn library_map(shell: State<'_, Shell>) -> Reply<Option<MapView>> {
    away(shell, |shell| {
        let Some(map) = shell.known().map(&shell.library())? else { return Ok(None) };
        let rows = shell.library().articles(&Filter::default())?;
        Ok(Some(convert::map::map(&map, &rows)))
    })
    .await
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_map(shell: State<'_, Shell>) -> Reply<()> {
    shell.known().cancel_map();
    Ok(())
}

/// How many articles each month has, in time order.
#[tauri::command]
#[specta::specta]
pub(crate) async fn month_counts(shell: State<'_, Shell>) -> Reply<Vec<MonthCount>> {
    away(shell, |shell| Ok(convert::map::months(&shell.library().articles(&Filter::default())?)))
        .await
}
