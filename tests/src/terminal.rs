//! What articles and names of files say reaches no terminal as it is: through every
//! command's output for people, and through exports.
#![cfg(unix)]

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::Path;

use crate::cli::Library;

/// Clears the screen, names the window, colours (C1), turns direction, moves back.
const HOSTILE: &str = "\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}\u{2067}\u{8}\u{7f}";

/// An import whose every word, and every file's name, is hostile.
fn write_files(folder: &Path) {
    let page = |n: usize| {
        format!(
            "<html><head><title>Ferries{HOSTILE}{n}</title><meta property=\"og:site_name\" content=\"Herald{HOSTILE}\">\
             <meta name=\"author\" content=\"Ingrid{HOSTILE} Vassmo\"><link rel=\"canonical\" \
             href=\"https://example.org/{n}{HOSTILE}\"></head><body><article><h1>Ferries{HOSTILE}{n}</h1><p>The ferries \
             of the harbour{HOSTILE} were stopped by ice on 4 January 2031, and \"we will wait for the thaw{HOSTILE}\", \
             Ingrid Vassmo told the paper. Nobody knew more that evening.</p>{}</article></body></html>",
            // Enough of it that the file is no binary data.
            "<p>The harbour master had no date for the thaw, and the crews went home early.</p>"
                .repeat(120)
        )
    };
    let name = |text: &str| OsString::from_vec(text.as_bytes().to_vec());
    fs_err::write(folder.join(name(&format!("a{HOSTILE}.html"))), page(1)).unwrap();
    fs_err::write(folder.join(name(&format!("b\n{HOSTILE}.html"))), page(2)).unwrap();
    // What the second said at another time.
    let changed = page(2).replace("Nobody knew more", "Nobody\u{9b}31m knew less");
    fs_err::write(folder.join(name(&format!("c{HOSTILE}.html"))), changed).unwrap();
    fs_err::write(folder.join(name(&format!("bad{HOSTILE}\nerror: fake.txt"))), [0_u8; 999])
        .unwrap();
    let row = format!(
        "title,text\n\"=cmd|'/c calc'!A1{HOSTILE}\",\"{}\"\n",
        "The ferry was late. ".repeat(60)
    );
    fs_err::write(folder.join("rows.csv"), row).unwrap();
}

/// What of a text a terminal would act on, line breaks and tabs aside.
fn acted_on(text: &str) -> Vec<char> {
    let is_bidi = |c: &char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(|c| (c.is_control() && !"\n\t".contains(*c)) || is_bidi(c)).collect()
}

#[test]
fn nothing_hostile_reaches_a_terminal_or_an_export() {
    let files = tempfile::tempdir().unwrap();
    write_files(files.path());
    let library = Library::new();
    let folder = files.path().to_str().unwrap();
    let mut said = Vec::new();
    let mut run = |arguments: &[&str]| {
        let output = library.command(arguments).output().unwrap();
        for text in [&output.stdout, &output.stderr] {
            let text = String::from_utf8(text.clone()).unwrap();
            assert_eq!(acted_on(&text), Vec::<char>::new(), "{arguments:?}: {text:?}");
            said.push(text);
        }
    };
    run(&["import", folder]);
    run(&["watch", "--add", folder]);
    let rows = library.json(0, &["list"]);
    let ids: Vec<String> =
        rows.as_array().unwrap().iter().map(|row| row["article_id"].to_string()).collect();
    assert_eq!(ids.len(), 3, "{rows:#}");
    let missing = format!("missing{HOSTILE}.txt");
    for arguments in [
        &["list"][..],
        &["show", &ids[0]],
        &["search", "ferries stopped by ice"],
        &["search", &format!("outlet:{HOSTILE} ferries")],
        &["related", "--text", "the ferries were stopped by ice"],
        &["copies"],
        &["stories"],
        &["quotes"],
        &["compare", &ids[0], &ids[1]],
        &["versions", &ids[0]],
        &["versions", &ids[1]],
        &["versions", &ids[0], "--diff", "1", "2"],
        &["versions", &ids[1], "--diff", "1", "2"],
        &["versions", &ids[0], "--text", "1"],
        &["versions", &ids[1], "--text", "1"],
        &["whatsnew", &ids[1]],
        &["timeline"],
        &["watch", "--list"],
        &["tag", &ids[0], "--add", &format!("late{HOSTILE}")],
        &["tag"],
        &["highlights"],
        &["stats"],
        &["verify"],
        &["import", &missing],
        &["backup", &format!("{folder}/copy{HOSTILE}")],
        &["export", "--article", &ids[0], "--out", &format!("{folder}/out{HOSTILE}.md")],
        &[&format!("--no-such{HOSTILE}")],
        &["remove", &ids[2], "--yes"],
    ] {
        run(arguments);
    }
    // The test would see it: the words did pass, as pictures.
    let said = said.concat();
    assert!(said.contains('␛') && said.contains("\\u{9b}") && said.contains("\\u{202e}"));
    assert!(!said.lines().any(|line| line.starts_with("error: fake")), "a name began a line");
    for format in ["markdown", "csv", "bibtex", "ris", "json", "csl-json"] {
        let output = library
            .command(&["export", "--query", "ferries", "--format", format])
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n");
        let mut depth = 0;
        for c in text.chars() {
            assert!(!c.is_control() || "\n\t".contains(c), "{format}: {c:?} in {text:?}");
            match c {
                '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' | '\u{2066}'..='\u{2068}' => {
                    depth += 1;
                }
                '\u{202c}' | '\u{2069}' => depth -= 1,
                '\n' => assert_eq!(depth, 0, "{format}: {text:?}"),
                _ => {}
            }
        }
    }
}
