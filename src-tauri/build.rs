//! Bakes the window's files, icons and capabilities into the program.

fn main() {
    tauri_build::build();
}
