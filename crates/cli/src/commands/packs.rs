//! `packs`: the model packs on this machine, and which of them a library uses.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use parallax_engine::{
    Access, Control, InstalledPack, PackPlaces, environment, is_pack_id, on_one_line, pack_folder,
    pack_places, verify_pack, verify_pack_in,
};
use serde::Serialize;

use super::print;
use crate::bars::PackBar;
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};
use crate::say::say;

/// Show the model packs, check one, give the library another
#[derive(Debug, Subcommand)]
pub(crate) enum PacksCommand {
    /// The packs on this machine, and which of them the library uses
    List,
    /// Check every file of a pack, and that its own texts get the vectors they should
    Verify {
        /// The pack, as `packs list` names it; without it all
        #[arg(value_name = "ID")]
        id: Option<String>,
    },
    /// Give the library another pack
    ///
    /// Its vectors are computed while the old ones go on answering. It may be interrupted
    /// at any time and goes on there the next time.
    Use {
        /// The pack, as `packs list` names it
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Add a pack from a folder, checked first
    ///
    /// A pack that was downloaded is unpacked with `tar -xzf`; PATH is the folder in it.
    Add {
        /// The folder with `pack.toml`
        #[arg(value_name = "PATH")]
        path: PathBuf,
    },
    /// Delete a pack that was added
    Remove {
        /// The pack, as `packs list` names it
        #[arg(value_name = "ID")]
        id: String,
    },
}

#[derive(Serialize)]
struct JsonPack<'a> {
    id: &'a str,
    title: &'a str,
    languages: &'a [String],
    folder: String,
    is_used: bool,
    n_prepared: Option<usize>,
}

pub(super) fn run(global: &GlobalArgs, command: &PacksCommand) -> Result<Exit, Failure> {
    match command {
        PacksCommand::List => list(global),
        PacksCommand::Verify { id } => verify(global, id.as_deref()),
        PacksCommand::Use { id } => use_pack(global, id),
        PacksCommand::Add { path } => add(global, path),
        PacksCommand::Remove { id } => remove(global, id),
    }
}

fn list(global: &GlobalArgs) -> Result<Exit, Failure> {
    // A library that is not there yet has no pack; those on the machine are listed alone.
    let (packs, advice) = match global.open(Access::Read) {
        Ok(library) => (library.packs()?, library.pack_advice()?),
        Err(_) => (of_the_machine(), None),
    };
    if global.json {
        let list: Vec<JsonPack<'_>> = packs.iter().map(JsonPack::of).collect();
        let advice = advice.map(|advice| {
            serde_json::json!({
                "pack": advice.model.id,
                "languages": advice.languages,
                "n_articles": advice.n_articles,
                "n_all": advice.n_all,
            })
        });
        print::json(&serde_json::json!({ "packs": list, "advice": advice }))?;
        return Ok(Exit::Done);
    }
    for pack in &packs {
        let mark = if pack.is_used { "*" } else { " " };
        let languages = match pack.model.languages.as_slice() {
            [one] => one.clone(),
            many => format!("{} languages", many.len()),
        };
        let prepared = pack.n_prepared.filter(|_| !pack.is_used);
        let prepared = prepared.map(|n| format!("; {n} vectors prepared")).unwrap_or_default();
        let title = on_one_line(&pack.model.title);
        say!("{mark} {:<24} {title} ({languages}){prepared}", pack.model.id);
    }
    if let Some(advice) = advice {
        say!(
            "\n{} of {} articles are in languages the pack in use does not know ({}); {} does: \
             `parallax packs use {}`",
            advice.n_articles,
            advice.n_all,
            advice.languages.join(", "),
            advice.model.title,
            advice.model.id
        );
    }
    Ok(Exit::Done)
}

fn of_the_machine() -> Vec<InstalledPack> {
    let packs = places().list().into_iter();
    packs
        .map(|(model, folder)| InstalledPack { model, folder, is_used: false, n_prepared: None })
        .collect()
}

fn verify(global: &GlobalArgs, id: Option<&str>) -> Result<Exit, Failure> {
    let places = places();
    let ids = match id {
        Some(id) => vec![id.to_owned()],
        None => places.list().into_iter().map(|(model, _)| model.id).collect(),
    };
    let mut checked = Vec::new();
    for id in ids {
        let n_texts = verify_pack(&places, &id).map_err(parallax_engine::EngineError::from)?;
        if !global.json {
            say!("{id}: every file is as it should be, and {n_texts} texts get their vectors");
        }
        checked.push(serde_json::json!({ "id": id, "n_texts": n_texts }));
    }
    if global.json {
        print::json(&serde_json::json!({ "verified": checked }))?;
    }
    Ok(Exit::Done)
}

fn use_pack(global: &GlobalArgs, id: &str) -> Result<Exit, Failure> {
    let library = global.open(Access::Write)?;
    let bar = PackBar::new(global.json);
    let switch = library.use_pack(id, &Control::default(), &|progress| bar.show(progress))?;
    bar.finish();
    if global.json {
        print::json(&serde_json::json!({
            "pack": id,
            "is_used": switch.is_used,
            "n_computed": switch.n_computed,
            "took_ms": switch.took.as_secs_f64() * 1e3,
        }))?;
    } else {
        let took = switch.took.as_secs_f64();
        say!("the library uses {id}; {} vectors computed in {took:.1} s", switch.n_computed);
    }
    Ok(Exit::Done)
}

fn add(global: &GlobalArgs, path: &Path) -> Result<Exit, Failure> {
    let (folder, places) = (added_folder()?, places());
    // Checked where it lies, so that nothing of a pack that is none is copied.
    let id = checked(path, &places)?;
    let target = folder.join(&id);
    if target.exists() || places.find(&id).is_ok() {
        let message = format!("the pack {id} is there already");
        return Err(Failure::other(message, Some("`parallax packs list` shows the packs")));
    }
    fs_err::create_dir_all(&folder)?;
    // Copied beside, checked there, and renamed last: a name means whole.
    let staged = tempfile::Builder::new().prefix(".adding-").tempdir_in(&folder)?;
    for entry in fs_err::read_dir(path)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs_err::copy(entry.path(), staged.path().join(entry.file_name()))?;
        }
    }
    checked(staged.path(), &places)?;
    fs_err::rename(staged.path(), &target)?;
    drop(staged.keep());
    told(global, &id, &format!("added {id}; `parallax packs use {id}` gives it to a library"))
}

/// The id of a pack that is whole, and whose own texts get the vectors they should.
fn checked(folder: &Path, places: &PackPlaces) -> Result<String, Failure> {
    Ok(verify_pack_in(folder, places).map_err(parallax_engine::EngineError::from)?)
}

fn remove(global: &GlobalArgs, id: &str) -> Result<Exit, Failure> {
    let target = added_folder()?.join(id);
    if !is_pack_id(id) || !target.join("pack.toml").is_file() {
        let message = format!("the pack {id} was not added by you");
        let hint = "`parallax packs list` shows the packs; those that came with Parallax stay";
        return Err(Failure::other(message, Some(hint)));
    }
    fs_err::remove_dir_all(&target)?;
    told(global, id, &format!("removed {id}; libraries that use it are searched by words alone"))
}

fn told(global: &GlobalArgs, id: &str, said: &str) -> Result<Exit, Failure> {
    if global.json {
        print::json(&serde_json::json!({ "pack": id }))?;
    } else {
        say!("{said}");
    }
    Ok(Exit::Done)
}

fn added_folder() -> Result<std::path::PathBuf, Failure> {
    pack_folder(&environment).ok_or_else(|| {
        Failure::usage("there is no home folder to keep packs in", "name one with PARALLAX_PACKS")
    })
}

fn places() -> PackPlaces {
    pack_places(&environment, &std::env::current_exe().unwrap_or_default())
}

impl<'a> JsonPack<'a> {
    fn of(pack: &'a InstalledPack) -> Self {
        Self {
            id: &pack.model.id,
            title: &pack.model.title,
            languages: &pack.model.languages,
            folder: pack.folder.display().to_string(),
            is_used: pack.is_used,
            n_prepared: pack.n_prepared,
        }
    }
}
