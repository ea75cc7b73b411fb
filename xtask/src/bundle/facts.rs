//! What a package says of itself: version, commit, time, platform, who made it.
//!
//! Invariant: all of it comes from the source tree and its history, or from the variables
//! `SOURCE_DATE_EPOCH` and `PARALLAX_MAINTAINER`; never from the clock.

use std::time::{Duration, SystemTime};

use crate::command::answer;
use crate::error::TaskError;
use crate::workspace::Workspace;

/// What is known before anything is built.
pub(crate) struct Facts {
    /// `0.2.0`.
    pub(crate) version: String,
    /// Ten digits of the commit, `+changes` behind it where the tree has some.
    pub(crate) commit: String,
    /// Seconds since 1970 that every time in a package is.
    pub(crate) epoch: u64,
    /// `Name <address>`.
    pub(crate) maintainer: String,
}

impl Facts {
    /// # Errors
    /// Where the tree is no git repository, or its version cannot be read.
    pub(crate) fn of(workspace: &Workspace) -> Result<Self, TaskError> {
        let commit = git(workspace, &["rev-parse", "--short=10", "HEAD"])?;
        let is_clean = git(workspace, &["status", "--porcelain"])?.is_empty();
        let epoch = match std::env::var("SOURCE_DATE_EPOCH") {
            Ok(named) => named,
            Err(_) => git(workspace, &["log", "-1", "--format=%ct"])?,
        };
        let maintainer = match std::env::var("PARALLAX_MAINTAINER") {
            Ok(named) => named,
            Err(_) => git(workspace, &["log", "-1", "--format=%an <%ae>"])?,
        };
        Ok(Self {
            version: version(workspace)?,
            commit: if is_clean { commit } else { format!("{commit}+changes") },
            epoch: epoch.trim().parse().map_err(|_| TaskError::Missing {
                what: format!("`{epoch}` is no time: seconds since 1970 are wanted"),
                hint: "unset SOURCE_DATE_EPOCH, or set it to a whole number".into(),
            })?,
            maintainer,
        })
    }

    /// `parallax-0.2.0`.
    pub(crate) fn name(&self) -> String {
        format!("parallax-{}", self.version)
    }

    /// The time every file in a package has.
    pub(crate) fn time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(self.epoch)
    }

    /// The day in UTC, `2031-01-05`.
    pub(crate) fn day(&self) -> String {
        let (year, month, day) = civil(self.epoch / 86_400);
        format!("{year}-{month:02}-{day:02}")
    }

    /// As Debian's changelogs have it: `Sun, 05 Jan 2031 14:03:00 +0000`.
    pub(crate) fn mail_date(&self) -> String {
        const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let (days, seconds) = (self.epoch / 86_400, self.epoch % 86_400);
        let (year, month, day) = civil(days);
        let weekday = DAYS[usize::try_from(days % 7).unwrap_or(0)];
        let month = MONTHS[usize::try_from(month - 1).unwrap_or(0)];
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        format!("{weekday}, {day:02} {month} {year} {hour:02}:{minute:02}:{second:02} +0000")
    }
}

/// `x86_64-linux`, as archives are named for it.
pub(crate) fn platform() -> String {
    format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS)
}

/// Year, month and day of a day counted from 1970-01-01.
/// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
fn civil(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + u64::from(month <= 2), month, day)
}

/// The version of the workspace.
pub(crate) fn version(workspace: &Workspace) -> Result<String, TaskError> {
    let path = workspace.path("Cargo.toml");
    let table: Option<toml::Table> = fs_err::read_to_string(&path)?.parse().ok();
    let version = table.as_ref().and_then(|table| {
        table.get("workspace")?.get("package")?.get("version")?.as_str().map(str::to_owned)
    });
    version.ok_or_else(|| TaskError::Page { path, what: "no workspace.package.version".into() })
}

/// What git says, trimmed.
pub(crate) fn git(workspace: &Workspace, arguments: &[&str]) -> Result<String, TaskError> {
    answer(workspace.command("git").args(arguments)).ok_or_else(|| TaskError::Missing {
        what: format!("`git {}` has no answer", arguments.join(" ")),
        hint: "packages are made from a clone of the repository, with git installed".into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_calendars_have_them() {
        let facts = |epoch| Facts {
            version: "1.2.3".into(),
            commit: "0123456789".into(),
            epoch,
            maintainer: "A <a@b>".into(),
        };
        // date --utc --date=@N
        assert_eq!(facts(0).mail_date(), "Thu, 01 Jan 1970 00:00:00 +0000");
        assert_eq!(facts(951_826_155).mail_date(), "Tue, 29 Feb 2000 12:09:15 +0000");
        assert_eq!(facts(1_925_128_980).mail_date(), "Thu, 02 Jan 2031 14:03:00 +0000");
        assert_eq!(facts(1_798_761_599).day(), "2026-12-31");
        assert_eq!(facts(1_798_761_600).day(), "2027-01-01");
    }

    #[test]
    fn the_version_is_the_one_of_the_workspace() {
        assert_eq!(version(&Workspace::find()).unwrap(), env!("CARGO_PKG_VERSION"));
    }
}
