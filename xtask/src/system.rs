//! System packages: the window's toolkit, and what drives a window in tests.
//!
//! On Debian and Ubuntu they are installed through apt, after asking when we are
//! not root. Anywhere else we look whether they are there and name what is not.

use std::io::{IsTerminal, Write};
use std::process::Command;

use crate::command::{answer, run};
use crate::error::TaskError;
use crate::workspace::Workspace;

/// What building and running the window needs.
const FOR_BUILDING: &[&str] =
    &["build-essential", "libwebkit2gtk-4.1-dev", "librsvg2-dev", "pkg-config"];

/// What the window tests add: a display, a window manager, a driver for the web
/// view, a source of native drags, a network namespace, a tracer that shows calls and lets
/// them fail, Tesseract with the languages that scans are read in, and fonts to draw scans.
const FOR_TESTS: &[&str] = &[
    "dbus-x11",
    "fonts-dejavu-core",
    "fonts-urw-base35",
    "fonts-wqy-microhei",
    "gir1.2-gtk-3.0",
    "imagemagick",
    "iproute2",
    "openbox",
    "python3-gi",
    "strace",
    "tesseract-ocr",
    "tesseract-ocr-chi-sim",
    "tesseract-ocr-deu",
    "tesseract-ocr-eng",
    "tesseract-ocr-fra",
    "tesseract-ocr-osd",
    "tesseract-ocr-rus",
    "tesseract-ocr-spa",
    "webkit2gtk-driver",
    "xdotool",
    "xvfb",
];

/// What writes and looks at packages.
const FOR_PACKING: &[&str] =
    &["appstream", "cpio", "desktop-file-utils", "dpkg-dev", "lintian", "minisign", "rpm"];

/// What a bare system in a folder is made with, and its window looked at.
const FOR_CHECKING: &[&str] = &["debootstrap", "imagemagick", "openbox", "xdotool", "xvfb"];

/// The programs behind [`FOR_TESTS`], for systems without apt.
const TEST_PROGRAMS: &[&str] =
    &["Xvfb", "WebKitWebDriver", "openbox", "xdotool", "import", "ip", "strace"];

/// Makes sure that what building needs is installed.
pub(crate) fn for_building(workspace: &Workspace) -> Result<String, TaskError> {
    if has_apt() {
        return install(workspace, FOR_BUILDING);
    }
    elsewhere()
}

/// Makes sure that what the window tests need is installed.
pub(crate) fn for_tests(workspace: &Workspace) -> Result<String, TaskError> {
    if has_apt() {
        return install(workspace, FOR_TESTS);
    }
    if !cfg!(target_os = "linux") {
        return Ok("window tests run on Linux only; they will be skipped".into());
    }
    let absent: Vec<&str> = TEST_PROGRAMS.iter().copied().filter(|name| !on_path(name)).collect();
    if absent.is_empty() {
        return Ok("all there".into());
    }
    Err(TaskError::Missing {
        what: format!("the window tests need {}", absent.join(", ")),
        hint: "install them with your package manager, and Python 3 with GTK 3 bindings".into(),
    })
}

/// Makes sure that what writes packages is installed, where apt can say so. Elsewhere what
/// has no tool is left out.
pub(crate) fn for_packing(workspace: &Workspace) -> Result<String, TaskError> {
    if has_apt() { install(workspace, FOR_PACKING) } else { Ok("not through apt here".into()) }
}

/// Makes sure that packages can be tried on a bare system.
pub(crate) fn for_checking(workspace: &Workspace) -> Result<String, TaskError> {
    if has_apt() {
        return install(workspace, FOR_CHECKING);
    }
    Err(TaskError::Missing {
        what: "packages are tried on a bare Debian system, made by debootstrap".into(),
        hint: "run this on Debian or Ubuntu".into(),
    })
}

fn has_apt() -> bool {
    on_path("apt-get") && on_path("dpkg-query")
}

fn on_path(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join(program).is_file()))
}

fn install(workspace: &Workspace, wanted: &[&'static str]) -> Result<String, TaskError> {
    let absent = not_installed(wanted);
    if absent.is_empty() {
        return Ok(format!("{} packages already there", wanted.len()));
    }
    let sudo = may_install(&absent)?;
    let apt = |arguments: &[&str]| {
        let mut command = if sudo { workspace.command("sudo") } else { workspace.command("env") };
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]).args(arguments);
        command
    };
    run(&mut apt(&["update"]), Some("is the network reachable, and apt not busy elsewhere?"))?;
    let arguments = [&["install", "-y", "--no-install-recommends"], absent.as_slice()].concat();
    run(&mut apt(&arguments), Some("`apt-get install` said why above"))?;
    Ok(format!("{} packages installed: {}", absent.len(), absent.join(" ")))
}

fn not_installed(wanted: &[&'static str]) -> Vec<&'static str> {
    let is_installed = |name: &str| {
        let mut query = Command::new("dpkg-query");
        answer(query.args(["--show", "--showformat=${db:Status-Status}", name]))
            .is_some_and(|status| status.starts_with("installed"))
    };
    wanted.iter().copied().filter(|name| !is_installed(name)).collect()
}

/// Whether apt needs sudo; an error when nobody can be asked, or says no.
fn may_install(absent: &[&str]) -> Result<bool, TaskError> {
    if answer(Command::new("id").arg("-u")).as_deref() == Some("0") {
        return Ok(false);
    }
    let packages = absent.join(" ");
    if std::io::stdin().is_terminal() && agrees(&packages)? {
        return Ok(true);
    }
    Err(TaskError::Missing {
        what: format!("these system packages are missing: {packages}"),
        hint: format!(
            "run `sudo apt-get update && sudo apt-get install {packages}`, then try again"
        ),
    })
}

fn agrees(packages: &str) -> Result<bool, TaskError> {
    print!("      install {packages} with sudo apt-get? [Y/n] ");
    std::io::stdout().flush()?;
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(matches!(line.trim(), "" | "y" | "Y" | "yes"))
}

/// Systems without apt: look, and name what to install.
fn elsewhere() -> Result<String, TaskError> {
    let (is_there, what, hint) = if cfg!(target_os = "linux") {
        let mut query = Command::new("pkg-config");
        (
            answer(query.args(["--exists", "webkit2gtk-4.1", "librsvg-2.0"])).is_some(),
            "the development files of webkit2gtk 4.1 and librsvg are missing",
            "Fedora: `sudo dnf install webkit2gtk4.1-devel librsvg2-devel gcc pkgconf`; \
             Arch: `sudo pacman -S webkit2gtk-4.1 librsvg base-devel`",
        )
    } else if cfg!(target_os = "macos") {
        (
            answer(Command::new("xcode-select").arg("-p")).is_some(),
            "Apple's command line tools are missing",
            "run `xcode-select --install`",
        )
    } else {
        // WebView2 comes with Windows 11, the linker with the Rust installer's own check.
        (true, "", "")
    };
    if is_there {
        return Ok("already there".into());
    }
    Err(TaskError::Missing { what: what.into(), hint: hint.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_looked_up_on_the_path() {
        assert!(!on_path("no-such-program"));
        assert!(on_path("cargo") || on_path("cargo.exe"));
    }

    #[test]
    fn an_unknown_package_counts_as_missing() {
        assert_eq!(not_installed(&["no-such-package-of-ours"]), ["no-such-package-of-ours"]);
    }
}
