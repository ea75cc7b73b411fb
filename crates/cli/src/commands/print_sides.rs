//! How sides of a story look to people: plain lines, evidence under each.

use std::io::Write;

use parallax_engine::{
    Boilerplate, Comparison, CopyGroup, Difference, Event, NewsPassage, QuoteFamily, Role, Span,
    Story, on_one_line,
};

use super::print::{source, title};
use crate::outcome::Failure;
use crate::say;

/// Characters of a sentence or block shown on one line.
const N_SHOWN: usize = 160;

pub(super) fn copies(groups: &[CopyGroup]) -> Result<(), Failure> {
    let mut out = say::out();
    if groups.is_empty() {
        writeln!(out, "no article repeats another")?;
    }
    for group in groups {
        writeln!(out, "{} articles", group.articles.len())?;
        for row in &group.articles {
            writeln!(out, "{:>6}  {}  {}", row.id, source(row), title(row))?;
        }
        for pair in &group.pairs {
            let (a_in_b, b_in_a) = (percent(pair.a_in_b), percent(pair.b_in_a));
            writeln!(
                out,
                "  {a_in_b} of {} is in {}, {b_in_a} of {} in {}",
                pair.a, pair.b, pair.b, pair.a
            )?;
            for block in &pair.extra_blocks {
                let role = block.furniture.map_or(Role::Body, Role::Boilerplate);
                let role = if let Role::Boilerplate(kind) = role {
                    Boilerplate::as_str(kind)
                } else {
                    "body"
                };
                writeln!(out, "    only in {} [{role}] {}", block.article_id, short(&block.text))?;
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

pub(super) fn stories(stories: &[Story]) -> Result<(), Failure> {
    let mut out = say::out();
    for story in stories {
        let when = match (&story.first, &story.last) {
            (Some(first), Some(last)) if first == last => first.clone(),
            (Some(first), Some(last)) => format!("{first} to {last}"),
            _ => "day not known".to_owned(),
        };
        writeln!(out, "{}  ({when}, story {})", on_one_line(&story.title), story.id)?;
        for (row, day) in story.articles.iter().zip(&story.days) {
            writeln!(
                out,
                "{:>6}  {}  {}  {}",
                row.id,
                day.as_deref().unwrap_or("-"),
                source(row),
                title(row)
            )?;
        }
        writeln!(out, "  at least {} independent origins", story.origins.n_origins)?;
        for named in &story.origins.sources {
            writeln!(out, "  {} names {}", articles(named.n_articles()), on_one_line(&named.name))?;
        }
        for relation in &story.follow_up_of {
            writeln!(out, "  follow-up of story {}", relation.story_id)?;
        }
        for relation in &story.related {
            writeln!(out, "  related to story {}", relation.story_id)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

pub(super) fn quotes(families: &[QuoteFamily]) -> Result<(), Failure> {
    let mut out = say::out();
    if families.is_empty() {
        writeln!(out, "nobody is quoted")?;
    }
    for family in families {
        let speaker = family.speaker.as_deref().unwrap_or("(speaker not known)");
        let speaker = on_one_line(speaker);
        writeln!(out, "{speaker}, in {}", articles(family.n_articles()))?;
        for rendering in &family.renderings {
            let (open, close) =
                if rendering.is_reported { ("", "  (reported)") } else { ("“", "”") };
            writeln!(out, "{:>6}  {open}{}{}", rendering.article_id, rendering.text, close)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

pub(super) fn compare(comparison: &Comparison, a: &str, b: &str) -> Result<(), Failure> {
    let mut out = say::out();
    for pair in &comparison.pairs {
        writeln!(out, "{}\n  a  {}\n  b  {}", pair.relation.as_str(), pair.a.text, pair.b.text)?;
        for difference in &pair.differences {
            writeln!(out, "     {}", difference_line(difference, a, b))?;
        }
        writeln!(out)?;
    }
    for (name, only) in [("a", &comparison.only_a), ("b", &comparison.only_b)] {
        writeln!(out, "only in {name}")?;
        for sentence in only {
            writeln!(out, "  {}", sentence.text)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn difference_line(difference: &Difference, a: &str, b: &str) -> String {
    let side = |span: Option<Span>, text: &str| {
        span.map_or("—".to_owned(), |span| span.of(text).to_owned())
    };
    format!("{}: {} ↔ {}", difference.kind.as_str(), side(difference.a, a), side(difference.b, b))
}

pub(super) fn whats_new(news: &[NewsPassage]) -> Result<(), Failure> {
    let mut out = say::out();
    for passage in news {
        let seen: Vec<String> = passage.seen_in.iter().map(ToString::to_string).collect();
        let seen = if seen.is_empty() { String::new() } else { format!(" in {}", seen.join(", ")) };
        writeln!(
            out,
            "{:>6}  {}{seen}\n        {}",
            passage.article_id,
            passage.status.as_str(),
            short(&passage.text)
        )?;
    }
    Ok(())
}

pub(super) fn timeline(events: &[Event]) -> Result<(), Failure> {
    let mut out = say::out();
    if events.is_empty() {
        writeln!(out, "no dates that can be placed")?;
    }
    for event in events {
        writeln!(out, "{:<10}  {:>4}  {}", event.date, event.article_id, short(&event.text))?;
    }
    Ok(())
}

fn articles(n: usize) -> String {
    if n == 1 { "1 article".to_owned() } else { format!("{n} articles") }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// One line, cut where it grows long.
fn short(text: &str) -> String {
    let line: String = text.replace('\n', " ").chars().take(N_SHOWN).collect();
    if line.len() < text.len() { format!("{line}…") } else { line }
}
