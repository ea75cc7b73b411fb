//! The articles that are edited: those of ECB+ and BASIL that are long enough and no copies of
//! each other.

use std::collections::HashSet;
use std::path::Path;

/// Words an article has at least.
const MIN_WORDS: usize = 100;

/// Share of one's runs of three words that stand in another from which it is a copy.
const IS_COPY: f64 = 0.25;

pub(crate) struct Source {
    pub(crate) story: String,
    pub(crate) title: String,
    pub(crate) paragraphs: Vec<String>,
    /// Consecutive within a story.
    pub(crate) place: usize,
}

pub(crate) fn sources(folder: &Path) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    let mut known: Vec<(String, HashSet<String>)> = Vec::new();
    for set in ["basil", "ecbplus"] {
        let path = folder.join("samestory").join(set).join("docs.jsonl");
        for line in fs_err::read_to_string(path).unwrap_or_default().lines() {
            let doc: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = doc["text"].as_str().unwrap();
            if text.split_whitespace().count() < MIN_WORDS {
                continue;
            }
            let (story, runs) = (format!("{set} {}", doc["story"]), runs(text));
            let is_copy = known.iter().any(|(other, theirs)| {
                let n = runs.intersection(theirs).count() as f64;
                *other == story && n / (runs.len().min(theirs.len()).max(1) as f64) > IS_COPY
            });
            if is_copy {
                continue;
            }
            known.push((story.clone(), runs));
            let paragraphs = paragraphs(text);
            let first: Vec<&str> = paragraphs[0].split_whitespace().take(9).collect();
            let title = doc["title"].as_str().map_or(first.join(" "), str::to_owned);
            let n_stories =
                sources.iter().map(|source| &source.story).collect::<HashSet<_>>().len();
            let before = sources.iter().filter(|source| source.story == story);
            let place = before.map(|source| source.place + 1).next_back().unwrap_or(n_stories * 5);
            sources.push(Source { story, title, paragraphs, place });
        }
    }
    sources
}

/// Lines of one sentence, as ECB+ has them, are put together by two.
fn paragraphs(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let is_sentences = !text.contains("\n\n");
    lines.chunks(if is_sentences { 2 } else { 1 }).map(|chunk| chunk.join(" ")).collect()
}

pub(crate) fn runs(text: &str) -> HashSet<String> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.windows(3).map(|run| run.join(" ")).collect()
}

/// Another article on the same event, else any other.
pub(crate) fn other<'a>(
    sources: &'a [Source],
    at: usize,
    random: &mut crate::random::Random,
) -> &'a Source {
    let own = &sources[at];
    let same: Vec<&Source> = sources
        .iter()
        .enumerate()
        .filter(|(n, source)| *n != at && source.story == own.story)
        .map(|(_, source)| source)
        .collect();
    if same.is_empty() {
        return &sources[(at + 1 + random.below(sources.len() - 1)) % sources.len()];
    }
    same[random.below(same.len())]
}
