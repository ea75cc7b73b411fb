//! What a confined program can still do, tried by a child of this test.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::io::ErrorKind;
use std::net::{TcpListener, UdpSocket};
use std::path::PathBuf;
use std::process::Command;

use parallax_confine::{ToolRights, confine_tool};

const FOLDER: &str = "PARALLAX_TEST_FOLDER";

#[test]
fn a_confined_program_reads_what_it_was_told_of_and_does_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    fs_err::create_dir(folder.path().join("data")).unwrap();
    fs_err::write(folder.path().join("data/eng"), "data").unwrap();
    fs_err::write(folder.path().join("secret"), "secret").unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_confined_program", "--ignored", "--nocapture"])
        .env(FOLDER, folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let told = said.lines().find_map(|line| line.split_once("held: ")).map(|(_, told)| told);
    assert_eq!(
        told,
        Some("whole, read, no secret, nothing written, no process, no udp, no tcp, no shell"),
        "{said} {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
#[ignore = "the child of the test above; alone it has nothing to try"]
fn the_confined_program() {
    let folder = PathBuf::from(std::env::var_os(FOLDER).expect("started by its parent"));
    let confinement = confine_tool(&ToolRights {
        programs: vec![std::env::current_exe().unwrap()],
        readable: vec![folder.join("data")],
        max_memory_bytes: 1 << 30,
    });
    let was_refused = |outcome: std::io::Result<()>| {
        outcome.is_err_and(|error| {
            error.kind() == ErrorKind::PermissionDenied || error.raw_os_error() == Some(38)
        })
    };
    let becomes_a_shell = {
        use std::os::unix::process::CommandExt;
        Command::new("/bin/sh").args(["-c", "echo I am a shell"]).exec()
    };
    let told = [
        (confinement.is_whole(), "whole"),
        (fs_err::read_to_string(folder.join("data/eng")).is_ok_and(|it| it == "data"), "read"),
        (was_refused(fs_err::read(folder.join("secret")).map(drop)), "no secret"),
        (was_refused(fs_err::write(folder.join("data/new"), "x")), "nothing written"),
        (was_refused(Command::new("/bin/true").spawn().map(drop)), "no process"),
        (was_refused(UdpSocket::bind("127.0.0.1:0").map(drop)), "no udp"),
        (was_refused(TcpListener::bind("127.0.0.1:0").map(drop)), "no tcp"),
        (was_refused(Err(becomes_a_shell)), "no shell"),
    ];
    let held: Vec<&str> = told.iter().filter(|(held, _)| *held).map(|(_, what)| *what).collect();
    #[expect(clippy::print_stdout, reason = "the test above reads it")]
    {
        println!("held: {}", held.join(", "));
    }
}
