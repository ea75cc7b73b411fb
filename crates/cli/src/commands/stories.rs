//! Every side of a story: `copies`, `stories`, `quotes`, `compare`, `whatsnew`,
//! `timeline`.

use parallax_engine::{Access, ArticleId, Control, Library, QuoteScope};

use super::{open, print, print_sides};
use crate::args::Args;
use crate::json;
use crate::outcome::{Exit, Failure};
use crate::say::complain;

pub(super) fn copies(args: &Args) -> Result<Exit, Failure> {
    let groups = open_tended(args)?.copies()?;
    if args.json {
        print::json(&json::Copies::from(groups.as_slice()))?;
    } else {
        print_sides::copies(&groups)?;
    }
    Ok(Exit::Done)
}

pub(super) fn stories(args: &Args, min_articles: usize) -> Result<Exit, Failure> {
    let stories = open_tended(args)?.stories(min_articles)?;
    if args.json {
        print::json(&json::Stories::from(stories.as_slice()))?;
    } else {
        print_sides::stories(&stories)?;
    }
    Ok(Exit::Done)
}

pub(super) fn quotes(
    args: &Args,
    story: Option<i64>,
    speaker: Option<&str>,
) -> Result<Exit, Failure> {
    let scope = match (story, speaker) {
        (Some(story), _) => QuoteScope::Story(ArticleId(story)),
        (None, Some(name)) => QuoteScope::Speaker(name.to_owned()),
        (None, None) => QuoteScope::All,
    };
    let families = open_tended(args)?.quotes(&scope)?;
    if args.json {
        print::json(&json::Quotes::from(families.as_slice()))?;
    } else {
        print_sides::quotes(&families)?;
    }
    Ok(Exit::Done)
}

pub(super) fn compare(args: &Args, a: i64, b: i64) -> Result<Exit, Failure> {
    let (a, b) = (ArticleId(a), ArticleId(b));
    let library = open(args, Access::Read)?;
    let comparison = library.compare(a, b)?;
    let texts = (library.article(a)?.text, library.article(b)?.text);
    if args.json {
        print::json(&json::Compare::of(&comparison, &texts.0, &texts.1))?;
    } else {
        print_sides::compare(&comparison, &texts.0, &texts.1)?;
    }
    Ok(Exit::Done)
}

pub(super) fn whats_new(
    args: &Args,
    article: Option<i64>,
    story: Option<i64>,
) -> Result<Exit, Failure> {
    let library = open_tended(args)?;
    let news = match (article, story) {
        (Some(article), _) => library.whats_new(ArticleId(article))?,
        (None, Some(story)) => library.whats_new_in_story(ArticleId(story))?,
        (None, None) => Vec::new(),
    };
    if args.json {
        print::json(&json::WhatsNew::from(news.as_slice()))?;
    } else {
        print_sides::whats_new(&news)?;
    }
    Ok(Exit::Done)
}

pub(super) fn timeline(args: &Args, story: Option<i64>) -> Result<Exit, Failure> {
    let events = open_tended(args)?.timeline(story.map(ArticleId))?;
    if args.json {
        print::json(&json::Timeline::from(events.as_slice()))?;
    } else {
        print_sides::timeline(&events)?;
    }
    Ok(Exit::Done)
}

/// Opens the library for reading; where articles wait to be looked at, does that
/// first, unless another program is writing to it.
pub(super) fn open_tended(args: &Args) -> Result<Library, Failure> {
    let library = open(args, Access::Read)?;
    if !library.stories_are_due()? {
        return Ok(library);
    }
    if let Ok(writer) = open(args, Access::Write) {
        writer.update_stories(&Control::default())?;
        return Ok(writer);
    }
    complain!("warning: the library is being written to; its latest articles are left out");
    Ok(library)
}
