//! Starts the app through `tauri-driver`, in folders of its own, and connects to it.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use super::process::Running;
use crate::{program, root};

/// Opens the app's window with some files on a display, for a user whose folders lie below
/// `home`.
pub(super) async fn open(display: &str, home: &Path, files: &[&Path]) -> (Running, Client) {
    let (port, native_port) = (free_port(), free_port());
    let driver = Running::start(&mut command(display, home, port, native_port));
    wait_for(port);
    let mut capabilities = Capabilities::new();
    capabilities.insert(
        "tauri:options".into(),
        json!({ "application": program("parallax-desktop", "PARALLAX_DESKTOP_BIN"), "args": files }),
    );
    let address = format!("http://127.0.0.1:{port}");
    let deadline = Instant::now() + Duration::from_mins(1);
    loop {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        match builder.capabilities(capabilities.clone()).connect(&address).await {
            Ok(client) => return (driver, client),
            // `tauri-driver` listens before the WebDriver behind it does.
            Err(_) if Instant::now() < deadline => {
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
            Err(error) => panic!("no window: {error}"),
        }
    }
}

fn command(display: &str, home: &Path, port: u16, native_port: u16) -> Command {
    let mut command = Command::new(root().join(".cache/tools/bin/tauri-driver"));
    command.args(["--port", &port.to_string(), "--native-port", &native_port.to_string()]);
    environment(&mut command, display, home);
    command
}

/// The app started once more with some files, by the same user on the same display.
pub(super) fn start_again(display: &str, home: &Path, files: &[&Path]) -> Command {
    let mut command = Command::new(program("parallax-desktop", "PARALLAX_DESKTOP_BIN"));
    environment(command.args(files), display, home);
    command
}

fn environment(command: &mut Command, display: &str, home: &Path) {
    command
        .env("DISPLAY", display)
        .env("GDK_BACKEND", "x11")
        .env("NO_AT_BRIDGE", "1")
        .env("HOME", home)
        .env("XDG_RUNTIME_DIR", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env("PARALLAX_LIBRARY", home.join("library"))
        .env("PARALLAX_MODEL_DIR", root().join(".cache/models/all-MiniLM-L6-v2"))
        // WebDriver finds the window listening on this computer; it still cannot connect.
        .env("PARALLAX_TEST_NETWORK", "loopback")
        .env("PARALLAX_ONNXRUNTIME", root().join(".cache/onnxruntime"))
        .env_remove("WAYLAND_DISPLAY")
        .stdout(Stdio::null());
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn wait_for(port: u16) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(Instant::now() < deadline, "tauri-driver does not answer on port {port}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
