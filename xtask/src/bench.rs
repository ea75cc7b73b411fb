//! `cargo xtask bench`: runs the benchmarks one after the other, gathers the objects
//! they print, and makes one table, one JSON object and a part of BENCHMARKS.md of
//! them.
//!
//! Invariant: a figure is only ever copied from what a benchmark has printed in this
//! run; what was skipped stays empty.
//! Not here: what is measured (`benches` of the crates, `parallax eval`).

use serde_json::{Value, json};

use crate::command::output;
use crate::error::TaskError;
use crate::workspace::Workspace;

const PAGE: &str = "BENCHMARKS.md";
const BEGIN: &str = "<!-- measured: begin -->";
const END: &str = "<!-- measured: end -->";

/// What to measure, and what to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wish {
    pub(crate) size: Size,
    pub(crate) form: Form,
}

/// How far the library grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    /// Ten and a hundred thousand passages, in a few minutes.
    Quick,
    /// A million too: an hour or two.
    Full,
}

/// What goes to stdout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Table,
    Json,
}

impl Wish {
    /// Reads the arguments; `None` if one is not known.
    pub(crate) fn parse(words: &[&str]) -> Option<Self> {
        let mut wish = Self { size: Size::Full, form: Form::Table };
        for word in words {
            match *word {
                "--quick" => wish.size = Size::Quick,
                "--json" => wish.form = Form::Json,
                _ => return None,
            }
        }
        Some(wish)
    }
}

/// Measures, prints, and writes the page.
pub(crate) fn run(workspace: &Workspace, wish: Wish) -> Result<(), TaskError> {
    let found = measure(workspace, wish.size)?;
    let page = workspace.path(PAGE);
    let text = fs_err::read_to_string(&page)?;
    let wrong = || TaskError::Page { path: page.clone(), what: format!("no {BEGIN} … {END}") };
    let text = with_part(&text, &part(&found, &machine())).ok_or_else(wrong)?;
    fs_err::write(&page, text)?;
    match wish.form {
        Form::Json => println!("{}", summary(&found)),
        Form::Table => println!("{}", part(&found, &machine())),
    }
    Ok(())
}

/// Everything the benchmarks print, in order.
fn measure(workspace: &Workspace, size: Size) -> Result<Vec<Value>, TaskError> {
    let bench = |package: &str, name: &str, arguments: &[&str]| {
        let mut cargo = workspace.cargo();
        cargo.args(["bench", "--quiet", "-p", package, "--bench", name, "--"]).args(arguments);
        output(&mut cargo)
    };
    let mut printed = bench("parallax-embed", "throughput", &[])?;
    printed += &bench(
        "parallax-engine",
        "scale",
        match size {
            Size::Quick => &["--real=4000", "10000", "100000"],
            Size::Full => &["--real", "10000", "100000", "1000000"],
        },
    )?;
    let sets = ["time", "cranfield", "scifact"]
        .map(|set| workspace.path(&format!("../shared/data/retrieval/{set}")));
    if size == Size::Full && sets.iter().all(|set| set.is_dir()) {
        let mut cargo = workspace.cargo();
        cargo.args(["run", "--quiet", "--release", "-p", "parallax-cli", "--", "--json", "eval"]);
        printed += &output(cargo.args(&sets))?;
    }
    Ok(objects(&printed))
}

/// The JSON objects among what was printed; other lines are for people.
fn objects(printed: &str) -> Vec<Value> {
    let mut found = Vec::new();
    for value in serde_json::Deserializer::from_str(printed).into_iter::<Value>() {
        match value {
            Ok(Value::Array(values)) => found.extend(values),
            Ok(value) => found.push(value),
            Err(_) => break,
        }
    }
    found
}

fn all<'a>(found: &'a [Value], what: &'a str) -> impl Iterator<Item = &'a Value> {
    found.iter().filter(move |value| value["what"] == what)
}

fn one<'a>(found: &'a [Value], what: &'a str) -> &'a Value {
    all(found, what).next().unwrap_or(&Value::Null)
}

/// The object that `--json` prints.
fn summary(found: &[Value]) -> Value {
    let embed = one(found, "embed");
    let real = one(found, "import_real");
    let build_s = |n: &Value| {
        let built = all(found, "link").find(|link| link["n_passages"] == *n);
        built.map_or(Value::Null, |link| link["build_s"].clone())
    };
    let scale: Vec<Value> = all(found, "search")
        .map(|row| {
            json!({
                "n_passages": row["n_passages"],
                "plan": row["plan"],
                "p50_ms": row["vector_ms"][0],
                "p95_ms": row["vector_ms"][1],
                "p99_ms": row["vector_ms"][2],
                "recall_at_10": row["recall_at_10"],
                "fused_p95_ms": row["fused_ms"][1],
                "rss_mb": row["rss_mb"],
                "build_s": build_s(&row["n_passages"]),
            })
        })
        .collect();
    let of_set = |name: &str| {
        let set = found.iter().find(|value| value["dataset"] == name);
        set.map_or(Value::Null, |set| set["modes"]["hybrid"]["ndcg_at_10"].clone())
    };
    let last = all(found, "search").last().unwrap_or(&Value::Null);
    let largest = all(found, "import").last().unwrap_or(&Value::Null);
    json!({
        "embed": {
            "ours_per_s": embed["ours_per_s"],
            "fastembed_default_per_s": embed["fastembed_default_per_s"],
            "ratio": embed["ratio"],
        },
        "quality": {
            "time": of_set("time"),
            "cranfield": of_set("cranfield"),
            "scifact": of_set("scifact"),
        },
        "scale": scale,
        "import": {
            "articles_per_s": real["articles_per_s"],
            "over_embedding": real["over_embedding"],
        },
        "start": { "first_answer_ms": last["first_answer_ms"] },
        "store": { "bytes_per_passage": largest["bytes_per_passage"] },
        "runs": found,
    })
}

/// The page's part, in Markdown.
fn part(found: &[Value], machine: &str) -> String {
    let mut text = format!("Measured on {machine}.\n\n");
    let embed = one(found, "embed");
    if !embed.is_null() {
        text += &format!(
            "| embedding, passages a second | |\n|---|---|\n\
             | Parallax's pool and model | **{}** |\n| the pool, 32-bit model | {} |\n\
             | fastembed, its defaults, 32-bit model | {} |\n| ratio | **{}** |\n\
             | cosine to the 32-bit vectors, mean / least | {} / {} |\n\n",
            embed["ours_per_s"],
            embed["ours_fp32_per_s"],
            embed["fastembed_default_per_s"],
            embed["ratio"],
            embed["cosine_to_fp32"]["mean"],
            embed["cosine_to_fp32"]["least"],
        );
    }
    let real = one(found, "import_real");
    if !real.is_null() {
        text += &format!(
            "| import with the real model | |\n|---|---|\n\
             | articles, passages | {}, {} |\n| articles a second | {} |\n\
             | time against embedding alone | {} |\n\
             | search p95, idle / during the import, query embedding included | {} ms / {} ms |\n\
             | the same import while somebody searches ten times a second | {} times as long |\n\
             | peak memory | {} MB |\n\n",
            real["n_articles"],
            real["n_passages"],
            real["articles_per_s"],
            real["over_embedding"],
            real["search_p95_ms_idle"],
            real["search_p95_ms_during_import"],
            real["import_slowed_by"],
            real["peak_mb"],
        );
    }
    text += "| import without embedding: passages | ms a passage | MB half-way, at the end | bytes a passage, of it beyond its text |\n|---|---|---|---|\n";
    for row in all(found, "import") {
        text += &format!(
            "| {} | {} | {}, {} | {}, {} |\n",
            row["n_passages"],
            row["ms_per_passage"],
            row["half_way_mb"],
            row["end_mb"],
            row["bytes_per_passage"],
            row["bytes_per_passage_beyond_text"],
        );
    }
    text += "\n| search: passages | plan | recall@10 | vectors p50, p95, p99 ms | words | meaning | fused | first answer ms | MB |\n|---|---|---|---|---|---|---|---|---|\n";
    for row in all(found, "search") {
        let times = |key: &str| {
            let at = |n: usize| row[key][n].to_string();
            format!("{}, {}, {}", at(0), at(1), at(2))
        };
        text += &format!(
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
            row["n_passages"],
            row["plan"].as_str().unwrap_or_default(),
            row["recall_at_10"],
            times("vector_ms"),
            times("words_ms"),
            times("meaning_ms"),
            times("fused_ms"),
            row["first_answer_ms"],
            row["rss_mb"],
        );
    }
    for row in all(found, "link").filter(|row| row["n_linked"] != 0) {
        text += &format!(
            "\nGraphs over {} of {} passages: built in {} s, {} MB at most.\n",
            row["n_linked"], row["n_passages"], row["build_s"], row["peak_mb"],
        );
    }
    text
}

/// Processor, cores and memory, as Linux tells them.
fn machine() -> String {
    let read = |path: &str, key: &str| {
        let text = fs_err::read_to_string(path).ok()?;
        let line = text.lines().find_map(|line| line.strip_prefix(key))?;
        Some(line.trim_start_matches([' ', '\t', ':']).trim().to_owned())
    };
    let processor = read("/proc/cpuinfo", "model name").unwrap_or_else(|| "a processor".into());
    let n_cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory =
        read("/proc/meminfo", "MemTotal").and_then(|it| it.strip_suffix(" kB")?.parse().ok());
    let memory = memory.map_or_else(String::new, |kb: u64| format!(", {} GiB", kb >> 20));
    format!("{processor}, {n_cores} cores{memory}")
}

/// The page with its measured part replaced.
fn with_part(page: &str, part: &str) -> Option<String> {
    let (before, rest) = page.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n\n{part}\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_read() {
        let parse = |words: &[&str]| Wish::parse(words);
        assert_eq!(parse(&[]), Some(Wish { size: Size::Full, form: Form::Table }));
        let quick = Wish { size: Size::Quick, form: Form::Json };
        assert_eq!(parse(&["--json", "--quick"]), Some(quick));
        assert_eq!(parse(&["--fast"]), None);
    }

    #[test]
    fn what_benchmarks_print_becomes_summary_and_page() {
        let printed = r#"{"what":"embed","ours_per_s":260.0,"fastembed_default_per_s":75.0,"ratio":3.47}
            {"what":"link","n_passages":9,"n_linked":0,"build_s":1.5}
            {"what":"search","n_passages":9,"plan":"exact","vector_ms":[1,2,3],"recall_at_10":1.0,"fused_ms":[4,5,6],"rss_mb":70,"first_answer_ms":99}
            [{"dataset":"time","modes":{"hybrid":{"ndcg_at_10":0.83}}}]"#;
        let found = objects(printed);
        assert_eq!(found.len(), 4);
        let summary = summary(&found);
        assert_eq!(summary["embed"]["ratio"], 3.47);
        assert_eq!(summary["scale"][0]["p95_ms"], 2);
        assert_eq!(summary["scale"][0]["build_s"], 1.5);
        assert_eq!(summary["quality"]["time"], 0.83);
        assert_eq!(summary["start"]["first_answer_ms"], 99);
        assert_eq!(summary["import"]["over_embedding"], Value::Null);
        let page = with_part(&format!("a\n{BEGIN}\nold\n{END}\nb\n"), &part(&found, "it")).unwrap();
        assert!(page.starts_with("a\n") && page.ends_with("\nb\n") && !page.contains("old"));
        assert!(page.contains("| 9 | exact | 1.0 | 1, 2, 3 |"), "{page}");
        assert_eq!(with_part("no marks", ""), None);
    }
}
