//! The bill of materials: everything that is in a package, in `CycloneDX`'s JSON, for
//! programs that look for what is known to be vulnerable.
//!
//! Source: `CycloneDX` 1.5, <https://cyclonedx.org/docs/1.5/json/>.
//! Invariant: no serial number and no time of its own, so that equal packages have equal
//! bills. Not here: the texts of the licences (`licence_texts`).

use serde_json::{Value, json};

use crate::error::TaskError;
use crate::fingerprint;
use crate::licences::{self, Component, Origin};
use crate::workspace::{PACK, Workspace};

use super::DIST;
use super::facts::Facts;
use super::files::files_below;

/// The bill's file name beside the packages.
pub(super) fn name(facts: &Facts) -> String {
    format!("{}.cdx.json", facts.name())
}

/// Writes the bill beside the packages.
pub(super) fn write(workspace: &Workspace, facts: &Facts) -> Result<String, TaskError> {
    let bill = bill(workspace, facts)?;
    fs_err::write(workspace.path(DIST).join(name(facts)), &bill)?;
    Ok(format!("{} kB", bill.len() / 1000))
}

/// The bill itself.
pub(super) fn bill(workspace: &Workspace, facts: &Facts) -> Result<String, TaskError> {
    let mut components: Vec<Value> =
        licences::of_package(workspace)?.iter().map(component).collect();
    components.extend(files(workspace)?);
    let bill = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "parallax",
                "name": "parallax",
                "version": facts.version,
                "licenses": [{ "expression": "MIT OR Apache-2.0" }],
                "properties": [{ "name": "parallax:commit", "value": facts.commit }],
            }
        },
        "components": components,
    });
    let text = serde_json::to_string_pretty(&bill);
    text.map(|text| text + "\n").map_err(|error| TaskError::Bundle { what: error.to_string() })
}

fn component(component: &Component) -> Value {
    let Component { name, version, licence, origin, .. } = component;
    let address = match origin {
        Origin::Crate => format!("pkg:cargo/{name}@{version}"),
        // The sign before a scope is written in full.
        Origin::Npm => format!("pkg:npm/{}@{version}", name.replace('@', "%40")),
        Origin::Other => format!("pkg:generic/{}", name.replace(' ', "-").to_ascii_lowercase()),
    };
    let mut value = json!({
        "type": "library",
        "bom-ref": address,
        "name": name,
        "purl": address,
        "licenses": [{ "expression": licence }],
    });
    if !version.is_empty() {
        value["version"] = json!(version);
    }
    if licence.contains(' ')
        && !licence.contains(" OR ")
        && !licence.contains(" AND ")
        && !licence.contains(" WITH ")
    {
        // Words, not an expression.
        value["licenses"] = json!([{ "license": { "name": licence } }]);
    }
    value
}

/// The files that are no crates and no pages, with their checksums.
fn files(workspace: &Workspace) -> Result<Vec<Value>, TaskError> {
    let mut files = Vec::new();
    for folder in ["onnxruntime", "pdfium", &format!("models/{PACK}")] {
        let folder = workspace.cache(folder);
        for path in files_below(&folder)? {
            let name = path.strip_prefix(workspace.cache("")).unwrap_or(&path).to_string_lossy();
            files.push(json!({
                "type": "file",
                "bom-ref": format!("file:{name}"),
                "name": format!("lib/parallax/{name}"),
                "hashes": [{ "alg": "SHA-256", "content": fingerprint::of_file(&path)? }],
            }));
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_package_urls_and_licences_expressions_or_words() {
        let of = |name: &str, licence: &str, origin| {
            let made = component(&Component {
                name: name.into(),
                version: "1.0".into(),
                licence: licence.into(),
                origin,
                folder: None,
            });
            (made["purl"].as_str().unwrap().to_owned(), made["licenses"][0].clone())
        };
        let (address, licence) = of("@tauri-apps/api", "MIT OR Apache-2.0", Origin::Npm);
        assert_eq!(address, "pkg:npm/%40tauri-apps/api@1.0");
        assert_eq!(licence, json!({ "expression": "MIT OR Apache-2.0" }));
        let (address, licence) = of("SQLite", "Public domain", Origin::Other);
        assert_eq!(address, "pkg:generic/sqlite");
        assert_eq!(licence, json!({ "license": { "name": "Public domain" } }));
    }
}
