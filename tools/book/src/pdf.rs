//! `cargo lab book pdf`: the book in one language, printed by Chromium.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use enchufe::words::Lang;

use crate::problem::Problem;
use crate::site;
use crate::terminal;
use crate::words::general;

/// Writes it to `out`.
pub fn run(root: &Path, out: &Path, lang: Lang, drafts: bool) -> ExitCode {
    site::tidy_up_when_stopped(130);
    let words = general();
    let Some(chromium) = chromium() else {
        return Problem::new(words.no_chromium).advise(words.install_chromium).tell();
    };
    // Whether it can be written is known before anything takes long.
    if let Err(error) = fs::OpenOptions::new().create(true).append(true).open(out) {
        return Problem::new((words.pdf_not_written)(out, &error.to_string())).tell();
    }
    let printed = print(root, &chromium, out, lang, drafts);
    if fs::metadata(out).is_ok_and(|file| file.len() == 0) {
        let _ = fs::remove_file(out);
    }
    match printed {
        Ok(kilobytes) => {
            terminal::say((words.pdf_written)(out, kilobytes));
            ExitCode::SUCCESS
        }
        Err(code) => code,
    }
}

/// Builds and prints the book. Gives the size in KB; or the exit code, when what is wrong has been told.
fn print(root: &Path, chromium: &Path, out: &Path, lang: Lang, drafts: bool) -> Result<u64, ExitCode> {
    let words = general();
    let failed = |why: &str| Problem::new((words.chromium_failed)(why)).tell();
    let folder = site::Folder::temporary().map_err(|problem| problem.tell())?;
    let built = site::publish(root, folder.path(), drafts).map_err(|faults| {
        site::tell(&faults);
        ExitCode::FAILURE
    })?;
    site::tell_missing(&built.missing);
    terminal::say(words.printing);
    let page = folder.path().join(lang.code()).join("print.html");
    let pdf = folder.path().join("book.pdf");
    let mut command = Command::new(chromium);
    command.args(["--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking"]);
    command.args(["--disable-dev-shm-usage", "--no-pdf-header-footer", "--generate-pdf-document-outline"]);
    command.arg(format!("--user-data-dir={}", folder.path().join("profile").display()));
    command.arg(format!("--print-to-pdf={}", pdf.display())).arg(format!("file://{}", page.display()));
    if is_root() {
        // It refuses to start otherwise, and the only page it sees is ours.
        command.arg("--no-sandbox");
    }
    let output = command.stdin(Stdio::null()).output().map_err(|error| failed(&error.to_string()))?;
    if !output.status.success() || !pdf.is_file() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(failed(said.lines().next_back().unwrap_or(&output.status.to_string())));
    }
    let size = fs::copy(&pdf, out);
    let unwritten = |error: std::io::Error| Problem::new((words.pdf_not_written)(out, &error.to_string())).tell();
    Ok(size.map_err(unwritten)?.div_ceil(1024))
}

/// Chromium, by the names that it has.
pub fn chromium() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome", "chrome", "chrome.exe"];
    let path = std::env::var_os("PATH")?;
    names
        .iter()
        .find_map(|name| std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file()))
}

#[cfg(unix)]
fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}
