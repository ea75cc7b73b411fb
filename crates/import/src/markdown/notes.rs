//! What note-taking programs write into Markdown: `[[links]]`, `![[embedded files]]`,
//! `==marks==`, `%% remarks %%`, `> [!callouts]`, `^names` of blocks.
//!
//! Invariant: linear; code is left as it is.

use std::borrow::Cow;

/// The text as those programs show it.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !["[[", "==", "%%", "[!", " ^"].iter().any(|mark| text.contains(mark)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut in_code = false;
    let mut in_remark = false;
    for line in text.split_inclusive('\n') {
        let start = line.trim_start();
        if start.starts_with("```") || start.starts_with("~~~") {
            in_code = !in_code;
        }
        if in_code {
            out.push_str(line);
            continue;
        }
        let line = without_remarks(line, &mut in_remark);
        let line = without_links(&without_callout(&line));
        out.push_str(&without_name(&between(&line, "==")));
    }
    Cow::Owned(out)
}

/// Without what stands between `%%` and `%%`, also over several lines.
fn without_remarks(line: &str, in_remark: &mut bool) -> String {
    if !line.contains("%%") {
        return if *in_remark { "\n".to_owned() } else { line.to_owned() };
    }
    let mut out = String::new();
    for (n, piece) in line.split("%%").enumerate() {
        *in_remark ^= n > 0;
        if !*in_remark {
            out.push_str(piece);
        }
    }
    if !out.ends_with('\n') {
        out.push('\n');
    }
    out
}

/// `> [!quote] The driver` → `> The driver`.
fn without_callout(line: &str) -> String {
    let Some((before, rest)) = line.split_once("[!") else { return line.to_owned() };
    let is_quote = before.contains('>') && before.chars().all(|it| matches!(it, '>' | ' '));
    match rest.split_once(']') {
        Some((_, title)) if is_quote => {
            // A paragraph of its own, as it is shown.
            let title = title.trim_start_matches(['+', '-']).trim();
            if title.is_empty() {
                format!("{before}\n")
            } else {
                format!("{before}{title}\n{}\n", before.trim_end())
            }
        }
        _ => line.to_owned(),
    }
}

/// `[[place|words]]` → `words`; embedded files are dropped.
fn without_links(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("[[") {
        let Some((inner, behind)) = after.split_once("]]") else { break };
        if let Some(before) = before.strip_suffix('!') {
            out.push_str(before);
        } else {
            out.push_str(before);
            out.push_str(inner.rsplit('|').next().unwrap_or(inner));
        }
        rest = behind;
    }
    out + rest
}

/// Without pairs of a mark around words.
fn between(line: &str, mark: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once(mark) {
        let closed = after.split_once(mark).filter(|(inner, _)| {
            !inner.is_empty() && !inner.starts_with([' ', '=']) && !inner.ends_with(' ')
        });
        let Some((inner, behind)) = closed else {
            out.push_str(before);
            out.push_str(mark);
            rest = after;
            continue;
        };
        out.push_str(before);
        out.push_str(inner);
        rest = behind;
    }
    out + rest
}

/// Without the name of a block at the end of its line, ` ^a1b2c3`.
fn without_name(line: &str) -> String {
    let end = line.trim_end();
    match end.rsplit_once(" ^") {
        Some((text, name))
            if !name.is_empty()
                && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '-') =>
        {
            format!("{text}{}", &line[end.len()..])
        }
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown() {
        for (text, expected) in [
            ("See [[Quay|the quay]] and [[Roe]].", "See the quay and Roe."),
            ("![[bridge.png]]\nText", "\nText"),
            ("The ==bridge is shut==, a == b.", "The bridge is shut, a == b."),
            ("One. %% mine %%Two.\n%% more\nand more %%\nThree.", "One. Two.\n\n\nThree."),
            ("> [!quote] Roe\n> Shut.\n", "> Roe\n>\n> Shut.\n"),
            ("The end. ^a1b2c3\n", "The end.\n"),
            ("```\na == b == c [[x]]\n```\n", "```\na == b == c [[x]]\n```\n"),
            ("[[never closed", "[[never closed"),
        ] {
            assert_eq!(
                plain(text).trim_end_matches("\n\n"),
                expected.trim_end_matches("\n\n"),
                "{text}"
            );
        }
    }
}
