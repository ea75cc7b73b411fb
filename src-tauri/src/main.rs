//! Starts the window.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    if let Some(exit) = parallax_engine::parse_worker() {
        return exit;
    }
    parallax_desktop::run()
}
