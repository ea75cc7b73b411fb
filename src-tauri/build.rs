//! Bakes the window's files, icons and capabilities into the program.

fn main() {
    // The window's files are part of the program: a new build of them is a new program.
    println!("cargo:rerun-if-changed=../ui/dist");
    tauri_build::build();
}
