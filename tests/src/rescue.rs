//! A library lost, damaged or out of reach, and the documented ways back, step by step.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::cli::{Library, count};

/// A library of `n` reports, imported from a folder that stays.
fn library_of(n: usize) -> (Library, tempfile::TempDir) {
    let files = tempfile::tempdir().unwrap();
    for number in 0..n {
        let years: String = (0..200)
            .map(|year| {
                format!(
                    "In year {year} the mill of report {number} ground {} sacks.\n\n",
                    year * number
                )
            })
            .collect();
        let text = format!("Report {number} of the mill\n\n{years}");
        fs_err::write(files.path().join(format!("{number}.txt")), text).unwrap();
    }
    let library = Library::new();
    library.json(0, &["import", files.path().to_str().unwrap()]);
    (library, files)
}

fn n_articles(library: &Library) -> usize {
    count(&library.json(0, &["list"]))
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_ruined_library_leads_to_its_copy_and_is_set_aside() {
    let (library, _files) = library_of(3);
    library.json(0, &["backup"]);
    library.json(0, &["remove", "1"]);
    let database = library.folder().join("library.db");
    let ruin = b"nothing of a database ".repeat(50);
    fs_err::write(&database, &ruin).unwrap();
    for command in [&["list"][..], &["search", "mill"], &["tag", "2", "--add", "x"]] {
        let output = library.command(command).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{command:?}");
        assert!(said(&output).contains("the library is damaged"), "{}", said(&output));
        assert!(said(&output).contains("`parallax restore`"), "{}", said(&output));
        assert!(!said(&output).contains("disk"), "{}", said(&output));
    }
    let listed = library.json(0, &["restore", "--list"]);
    assert_eq!(listed[0]["state"], "whole", "{listed:#}");
    // Nobody can be asked here, and nothing is done unasked.
    let output = library.command(&["restore"]).stdin(std::process::Stdio::null()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let restored = library.json(0, &["restore", "--yes"]);
    assert_eq!(n_articles(&library), 3);
    let aside = Path::new(restored["set_aside"].as_str().unwrap()).join("library.db");
    assert_eq!(fs_err::read(aside).unwrap(), ruin);
    assert_eq!(library.json(0, &["verify"])["ok"], true);
}

#[test]
fn an_empty_or_missing_database_is_no_new_library() {
    let (library, files) = library_of(2);
    library.json(0, &["backup"]);
    let database = library.folder().join("library.db");
    for lose in [true, false] {
        if lose {
            fs_err::remove_file(&database).unwrap();
        } else {
            fs_err::write(&database, b"").unwrap();
        }
        let paths = files.path().to_str().unwrap();
        for command in [&["import", paths][..], &["list"]] {
            let output = library.command(command).output().unwrap();
            assert_eq!(output.status.code(), Some(1), "{command:?}");
            assert!(said(&output).contains("has lost its database"), "{}", said(&output));
            assert!(said(&output).contains("`parallax restore`"), "{}", said(&output));
        }
    }
    library.json(0, &["restore", "--yes"]);
    assert_eq!(n_articles(&library), 2);
    fs_err::remove_file(&database).unwrap();
    library.json(0, &["restore", "--new", "--yes"]);
    assert_eq!(n_articles(&library), 0);
}

#[test]
fn what_still_reads_is_salvaged_and_the_rest_read_again() {
    let (library, _files) = library_of(20);
    let ids: Vec<String> = (1..=20).map(|id: usize| id.to_string()).collect();
    let mut tag = vec!["tag"];
    tag.extend(ids.iter().map(String::as_str));
    library.json(0, &[&tag[..], &["--add", "mill"]].concat());
    let database = library.folder().join("library.db");
    let mut bytes = fs_err::read(&database).unwrap();
    for page in (bytes.len() / 4096 / 3..bytes.len() / 4096).step_by(7) {
        bytes[page * 4096..(page + 1) * 4096].fill(0);
    }
    fs_err::write(&database, bytes).unwrap();
    let report = library.json_of_any(&["salvage", "--reimport"]);
    let (n_saved, n_lost) = (report["n_saved"].as_u64().unwrap(), count(&report["lost"]));
    assert!(n_lost > 0, "nothing was hit: {report:#}");
    let n_again = count(&report["reimported"]["imported"]);
    assert_eq!(usize::try_from(n_saved).unwrap() + n_again, n_articles(&library), "{report:#}");
    assert!(n_saved > 0 && n_again > 0, "{report:#}");
    // How many are hit lies in how the pages lie; none is gone without being named.
    assert_eq!(n_articles(&library) + n_lost - n_again, 20, "{report:#}");
    assert_eq!(library.json(0, &["verify"])["ok"], true);
}

#[test]
fn an_empty_name_of_a_library_counts_as_none() {
    let here = tempfile::tempdir().unwrap();
    let library = Library::new();
    let mut command = library.command(&["list"]);
    command.env("PARALLAX_LIBRARY", "").env("HOME", here.path()).env_remove("XDG_DATA_HOME");
    let output = command.current_dir(here.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains(here.path().to_str().unwrap()), "{}", said(&output));
    assert_eq!(fs_err::read_dir(here.path()).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn a_library_is_its_owners_alone_whatever_the_umask() {
    use std::os::unix::fs::PermissionsExt;
    let (library, files) = library_of(2);
    let out = files.path().join("out.json");
    let steps = format!(
        "umask 0 && \"$0\" reindex && \"$0\" backup && \"$0\" export --format json --out '{}' --query mill",
        out.display()
    );
    let plain = library.command(&[]);
    let mut command = Command::new("sh");
    command.args(["-c", &steps]).arg(plain.get_program());
    for (name, value) in plain.get_envs() {
        command.env(name, value.unwrap());
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let mode = |path: &Path| fs_err::metadata(path).unwrap().permissions().mode() & 0o777;
    let mut folders = vec![library.folder()];
    let mut n_files = 0;
    while let Some(folder) = folders.pop() {
        assert_eq!(mode(&folder), 0o700, "{}", folder.display());
        for entry in fs_err::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                assert_eq!(mode(&path), 0o600, "{}", path.display());
                n_files += 1;
            }
        }
    }
    assert!(n_files >= 6, "{n_files} files");
    assert_eq!(mode(&out), 0o666, "what is exported is ordinary");
}

/// On a file system that is mounted read-only, with and without what a kill leaves.
#[cfg(target_os = "linux")]
#[test]
fn a_library_on_a_read_only_drive_is_read() {
    let (library, _files) = library_of(2);
    let read = |library: &Library| -> Option<Value> {
        let plain = library.command(&["search", "mill", "--json"]);
        let mut command = Command::new("unshare");
        command.args(["--mount", "--map-root-user", "sh", "-c"]);
        command.arg(
            "mount --bind \"$1\" \"$1\" && mount -o remount,ro,bind \"$1\" && shift && exec \"$@\"",
        );
        command.arg("sh").arg(library.folder()).arg(plain.get_program()).args(plain.get_args());
        for (name, value) in plain.get_envs() {
            command.env(name, value.unwrap());
        }
        let output = command.output().unwrap();
        if said(&output).contains("unshare") || said(&output).contains("mount:") {
            eprintln!("skipped: a folder cannot be mounted read-only here: {}", said(&output));
            return None;
        }
        assert!(output.status.success(), "{}", said(&output));
        Some(serde_json::from_slice(&output.stdout).unwrap())
    };
    let Some(found) = read(&library) else { return };
    assert!(count(&found["results"]) > 0, "{found:#}");
    // A copy made while it is open holds a log that was not taken over yet.
    let killed = Library::new();
    fs_err::create_dir_all(killed.folder()).unwrap();
    let mut writer = library.command(&["watch"]).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(700));
    writer.kill().unwrap();
    writer.wait().unwrap();
    for name in ["library.db", "library.db-wal"] {
        let from = library.folder().join(name);
        if from.is_file() {
            fs_err::copy(from, killed.folder().join(name)).unwrap();
        }
    }
    let found = read(&killed).unwrap();
    assert!(count(&found["results"]) > 0, "{found:#}");
}
