//! Runs other programs: their words go to the terminal, their failure is an error.

use std::process::{Command, Stdio};

use crate::error::TaskError;

/// Runs to the end; a non-zero exit is an error that carries `hint`.
pub(crate) fn run(command: &mut Command, hint: Option<&'static str>) -> Result<(), TaskError> {
    let status = command.status().map_err(|source| cannot_start(command, source))?;
    if status.success() {
        return Ok(());
    }
    Err(TaskError::Failed { command: in_words(command), status, hint })
}

/// Runs to the end and returns what was printed on stdout.
pub(crate) fn output(command: &mut Command) -> Result<String, TaskError> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|source| cannot_start(command, source))?;
    if !output.status.success() {
        let (command, status) = (in_words(command), output.status);
        return Err(TaskError::Failed { command, status, hint: None });
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What a program prints on stdout, trimmed; `None` if it is missing or fails.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

fn cannot_start(command: &Command, source: std::io::Error) -> TaskError {
    TaskError::CannotStart { program: command.get_program().to_string_lossy().into_owned(), source }
}

/// The program's name and arguments as one would type them.
fn in_words(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let name = program.file_name().unwrap_or(command.get_program());
    std::iter::once(name)
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failure_names_the_command_as_typed() {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", "exit 3"]);
        let error = run(&mut command, Some("do better")).unwrap_err();
        assert!(error.to_string().starts_with("`sh -c exit 3` failed"), "{error}");
        assert_eq!(error.hint(), Some("do better"));
        assert_eq!(answer(&mut command), None);
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run(&mut Command::new("no-such-program"), None).unwrap_err();
        assert_eq!(error.to_string(), "cannot start `no-such-program`");
    }
}
