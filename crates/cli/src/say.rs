//! The only door to a terminal: what people read passes here and is made harmless
//! (`parallax_types::for_terminal`), whoever wrote it: titles, names of files, errors.
//!
//! Not here: `--json` (`commands/print.rs`), and our own colours, which `print::hits`
//! puts around text it has made harmless itself.

#![expect(clippy::print_stderr, reason = "printing is what this program is for")]

use std::fmt::Arguments;
use std::io::{self, StdoutLock, Write};

use parallax_engine::for_terminal;

/// A line for people, as `println!`.
macro_rules! say {
    ($($text:tt)*) => { $crate::say::line(format_args!($($text)*)) };
}

/// A line beside the results, as `eprintln!`.
macro_rules! complain {
    ($($text:tt)*) => { $crate::say::beside(format_args!($($text)*)) };
}

pub(crate) use {complain, say};

pub(crate) fn line(text: Arguments<'_>) {
    if let Err(error) = writeln!(io::stdout().lock(), "{}", for_terminal(&text.to_string())) {
        give_up(&error);
    }
}

/// Who cannot hear it misses no result.
pub(crate) fn beside(text: Arguments<'_>) {
    let _ = writeln!(io::stderr().lock(), "{}", for_terminal(&text.to_string()));
}

/// Ends the program: there is nobody to tell results to. What was acknowledged is stored.
fn give_up(error: &io::Error) -> ! {
    // A closed pipe (`parallax list | head`) is the reader's wish, not an error.
    if error.kind() == io::ErrorKind::BrokenPipe {
        std::process::exit(0);
    }
    complain!("error: the answer cannot be written: {error}");
    complain!("hint: check that the disk behind the output is not full");
    std::process::exit(1);
}

/// Asks on stderr, and whether the answer is yes.
pub(crate) fn confirm(question: &str) -> io::Result<bool> {
    eprint!("{}", for_terminal(question));
    io::stderr().flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

/// Standard output for longer results.
pub(crate) fn out() -> Harmless<StdoutLock<'static>> {
    Harmless(io::stdout().lock())
}

/// A writer of text that passes nothing a terminal would act on.
pub(crate) struct Harmless<W>(W);

impl<W> Harmless<W> {
    pub(crate) fn of(writer: W) -> Self {
        Self(writer)
    }
}

impl<W: Write> Write for Harmless<W> {
    /// Takes all of it or fails. What is formatted comes in whole texts.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        self.0.write_all(for_terminal(&text).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_a_terminal_acts_on_passes() {
        let mut out = Harmless(Vec::new());
        let title = "a\u{1b}[2Jb\u{9b}c\u{202e}d";
        writeln!(out, "{title}  {:>4}", 7).unwrap();
        let text = String::from_utf8(out.0).unwrap();
        assert_eq!(text, "a␛[2Jb\\u{9b}c\\u{202e}d     7\n");
    }
}
