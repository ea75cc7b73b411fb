//! What confinement a child has on this machine: asked of a child that reads nothing.

use std::process::Stdio;

use parallax_confine::ReaderConfinement;

use super::WorkerProgram;

/// Starts a child that only says what confines it. `None` when it did not start or
/// made no sense.
#[must_use]
pub fn probe_confinement(program: &WorkerProgram) -> Option<ReaderConfinement> {
    let mut command = program.command(true);
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    decode(std::str::from_utf8(&output.stdout).ok()?)
}

/// Three words, `yes` or `no` each.
pub(super) fn encode(confinement: ReaderConfinement) -> String {
    let ReaderConfinement { is_limited, has_no_files, has_few_calls } = confinement;
    [is_limited, has_no_files, has_few_calls]
        .map(|holds| if holds { "yes" } else { "no" })
        .join(" ")
}

fn decode(text: &str) -> Option<ReaderConfinement> {
    let holds: Vec<bool> = text
        .split(' ')
        .map(|word| match word {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        })
        .collect::<Option<_>>()?;
    let [is_limited, has_no_files, has_few_calls] = holds.try_into().ok()?;
    Some(ReaderConfinement { is_limited, has_no_files, has_few_calls })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_is_what_is_read() {
        let partly =
            ReaderConfinement { is_limited: true, has_no_files: false, has_few_calls: true };
        assert_eq!(decode(&encode(partly)), Some(partly));
        assert_eq!(decode("yes no"), None);
        assert_eq!(decode(""), None);
    }
}
