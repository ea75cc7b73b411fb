//! What programs leave beside articles: lock files, copies of editors, the pictures and
//! frames of a saved page. Told by names alone.
//!
//! Not here: endings that are never articles (`find`).

use std::path::Path;

/// How browsers of several languages name the folder of a page they save.
const COMPANIONS: [&str; 8] =
    ["_files", ".files", "-files", "-dateien", "_fichiers", "_archivos", "_bestanden", "_arquivos"];

/// Whether a file with this name, in lower case, is an editor's or an office program's own.
pub(crate) fn is_leftover(name: &str) -> bool {
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    name.starts_with("~$") // Office, while a document is open
        || name.starts_with(".~lock.")
        || (name.starts_with('#') && name.ends_with('#') && name.len() > 2) // Emacs
        || (name.ends_with('~') && name.len() > 1) // a copy of the version before
        || ends(&[".swp", ".swo", ".swx"]) // Vim
        || name == "4913" // Vim, trying whether it may write
}

/// Whether a folder belongs to a saved page that lies beside it: `Story_files` to
/// `Story.html`.
pub(crate) fn is_of_a_page(folder: &Path) -> bool {
    let Some(name) = folder.file_name().and_then(|name| name.to_str()) else { return false };
    let lower = name.to_lowercase();
    let Some(ending) = COMPANIONS.iter().find(|ending| lower.ends_with(**ending)) else {
        return false;
    };
    // Lower case may be longer; the ending itself is plain.
    let Some(page) = name.get(..name.len() - ending.len()).filter(|page| !page.is_empty()) else {
        return false;
    };
    ["html", "htm", "xhtml", "mht", "mhtml"]
        .iter()
        .any(|extension| folder.with_file_name(format!("{page}.{extension}")).is_file())
}

/// Whether a script, by its name in lower case, is the list of posts in the archive that
/// Twitter gives its users: data in the dress of a program.
pub(crate) fn is_posts(name: &str) -> bool {
    let stem = name.strip_suffix(".js").unwrap_or_default();
    let part = stem.strip_prefix("tweets").or_else(|| stem.strip_prefix("tweet"));
    part.is_some_and(|part| {
        part.is_empty()
            || part.strip_prefix("-part").is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leftovers_are_told_by_their_names() {
        for name in ["~$report.docx", "page.html~", "#page.txt#", "note.md.swp", "4913"] {
            assert!(is_leftover(name), "{name}");
        }
        for name in ["~", "#", "##", "report.docx", "#1 in the charts.txt", "1984", "~home.txt"] {
            assert!(!is_leftover(name), "{name}");
        }
    }

    #[test]
    fn a_folder_is_of_a_page_only_where_the_page_lies_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        for name in ["Depot_files", "Größe-Dateien", "Lone_files", "_files"] {
            fs_err::create_dir(at(name)).unwrap();
        }
        fs_err::write(at("Depot.html"), "").unwrap();
        fs_err::write(at("Größe.htm"), "").unwrap();
        assert!(is_of_a_page(&at("Depot_files")) && is_of_a_page(&at("Größe-Dateien")));
        assert!(!is_of_a_page(&at("Lone_files")) && !is_of_a_page(&at("_files")));
    }

    #[test]
    fn posts_are_told_from_other_scripts() {
        for name in ["tweets.js", "tweet.js", "tweets-part1.js"] {
            assert!(is_posts(name), "{name}");
        }
        for name in ["tweets.min.js", "tweetstorm.js", "app.js", "tweets", "tweets-partx.js"] {
            assert!(!is_posts(name), "{name}");
        }
    }
}
