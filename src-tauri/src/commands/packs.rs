//! The model packs on this machine, and giving the library another one.

use parallax_engine::EngineError;
use tauri::State;

use super::{Reply, run_blocking};
use crate::convert;
use crate::dto::PackList;
use crate::shell::Shell;

/// The packs, which one is in use, which one would serve better, and the switch that runs.
#[tauri::command]
#[specta::specta]
pub(crate) async fn packs(shell: State<'_, Shell>) -> Reply<PackList> {
    run_blocking(shell, |shell| {
        let library = shell.library();
        let can_change = shell.read_only_reason().is_none();
        let switching = shell.importing().switch.as_ref().map(crate::pack_switch::Switch::state);
        let advice = if can_change { library.pack_advice()? } else { None };
        Ok::<_, EngineError>(PackList {
            packs: library.packs()?.iter().map(convert::pack).collect(),
            advice: advice.map(convert::pack_advice),
            switching,
            can_change,
        })
    })
    .await
}

/// Seconds that giving the library a pack would take, measured on some of its passages.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pack_cost(shell: State<'_, Shell>, pack_id: String) -> Reply<f64> {
    run_blocking(shell, move |shell| Ok(shell.library().pack_cost(&pack_id)?.as_secs_f64())).await
}

/// Gives the library a pack, in the background.
#[tauri::command]
#[specta::specta]
pub(crate) async fn use_pack(shell: State<'_, Shell>, pack_id: String) -> Reply<()> {
    run_blocking(shell, move |shell| {
        crate::packs::use_pack(shell, pack_id);
        Ok(())
    })
    .await
}

/// Lets the switch wait, or go on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pause_pack(shell: State<'_, Shell>, paused: bool) -> Reply<()> {
    let switch = shell.importing().switch.clone();
    if let Some(switch) = switch {
        crate::packs::pause(&shell, &switch, paused);
    }
    Ok(())
}

/// Gives the switch up; the library stays with the pack it has.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_pack(shell: State<'_, Shell>) -> Reply<()> {
    let switch = shell.importing().switch.clone();
    if let Some(switch) = switch {
        switch.give_up();
    }
    Ok(())
}
