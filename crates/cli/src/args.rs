//! The command line as types; the stable part of it is listed in the README.

use std::path::PathBuf;

use clap::{ArgAction, Parser, Subcommand, ValueEnum};
use parallax_engine::{ExportFormat, FactState, Mode, Plan, Sort};

/// Read every side of a story, offline: import articles, find passages by
/// meaning, see who else says the same.
///
/// Everything stays on this computer. The library is a folder; name another one
/// with --library or `PARALLAX_LIBRARY`.
#[derive(Debug, Parser)]
#[command(name = "parallax", version, max_term_width = 92, arg_required_else_help = true)]
pub(crate) struct Args {
    /// Folder of the library [default: the platform's data folder for Parallax]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) library: Option<PathBuf>,

    /// Print the result as JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,

    /// Tell more of what happens, on stderr; twice for more still
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,

    /// Read no file where its reader cannot be confined in every way (see `doctor`)
    #[arg(long, global = true)]
    pub(crate) require_confinement: bool,

    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Add files and folders to the library
    ///
    /// Folders are read with everything below them. Files that are already there,
    /// byte for byte, cost next to nothing; changed files replace their article.
    /// Originals are never touched. Interrupted? Run it again: it goes on.
    Import {
        /// Files and folders; none resumes an interrupted import
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Import files of more than 2000 articles too
        #[arg(long)]
        large_archives: bool,
        /// Try files again that were set aside for bringing their reader down
        #[arg(long)]
        retry_quarantined: bool,
        /// Follow symbolic links out of the named folders
        #[arg(long)]
        follow_links: bool,
    },
    /// Find passages by meaning and words
    ///
    /// QUERY is what you remember, in your own words. It may also hold
    /// "an exact phrase", -without, outlet:NAME, author:NAME, lang:en, format:html, tag:NAME,
    /// after:2017-01-01 and before:2017-12-31.
    Search {
        /// What to look for
        #[arg(required = true, value_name = "QUERY")]
        query: Vec<String>,
        /// At most this many passages
        #[arg(long, value_name = "N", default_value_t = 10)]
        limit: usize,
        /// Pass over this many: the next page
        #[arg(long, value_name = "N", default_value_t = 0)]
        offset: usize,
        /// What to look at
        #[arg(long, value_enum, default_value_t = ModeArg::Hybrid)]
        mode: ModeArg,
        /// Order of the passages
        #[arg(long, value_enum, default_value_t = SortArg::Relevance)]
        sort: SortArg,
        /// Only articles of this outlet (part of its name)
        #[arg(long, value_name = "NAME")]
        outlet: Vec<String>,
        /// Only articles by this author (part of the name)
        #[arg(long, value_name = "NAME")]
        author: Vec<String>,
        /// Only articles in this language
        #[arg(long, value_name = "CODE")]
        lang: Vec<String>,
        /// Only articles read from this format
        #[arg(long, value_name = "FORMAT")]
        format: Vec<String>,
        /// Only articles with this tag
        #[arg(long, value_name = "TAG")]
        tag: Vec<String>,
        /// Only articles published on this day or later
        #[arg(long, value_name = "DATE")]
        after: Option<String>,
        /// Only articles published on this day or earlier
        #[arg(long, value_name = "DATE")]
        before: Option<String>,
    },
    /// See who else says it: passages of other articles near to one
    #[command(group(clap::ArgGroup::new("origin").required(true)))]
    Related {
        /// A passage, as `search --json` and `show` number them
        #[arg(long, value_name = "ID", group = "origin")]
        passage: Option<i64>,
        /// Any text: a quotation, a claim
        #[arg(long, value_name = "TEXT", group = "origin")]
        text: Option<String>,
        /// The article the text is from, which is then left out
        #[arg(long, value_name = "ID", requires = "text")]
        article: Option<i64>,
        /// At most this many passages
        #[arg(long, value_name = "N", default_value_t = 10)]
        limit: usize,
    },
    /// Show which articles repeat one another, and what only one of them has
    Copies,
    /// Group the articles by the event they report
    Stories {
        /// Leave out stories told by fewer articles
        #[arg(long, value_name = "N", default_value_t = 1)]
        min_articles: usize,
    },
    /// Collect who is quoted with what, in every rendering
    #[command(group(clap::ArgGroup::new("whose")))]
    Quotes {
        /// Only in the articles of a story, as `stories` numbers them
        #[arg(long, value_name = "ID", group = "whose")]
        story: Option<i64>,
        /// Only this speaker's; the family name is enough
        #[arg(long, value_name = "NAME", group = "whose")]
        speaker: Option<String>,
    },
    /// Lay two articles side by side, sentence by sentence
    Compare {
        /// The first, as `list` numbers them
        a: i64,
        /// The second
        b: i64,
    },
    /// Show what the independent origins of a story tell of each fact: where they agree,
    /// where they differ, what was revised later
    ///
    /// Rows are facts that two or more articles tell, told per independent origin. Rounded,
    /// converted, approximate or bounded numbers never differ from what they may stand
    /// for; numbers of other days or scopes are `not-comparable`.
    Ledger {
        /// The story, as `stories` numbers them, or one of its articles
        story: i64,
        /// Only rows of this state; may be given several times
        #[arg(long, value_enum, value_name = "STATE")]
        state: Vec<StateArg>,
        /// Write it in this form instead
        #[arg(long, value_enum, conflicts_with = "json")]
        format: Option<LedgerFormatArg>,
    },
    /// Show what an article says that no earlier one did
    #[command(group(clap::ArgGroup::new("news").required(true)))]
    Whatsnew {
        /// The article, as `list` numbers them
        #[arg(group = "news")]
        article: Option<i64>,
        /// Every article of a story, in time order
        #[arg(long, value_name = "ID", group = "news")]
        story: Option<i64>,
    },
    /// Put the dates the articles mention in order
    Timeline {
        /// Only in the articles of a story, as `stories` numbers them
        #[arg(long, value_name = "ID")]
        story: Option<i64>,
    },
    /// Keep the library equal to folders
    ///
    /// New and changed files are imported, moved ones recognised, articles whose
    /// files are gone removed. A folder that is missing or empty, also one below,
    /// removes nothing, and an article you tagged, annotated or corrected stays.
    /// Without options it goes on until Ctrl-C; the window does the same while it
    /// is open.
    Watch(WatchArgs),
    /// List the articles, newest first
    List,
    /// Show an article: its text, its passages, how it was read
    Show {
        /// The article, as `list` numbers them
        article: i64,
    },
    /// Put tags on articles, or take them off; without either, list the tags
    ///
    /// A tag is any short name, the same in capitals or not. `search tag:NAME` and
    /// `export --query tag:NAME` find the articles again.
    Tag {
        /// The articles, as `list` numbers them
        #[arg(value_name = "ARTICLE_ID")]
        articles: Vec<i64>,
        /// Put this tag on; may be given several times
        #[arg(long, value_name = "TAG", requires = "articles")]
        add: Vec<String>,
        /// Take this tag off; may be given several times
        #[arg(long, value_name = "TAG", requires = "articles")]
        remove: Vec<String>,
    },
    /// List the passages highlighted in the window, with their notes
    Highlights {
        /// Only those of this article
        #[arg(long, value_name = "ID")]
        article: Option<i64>,
        /// Only of this colour: yellow, green, blue, pink or purple
        #[arg(long, value_name = "COLOUR")]
        colour: Vec<String>,
        /// Only in articles with this tag
        #[arg(long, value_name = "TAG")]
        tag: Vec<String>,
    },
    /// Write hits, a story, highlights or articles for other programs
    ///
    /// Markdown, CSV and JSON hold the exact words with their sources; CSL-JSON,
    /// BibTeX and RIS are for reference managers. Prints to the terminal unless --out
    /// names a file.
    #[command(group(clap::ArgGroup::new("what").required(true)))]
    Export {
        /// In which form
        #[arg(long, value_enum, default_value_t = FormatArg::Markdown)]
        format: FormatArg,
        /// What this query finds
        #[arg(long, value_name = "QUERY", group = "what")]
        query: Option<String>,
        /// At most this many passages of the query
        #[arg(long, value_name = "N", default_value_t = 100)]
        limit: usize,
        /// The articles of a story, as `stories` numbers them
        #[arg(long, value_name = "ID", group = "what")]
        story: Option<i64>,
        /// This article with its highlights; may be given several times
        #[arg(long, value_name = "ID", group = "what")]
        article: Vec<i64>,
        /// All highlights
        #[arg(long, group = "what")]
        highlights: bool,
        /// Write to this file; it must not be there yet
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Remove articles from the library into its bin; their files stay
    Remove {
        /// The articles, as `list` numbers them
        #[arg(required = true)]
        articles: Vec<i64>,
        /// Delete them for good, and not put them into the bin
        #[arg(long)]
        for_good: bool,
        /// Do not ask
        #[arg(long, short)]
        yes: bool,
    },
    /// Show what was removed in the last 30 days, and bring it back
    Bin(BinArgs),
    /// Count what the library holds, and how large it is
    Stats,
    /// Check that everything in the library is whole
    Verify,
    /// Rebuild the index from the library
    Reindex,
    /// Copy the library, safely even while it is in use
    ///
    /// The copy is checked and sealed with its hash. Without DIR it goes into the library's
    /// own folder `backups`; what is made by hand stays there until you delete it. Daily
    /// copies are kept for seven days and four weeks.
    Backup(BackupArgs),
    /// Put a copy in the place of the library
    ///
    /// The library may be damaged or missing. It is set aside, never overwritten.
    Restore(RestoreArgs),
    /// Save what still reads of a damaged library into a new one
    ///
    /// Says what is lost, and which lost articles can be read again from their files. The
    /// damaged library is set aside, never changed.
    Salvage(SalvageArgs),
    /// Show which of Parallax's promises hold on this machine
    ///
    /// Whether the kernel keeps the program from the network (a socket is really
    /// tried), what confines the process that reads files, whether the model and the
    /// libraries are the ones that were shipped, and who may read the library.
    Doctor,
    /// Measure retrieval quality on judged corpora in BEIR form
    ///
    /// DIR holds corpus.jsonl, queries.jsonl and qrels.tsv, or the first two per
    /// language (corpus.de.jsonl…) over one qrels.tsv. Each is read into a
    /// throw-away library; yours is not touched.
    Eval {
        /// Folders of corpora
        #[arg(required = true, value_name = "DIR")]
        dirs: Vec<PathBuf>,
        /// Also ask each corpus's queries with all of them in one library
        #[arg(long)]
        mixed: bool,
        /// Also count how often a query is answered "nothing close", rightly and
        /// wrongly
        #[arg(long)]
        closeness: bool,
        /// How nearest vectors are found
        #[arg(long, value_enum, default_value_t = PlanArg::Auto)]
        plan: PlanArg,
        /// Language pairs to ask where languages lie apart: `ru-en` is Russian questions to
        /// English texts
        #[arg(long, value_delimiter = ',', value_name = "ASKED-STORED")]
        pairs: Vec<LanguagePair>,
        /// The model pack to ask with
        #[arg(long, value_name = "ID")]
        pack: Option<String>,
    },
    /// Show the model packs, check one, give the library another
    #[command(subcommand)]
    Packs(PacksCommand),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write the manual pages into a folder
    #[command(hide = true)]
    Manual {
        /// The folder, which must be there
        dir: PathBuf,
    },
}

#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("what")))]
pub(crate) struct WatchArgs {
    /// Watch this folder from now on, and read it
    #[arg(long, value_name = "DIR", group = "what")]
    pub(crate) add: Option<PathBuf>,
    /// No longer watch this folder; its articles stay
    #[arg(long, value_name = "DIR", group = "what")]
    pub(crate) remove: Option<PathBuf>,
    /// With --remove: its articles go too, the files stay
    #[arg(long, requires = "remove")]
    pub(crate) with_articles: bool,
    /// Remove the articles of this folder whose files are gone, also those kept
    #[arg(long, value_name = "DIR", group = "what")]
    pub(crate) remove_gone: Option<PathBuf>,
    /// Show the watched folders
    #[arg(long, group = "what")]
    pub(crate) list: bool,
    /// Bring the library into step once, and end
    #[arg(long, group = "what")]
    pub(crate) once: bool,
}

#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("what")))]
pub(crate) struct BinArgs {
    /// Bring these articles back, as `bin` numbers them
    #[arg(long, value_name = "ARTICLE", num_args = 1.., group = "what")]
    pub(crate) restore: Vec<i64>,
    /// Delete everything in the bin for good; the files stay
    #[arg(long, group = "what")]
    pub(crate) empty: bool,
    /// With --empty: do not ask
    #[arg(long, short, requires = "empty")]
    pub(crate) yes: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ModeArg {
    /// Words and meaning together
    Hybrid,
    /// Meaning alone
    Meaning,
    /// Words alone; needs no model
    Words,
}

impl ModeArg {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Hybrid => "hybrid",
            Self::Meaning => "meaning",
            Self::Words => "words",
        }
    }
}

impl From<ModeArg> for Mode {
    fn from(mode: ModeArg) -> Self {
        match mode {
            ModeArg::Hybrid => Self::Hybrid,
            ModeArg::Meaning => Self::Meaning,
            ModeArg::Words => Self::Words,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum SortArg {
    /// Best first
    Relevance,
    /// Latest first
    Newest,
    /// Earliest first
    Oldest,
}

impl From<SortArg> for Sort {
    fn from(sort: SortArg) -> Self {
        match sort {
            SortArg::Relevance => Self::Relevance,
            SortArg::Newest => Self::Newest,
            SortArg::Oldest => Self::Oldest,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum PlanArg {
    /// As in the app
    Auto,
    /// Compare with every vector
    Exact,
    /// Look at their signs first, and compare with those that may be near
    Scan,
    /// Through the HNSW graph
    Hnsw,
}

impl From<PlanArg> for Plan {
    fn from(plan: PlanArg) -> Self {
        match plan {
            PlanArg::Auto => Self::Auto,
            PlanArg::Exact => Self::Exact,
            PlanArg::Scan => Self::Scan,
            PlanArg::Hnsw => Self::Hnsw { ef_search: parallax_engine::DEFAULT_EF_SEARCH },
        }
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct BackupArgs {
    /// Folder for the copy; made if it is not there
    pub(crate) dir: Option<PathBuf>,
    /// Only if the last daily copy is a day old
    #[arg(long, conflicts_with = "dir")]
    pub(crate) daily: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct RestoreArgs {
    /// The copy: a path, a name from the list, or the beginning of a date [default: the
    /// newest that is whole]
    pub(crate) from: Option<String>,
    /// Show the copies and whether they are whole
    #[arg(long, conflicts_with_all = ["from", "new"])]
    pub(crate) list: bool,
    /// Begin an empty library instead
    #[arg(long, conflicts_with = "from")]
    pub(crate) new: bool,
    /// Do not ask
    #[arg(long, short)]
    pub(crate) yes: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct SalvageArgs {
    /// Folder for the new library [default: the place of the damaged one]
    #[arg(long, value_name = "DIR")]
    pub(crate) into: Option<PathBuf>,
    /// Import lost articles again from the files that still exist
    #[arg(long)]
    pub(crate) reimport: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum LedgerFormatArg {
    /// For reading and for notes
    Markdown,
    /// For spreadsheets: one row per telling
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StateArg {
    /// Independent origins give values that cannot both be exact
    Differ,
    /// An outlet told it otherwise later
    Revised,
    /// Independent origins tell the same
    Agree,
    /// Values of other days, scopes, units or kinds
    NotComparable,
    /// Several articles tell it, all of one origin
    OneOrigin,
}

impl From<StateArg> for FactState {
    fn from(state: StateArg) -> Self {
        match state {
            StateArg::Differ => Self::Differ,
            StateArg::Revised => Self::Revised,
            StateArg::Agree => Self::Agree,
            StateArg::NotComparable => Self::NotComparable,
            StateArg::OneOrigin => Self::OneOrigin,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum FormatArg {
    /// For reading and for notes
    Markdown,
    /// For spreadsheets: one row per excerpt
    Csv,
    /// For programs: everything
    Json,
    /// For Zotero, Pandoc and others
    CslJson,
    /// For LaTeX
    Bibtex,
    /// For reference managers
    Ris,
}

impl From<FormatArg> for ExportFormat {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Markdown => Self::Markdown,
            FormatArg::Csv => Self::Csv,
            FormatArg::Json => Self::Json,
            FormatArg::CslJson => Self::CslJson,
            FormatArg::Bibtex => Self::Bibtex,
            FormatArg::Ris => Self::Ris,
        }
    }
}

/// The languages of questions and of texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LanguagePair {
    pub(crate) asked: String,
    pub(crate) stored: String,
}

impl std::str::FromStr for LanguagePair {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (asked, stored) = text.split_once('-').ok_or("a pair is like ru-en")?;
        Ok(Self { asked: asked.to_owned(), stored: stored.to_owned() })
    }
}

/// What to do with model packs.
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
