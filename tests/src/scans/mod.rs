//! Scans through the real program: read, found, told, and bad ones harmless.
//!
//! Needs Tesseract with six languages and some fonts (`cargo xtask test` installs them).
//! Not here: how well pages are read, over many (`measured`).

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "dots of a page, far below every bound"
)]
mod draw;
#[expect(clippy::cast_possible_truncation, reason = "sizes of small files made here")]
mod files;
mod measured;
mod texts;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;

use crate::cli::Library;
use crate::observe::{Watch, attempts_in, stand_in};
use crate::{program_itself, root, samples};
use draw::{Content, Look, Sheet};

/// A sentence that is on no other page, and the words by which it is looked for.
struct Marked {
    file: &'static str,
    sentence: &'static str,
    query: &'static str,
}

const MARKED: [Marked; 6] = [
    Marked {
        file: "turned.png",
        sentence: "A heron nested under the third arch and nobody dared to disturb it.",
        query: "heron nested third arch",
    },
    Marked {
        file: "pages.tif",
        sentence: "Auf Seite zwei steht, dass der Leuchtturm im Winter grün gestrichen wird.",
        query: "Leuchtturm Winter grün gestrichen",
    },
    Marked {
        file: "columns.jpg",
        sentence: "Le gardien du phare collectionne des accordéons et les répare le soir.",
        query: "gardien phare accordéons",
    },
    Marked {
        file: "letter.pdf",
        sentence: "Смотритель маяка собирает старые самовары и чинит их по вечерам.",
        query: "смотритель маяка самовары",
    },
    Marked {
        file: "chinese.png",
        sentence: "灯塔管理员收藏旧茶壶，晚上自己修理。",
        query: "灯塔管理员 茶壶",
    },
    Marked {
        file: "layer.pdf",
        sentence: "The layer of this page says that the ferryman sings on Thursdays.",
        query: "ferryman sings Thursdays",
    },
];

fn sentence(file: &str) -> &'static str {
    MARKED.iter().find(|it| it.file == file).unwrap().sentence
}

fn texts(language: &str) -> &'static texts::Texts {
    texts::ALL.iter().find(|it| it.language == language).unwrap()
}

/// A page in a language with a sentence of its own at the end.
fn page(language: &str, sentence: &str, look: &Look) -> Sheet {
    let texts = texts(language);
    let mut paragraphs = texts.page(0, 700);
    paragraphs.push(sentence);
    let content =
        Content { headline: texts.headline, paragraphs: &paragraphs, ..Content::default() };
    draw::page(&content, &Look { font: texts.font(0), ..look.clone() })
}

/// Scans of every kind.
fn write_scans(folder: &Path) {
    let write = |name: &str, bytes: &[u8]| fs_err::write(folder.join(name), bytes).unwrap();
    let plain = Look::default();
    write("turned.png", &files::png(&page("en", sentence("turned.png"), &plain).turned()));
    let head = |n: usize, texts: [&'static str; 2]| {
        let number = n.to_string();
        let content = Content {
            head: "Hafenbote, Sonderausgabe",
            headline: "",
            paragraphs: &texts,
            number: &number,
        };
        draw::page(&content, &plain)
    };
    let german = texts("de").paragraphs;
    let pages = [
        head(1, [german[0], german[1]]),
        head(2, [german[2], sentence("pages.tif")]),
        head(3, [german[4], german[5]]),
    ];
    write("pages.tif", &files::tiff(&pages, plain.dpi));
    let newsprint = Look {
        n_columns: 2,
        hyphens: true,
        skew: 1.5,
        noise: 25,
        paper: 215,
        points: 10.0,
        ..Look::default()
    };
    let columns = page("fr", sentence("columns.jpg"), &newsprint);
    write("columns.jpg", &files::jpeg(&columns, 60, newsprint.dpi));
    let russian = page("ru", sentence("letter.pdf"), &plain);
    let first = page("ru", texts("ru").paragraphs[5], &plain);
    write("letter.pdf", &files::pdf(&[(first, ""), (russian, "")]));
    write("chinese.png", &files::png(&page("zh", sentence("chinese.png"), &plain)));
    // What the picture says is not what its layer does: the layer is taken.
    let lines: Vec<String> = texts("en").paragraphs.iter().map(|it| it.replace('"', "'")).collect();
    let layer = format!("{}\n{}", lines.join("\n"), sentence("layer.pdf"));
    let pictured = page("en", "The picture says something else about the ferryman.", &plain);
    write("layer.pdf", &files::pdf(&[(pictured, &layer)]));
}

/// Pictures that cannot be read, and what is said of them.
fn write_bad(folder: &Path) -> BTreeMap<&'static str, &'static str> {
    let sheet = page("en", "", &Look { dpi: 100, ..Look::default() });
    let (png, jpeg) = (files::png(&sheet), files::jpeg(&sheet, 70, 100));
    let tiff = files::tiff(std::slice::from_ref(&sheet), 100);
    let zeros = vec![0; 1 << 20];
    let bad: [(&str, Vec<u8>, &str); 7] = [
        ("cut.png", png[..png.len() / 2].to_vec(), "damaged"),
        ("cut.jpg", jpeg[..500].to_vec(), "damaged"),
        ("cut.tif", tiff[..tiff.len() / 2].to_vec(), "damaged"),
        ("bomb.png", files::png_of((30_000, 30_000), &files::deflated(&zeros)), "too_much_inside"),
        ("wide.png", files::png_of((400_000, 3_000), &files::deflated(&zeros)), "too_much_inside"),
        ("blank.png", files::png(&Sheet::new(1600, 2000, 240)), "no_text_on_pages"),
        ("noise.png", files::png(&Sheet::new(1600, 2000, 120).noisy(110, 7)), "no_text_on_pages"),
    ];
    for (name, bytes, _) in &bad {
        fs_err::write(folder.join(name), bytes).unwrap();
    }
    bad.iter().map(|(name, _, code)| (*name, *code)).collect()
}

/// Pictures of which a part is missing, and what is said of it.
fn write_halves(folder: &Path) -> [(&'static str, &'static str); 2] {
    let sheet = page("en", "", &Look::default());
    let jpeg = files::jpeg(&sheet, 70, 200);
    fs_err::write(folder.join("half.jpg"), &jpeg[..jpeg.len() * 2 / 3]).unwrap();
    let tiff = files::tiff(&[sheet.clone(), sheet], 200);
    fs_err::write(folder.join("half.tif"), &tiff[..tiff.len() * 3 / 4]).unwrap();
    [("half.jpg", "The picture ends early"), ("half.tif", "1 of 2 pages are damaged")]
}

/// All files of a folder, by name: pictures that lie in a folder are left out.
fn named(folder: &Path) -> Vec<String> {
    let entries = fs_err::read_dir(folder).unwrap();
    let mut paths: Vec<String> =
        entries.map(|it| it.unwrap().path().to_str().unwrap().to_owned()).collect();
    paths.sort();
    paths
}

fn import(library: &Library, code: i32, options: &[&str], paths: &[String]) -> Value {
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    library.json_without_model(code, &[&["import"], options, &paths].concat())
}

/// Codes of the files that failed, by name.
fn failures(report: &Value) -> BTreeMap<String, String> {
    let told = |file: &Value| {
        assert!(file["hint"].is_string(), "{file:#}");
        (file_name(&file["path"]), file["code"].as_str().unwrap().to_owned())
    };
    report["failed"].as_array().unwrap().iter().map(told).collect()
}

fn file_name(path: &Value) -> String {
    path.as_str().unwrap().rsplit('/').next().unwrap().to_owned()
}

/// Articles of an import by the names of their files.
fn articles(report: &Value) -> BTreeMap<String, String> {
    let imported = report["imported"].as_array().unwrap().iter();
    imported.map(|it| (file_name(&it["path"]), it["article_id"].to_string())).collect()
}

#[test]
fn scans_are_read_found_and_told_and_bad_ones_harm_nothing() {
    let folder = tempfile::tempdir().unwrap();
    write_scans(folder.path());
    let bad = write_bad(folder.path());
    let halves = write_halves(folder.path());
    for (name, bytes) in samples::all(5) {
        fs_err::write(folder.path().join(format!("good-{name}")), bytes).unwrap();
    }
    let library = Library::new();
    let report = import(&library, 3, &[], &named(folder.path()));
    let failed = failures(&report);
    let failed: BTreeMap<&str, &str> =
        failed.iter().map(|(name, code)| (name.as_str(), code.as_str())).collect();
    assert_eq!(failed, bad);
    let articles = articles(&report);
    for (name, _) in samples::all(5) {
        assert!(articles.contains_key(&format!("good-{name}")), "{name}");
    }
    for Marked { file, sentence, query } in MARKED {
        let shown = library.json(0, &["show", &articles[file]]);
        let text = shown["text"].as_str().unwrap().replace('\n', " ");
        assert!(text.contains(sentence), "{file}: {text}");
        let found = library.json_without_model(0, &["search", query]);
        let first = found["results"][0]["article_id"].to_string();
        assert_eq!(first, articles[file], "{file}: {found:#}");
        let receipt = &shown["receipt"];
        let (encoding, notes) = (receipt["encoding"].as_str().unwrap(), &receipt["warnings"]);
        if file == "layer.pdf" {
            assert_eq!((encoding, notes), ("as embedded", &serde_json::json!([])), "{text}");
            continue;
        }
        let percent: u32 =
            encoding.strip_prefix("ocr ").unwrap().strip_suffix(" %").unwrap().parse().unwrap();
        assert!(percent >= 75, "{file}: {encoding}");
        let said = notes[0].as_str().unwrap();
        assert!(said.contains(&format!("read by OCR, {percent} %: ")), "{said}");
    }
    for (file, note) in halves {
        let shown = library.json(0, &["show", &articles[file]]);
        assert!(shown["text"].as_str().unwrap().contains("eighteen months"), "{file}");
        assert!(shown["receipt"]["warnings"].to_string().contains(note), "{shown:#}");
    }
    let pages = library.json(0, &["show", &articles["pages.tif"]]);
    let blocks = pages["blocks"].as_array().unwrap();
    let page_of = |sentence: &str| {
        let is_in = |it: &&Value| it["text"].as_str().unwrap().contains(sentence);
        blocks.iter().find(is_in).unwrap()["page"].clone()
    };
    assert_eq!(page_of("Leuchtturm"), 2);
    let is_head = |it: &&Value| it["text"].as_str().unwrap().contains("Sonderausgabe");
    assert!(blocks.iter().filter(is_head).all(|it| it["furniture"].is_string()), "{blocks:#?}");
}

#[test]
fn what_is_read_by_ocr_is_the_readers_choice() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = page("en", "", &Look::default());
    let write = |name: &str, bytes: &[u8]| fs_err::write(folder.path().join(name), bytes).unwrap();
    write("a.png", &files::png(&sheet));
    write("b.tif", &files::tiff(std::slice::from_ref(&sheet), 200));
    write("c.pdf", &files::pdf(&[(sheet, "")]));
    write("d.txt", samples::SENTENCE.as_bytes());
    let whole = [folder.path().to_str().unwrap().to_owned()];
    let read = |options: &[&str], code, paths: &[String]| {
        let report = import(&Library::new(), code, options, paths);
        let skipped = report["skipped"].as_array().unwrap().iter();
        let skipped: Vec<String> = skipped.map(|it| file_name(&it["path"])).collect();
        (articles(&report).into_keys().collect::<Vec<_>>(), skipped, failures(&report))
    };
    let failed = |names: &[&str], code: &str| -> BTreeMap<String, String> {
        names.iter().map(|name| ((*name).to_owned(), code.to_owned())).collect()
    };
    let owned = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        read(&[], 0, &whole),
        (owned(&["b.tif", "c.pdf", "d.txt"]), owned(&["a.png"]), BTreeMap::new())
    );
    assert_eq!(
        read(&["--ocr", "pictures"], 0, &whole),
        (owned(&["a.png", "b.tif", "c.pdf", "d.txt"]), Vec::new(), BTreeMap::new())
    );
    assert_eq!(
        read(&["--ocr", "off"], 3, &whole),
        (owned(&["d.txt"]), owned(&["a.png", "b.tif"]), failed(&["c.pdf"], "ocr_off"))
    );
    assert_eq!(
        read(&["--ocr", "off"], 3, &named(folder.path())),
        (owned(&["d.txt"]), Vec::new(), failed(&["a.png", "b.tif", "c.pdf"], "ocr_off"))
    );
}

#[test]
fn without_tesseract_a_scan_fails_by_name_and_the_doctor_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = page("en", "", &Look { dpi: 100, ..Look::default() });
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs_err::write(at("a.png"), files::png(&sheet)).unwrap();
    fs_err::write(at("b.pdf"), files::pdf(&[(sheet, "")])).unwrap();
    let library = Library::new();
    let run = |arguments: &[&str]| -> Value {
        let mut command = library.command(arguments);
        let output = command.env("PARALLAX_TESSERACT", at("none")).output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let report = run(&["import", "--json", &at("a.png"), &at("b.pdf")]);
    for (file, code) in
        report["failed"].as_array().unwrap().iter().zip(["ocr_missing", "no_text_layer"])
    {
        assert_eq!(file["code"], code);
        assert!(file["hint"].as_str().unwrap().contains("install Tesseract"), "{file}");
    }
    let told = |answer: &Value| {
        let is_ocr = |it: &&Value| it["check"] == "ocr";
        answer["checks"].as_array().unwrap().iter().find(is_ocr).unwrap()["found"].to_string()
    };
    assert!(told(&run(&["doctor", "--json"])).contains("not installed"));
    let here = told(&library.json_of_any(&["doctor"]));
    assert!(here.contains("scans are read by Tesseract") && here.contains("deu, eng"), "{here}");
}

/// As what it reads: no system call but a few, no socket, and it starts nothing.
#[cfg(target_os = "linux")]
#[test]
fn tesseract_is_confined_and_tries_no_network() {
    let folder = tempfile::tempdir().unwrap();
    let traces = tempfile::tempdir().unwrap();
    let sheet = page("de", "", &Look::default());
    let scan = folder.path().join("long.tif");
    fs_err::write(&scan, files::tiff(&vec![sheet; 3], 200)).unwrap();
    let itself = program_itself("parallax", "PARALLAX_BIN");
    let library = Library::new();
    let mut importing = library
        .command(&["--require-confinement", "import", scan.to_str().unwrap(), "--json"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut seen = None;
    while importing.try_wait().unwrap().is_none() {
        seen = seen.or_else(|| status_of_tesseract(importing.id()));
        std::thread::sleep(Duration::from_millis(5));
    }
    let status = seen.expect("Tesseract was never seen at work");
    assert!(status.contains("Seccomp:\t2") && status.contains("NoNewPrivs:\t1"), "{status}");
    assert!(status.contains("Threads:\t1"), "{status}");
    assert!(importing.wait().unwrap().success());

    let traced = stand_in(&itself, traces.path(), Watch::Tried);
    let output = std::process::Command::new(traced)
        .args(["import", scan.to_str().unwrap(), "--json"])
        .env("PARALLAX_LIBRARY", folder.path().join("library"))
        .env("PARALLAX_MODEL_DIR", root().join("none"))
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["imported"].as_array().unwrap().len(), 1, "{report:#}");
    let attempts = attempts_in(traces.path());
    assert_eq!((attempts.refused.len(), attempts.opened.len()), (0, 0), "{attempts:#?}");
}

/// `/proc/…/status` of a Tesseract whose parent's parent, or parent, is this process.
#[cfg(target_os = "linux")]
fn status_of_tesseract(importing: u32) -> Option<String> {
    let parent = format!("PPid:\t{importing}\n");
    fs_err::read_dir("/proc").unwrap().flatten().find_map(|entry| {
        let status = fs_err::read_to_string(entry.path().join("status")).ok()?;
        (status.starts_with("Name:\ttesseract\n") && status.contains(&parent)).then_some(status)
    })
}
