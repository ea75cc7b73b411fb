//! Where the window stands: put back where it was, and remembered as it moves.
//!
//! Invariant: a window never opens where no screen is.

use tauri::{AppHandle, Manager, PhysicalPosition, WebviewWindow, Window};

use crate::settings::{Place, Settings};

/// At least this much of the window's head must be on a screen, in pixels.
const VISIBLE: f64 = 120.0;

/// Puts the window where it was, if a screen is still there.
pub(crate) fn restore(window: &WebviewWindow, kept: &Settings) {
    let Some(place) = kept.choices().place else { return };
    // A window that cannot be placed stands where the system puts it.
    let _ = window.set_size(tauri::LogicalSize::new(place.width, place.height));
    if is_on_screen(window, place) {
        let _ = window.set_position(tauri::LogicalPosition::new(place.x, place.y));
    }
    if place.is_maximised {
        let _ = window.maximize();
    }
}

/// Remembers where the window is now.
pub(crate) fn remember(window: &Window) {
    let Some(kept) = window.try_state::<std::sync::Arc<Settings>>() else { return };
    let Some(now) = place_of(window) else { return };
    kept.change(|choices| {
        // The size before it filled the screen is the one to return to.
        choices.place = match choices.place {
            Some(before) if now.is_maximised => Some(Place { is_maximised: true, ..before }),
            _ => Some(now),
        };
    });
}

fn place_of(window: &Window) -> Option<Place> {
    if window.is_minimized().ok()? {
        return None;
    }
    let scale = window.scale_factor().ok()?;
    let size = window.inner_size().ok()?.to_logical::<f64>(scale);
    let position = window.outer_position().ok()?.to_logical::<f64>(scale);
    Some(Place {
        x: position.x,
        y: position.y,
        width: size.width,
        height: size.height,
        is_maximised: window.is_maximized().ok()?,
    })
}

fn is_on_screen(window: &WebviewWindow, place: Place) -> bool {
    let app: &AppHandle = window.app_handle();
    let Ok(monitors) = app.available_monitors() else { return false };
    monitors.iter().any(|monitor| {
        let scale = monitor.scale_factor();
        let PhysicalPosition { x, y } = *monitor.position();
        let (left, top) = (f64::from(x) / scale, f64::from(y) / scale);
        let size = monitor.size().to_logical::<f64>(scale);
        place.x + place.width > left + VISIBLE
            && place.x < left + size.width - VISIBLE
            && place.y >= top - 1.0
            && place.y < top + size.height - VISIBLE
    })
}
