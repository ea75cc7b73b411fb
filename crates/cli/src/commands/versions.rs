//! `versions`: what an article said at other times.
//!
//! Invariant: it is told in which capture something stands and in which it does not, never
//! that or when somebody struck it out.

use std::io::{self, Write};
use std::path::Path;

use parallax_engine::{
    Access, ArticleId, Library, Version, VersionChain, VersionChange, VersionDiff, for_terminal,
    on_one_line,
};
use parallax_view as json;

use super::print::{self, Pen};
use crate::global::GlobalArgs;
use crate::outcome::{Exit, Failure};

/// Show what an article said at other times, and what changed
///
/// A file that is imported again after it changed, and captures of one page, are versions of
/// one article: search shows the newest, and every earlier text is kept.
#[derive(Debug, clap::Args)]
pub(crate) struct VersionsArgs {
    /// The article, as `list` numbers them
    article: i64,
    /// What changed between two versions, by their numbers
    #[arg(long, num_args = 2, value_names = ["A", "B"], conflicts_with = "text")]
    diff: Option<Vec<usize>>,
    /// The whole text of a version, as it is kept
    #[arg(long, value_name = "NUMBER")]
    text: Option<usize>,
}

pub(super) fn run(global: &GlobalArgs, args: &VersionsArgs) -> Result<Exit, Failure> {
    let id = ArticleId(args.article);
    let library = global.open(Access::Read)?;
    if let Some(number) = args.text {
        print_text(global, &library, id, number)?;
    } else if let Some([a, b]) = args.diff.as_deref() {
        let diff = library.version_diff(id, *a, *b)?;
        if global.json {
            print::json(&json::VersionDiff::of(id, &diff))?;
        } else {
            tell_diff(&diff)?;
        }
    } else {
        let chain = library.versions(id)?;
        if global.json {
            print::json(&json::Versions::from(&chain))?;
        } else {
            tell(&chain)?;
        }
    }
    Ok(Exit::Done)
}

fn print_text(
    global: &GlobalArgs,
    library: &Library,
    id: ArticleId,
    number: usize,
) -> Result<(), Failure> {
    let text = library.version(id, number)?.text;
    if !global.json {
        io::stdout().lock().write_all(for_terminal(&text).as_bytes())?;
        return Ok(());
    }
    let chain = library.versions(id)?;
    let version = chain.versions.iter().find(|version| version.number == number);
    version.map_or(Ok(()), |version| print::json(&json::VersionText::of(version, &text)))
}

fn tell(chain: &VersionChain) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let pen = Pen::default();
    writeln!(out, "{}", pen.bold(&print::title(&chain.article)))?;
    for version in &chain.versions {
        let file = Path::new(&version.path).file_name().unwrap_or_default().to_string_lossy();
        let seen = seen(version, chain.versions.iter());
        let title = on_one_line(&version.title);
        let about = format!("{} words · {}", version.n_words, on_one_line(&file));
        writeln!(out, "{:>3}  {seen}  {title}  {}", version.number, pen.dim(&about))?;
    }
    if let [.., a, b] = chain.versions.as_slice() {
        let next = format!(
            "parallax versions {} --diff {} {} shows what changed",
            chain.article.id, a.number, b.number
        );
        writeln!(out, "{}", pen.dim(&next))?;
    }
    Ok(())
}

fn tell_diff(diff: &VersionDiff) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let pen = Pen::default();
    let both = [&diff.a, &diff.b];
    let seen = both.map(|version| seen(version, both.into_iter()));
    for change in &diff.changes {
        let (kind, rest) = told(change, &seen);
        writeln!(out, "{}  {}", pen.bold(kind), for_terminal(&rest))?;
    }
    if diff.changes.is_empty() {
        let [a, b] = &seen;
        writeln!(
            out,
            "no headline, number, name, quotation or paragraph differs between the {a} and the {b}"
        )?;
    }
    Ok(())
}

/// What kind of change it is, and in which version what stands.
fn told(change: &VersionChange, [a, b]: &[String; 2]) -> (&'static str, String) {
    let rest = match (&change.a, &change.b) {
        (Some(in_a), Some(in_b)) => format!("“{in_a}” in the {a}, “{in_b}” in the {b}"),
        (Some(words), None) => format!("“{words}”: present in the {a}, absent in the {b}"),
        (None, Some(words)) => format!("“{words}”: absent in the {a}, present in the {b}"),
        (None, None) => String::new(),
    };
    (change.kind.as_str(), rest)
}

/// "capture of 3 March 2031", with the time where another one is of the same day.
fn seen<'a>(version: &Version, all: impl Iterator<Item = &'a Version>) -> String {
    let day = |version: &Version| version.seen.at.get(..10).map(str::to_owned);
    let n_that_day = all.filter(|other| day(other) == day(version)).count();
    let what = if version.seen.is_captured { "capture" } else { "text" };
    let time = version.seen.at.get(11..19).filter(|_| n_that_day > 1);
    let time = time.map_or(String::new(), |time| format!(", {time}"));
    format!("{what} of {}{time}", in_words(&version.seen.at))
}

/// "3 March 2031" for a moment that begins with `2031-03-03`.
fn in_words(moment: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let number = |range: std::ops::Range<usize>| moment.get(range)?.parse::<usize>().ok();
    let name = number(5..7).and_then(|month| MONTHS.get(month.checked_sub(1)?));
    match (name, number(8..10), moment.get(..4)) {
        (Some(month), Some(day), Some(year)) => format!("{day} {month} {year}"),
        _ => moment.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parallax_engine::{Seen, VersionChangeKind};

    fn version(at: &str, is_captured: bool) -> Version {
        Version {
            number: 1,
            id: None,
            title: "A".to_owned(),
            path: "/a".to_owned(),
            published: None,
            seen: Seen { at: at.to_owned(), is_captured },
            imported_at: at.to_owned(),
            n_words: 1,
        }
    }

    #[test]
    fn it_is_said_where_something_stands_and_where_not() {
        let pair = |a: Version, b: Version| {
            let both = [&a, &b];
            both.map(|version| seen(version, both.into_iter()))
        };
        let march = version("2031-03-03T10:00:00Z", true);
        let later = version("2031-03-03T18:30:00Z", false);
        let september = version("2031-09-09", true);
        let change = |a: Option<&str>, b: Option<&str>| VersionChange {
            kind: VersionChangeKind::Quotation,
            a: a.map(str::to_owned),
            b: b.map(str::to_owned),
        };
        let seen = pair(march.clone(), september);
        assert_eq!(
            told(&change(Some("no"), None), &seen).1,
            "“no”: present in the capture of 3 March 2031, absent in the capture of 9 September 2031"
        );
        let seen = pair(march, later);
        assert_eq!(
            told(&change(Some("1"), Some("2")), &seen).1,
            "“1” in the capture of 3 March 2031, 10:00:00, “2” in the text of 3 March 2031, 18:30:00"
        );
    }
}
