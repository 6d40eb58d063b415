//! The code on pages of mistakes and hints is Rust, and in both languages the same: only what is said in it is translated.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use enchufe::words::Lang;
use serde_json::Value;

use super::Looked;
use super::outline::{Book, Fence, Outline};
use crate::site::Fault;
use crate::words::check as words_of;

pub fn look(root: &Path, book: &Book) -> Looked {
    let words = words_of();
    let mut faults = Vec::new();
    for page in book.en.values().filter(has_code) {
        let Some(spanish) = book.es.get(&page.path) else { continue };
        for (one, other) in rust(page).zip(rust(spanish)) {
            if !same_words(&one.body, &other.body) {
                faults.push(spanish.fault(other.line, (words.code_differs)(&page.file(), one.line)));
            }
        }
    }
    let compiled = thread::scope(|scope| {
        let started = Lang::ALL.map(|lang| scope.spawn(move || compile(root, book, lang)));
        started.map(|thread| thread.join().expect("pages are compiled without a panic"))
    });
    for result in compiled {
        match result {
            Ok(wrong) => faults.extend(wrong),
            Err(error) => faults.push(Fault::new("book", None, (words.no_compiler)(&error.to_string()))),
        }
    }
    let count = book.all().filter(has_code).map(|page| rust(page).count()).sum();
    Looked { looked: (words.code_looked_at)(count), faults }
}

fn has_code(page: &&Outline) -> bool {
    page.path.starts_with("mistakes") || page.path.starts_with("hints")
}

fn rust(page: &Outline) -> impl Iterator<Item = &Fence> {
    page.fences.iter().filter(|fence| fence.language == "rust")
}

/// Compiles the code of a language as one library, each piece a module in a file of its own, on the lines that it has on
/// its page. Gives what the compiler refuses.
fn compile(root: &Path, book: &Book, lang: Lang) -> io::Result<Vec<Fault>> {
    let folder = tempfile::tempdir()?;
    let mut library = String::new();
    let mut pages: Vec<&Outline> = Vec::new();
    for page in book.of(lang).values().filter(has_code) {
        for fence in rust(page) {
            let number = pages.len();
            fs::write(folder.path().join(format!("piece{number}.rs")), "\n".repeat(fence.line) + &fence.body)?;
            library += &format!("pub mod piece{number};\n");
            pages.push(page);
        }
    }
    fs::write(folder.path().join("lib.rs"), library)?;
    let output = Command::new("rustc")
        .args(["--edition=2024", "--crate-type=lib", "--crate-name=pages", "--emit=metadata", "--cap-lints=allow"])
        .args(["--error-format=json", "--out-dir"])
        .arg(folder.path())
        .arg(folder.path().join("lib.rs"))
        // A toolchain that is chosen for the workbook is chosen by its folder.
        .current_dir(root)
        .stdin(Stdio::null())
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let refused: Vec<Fault> = said.lines().filter_map(|line| refused(line, &pages)).collect();
    if refused.is_empty() && !output.status.success() {
        return Err(io::Error::other(said));
    }
    Ok(refused)
}

/// A line of the compiler's as a fault, if it is an error in one of the pieces.
fn refused(line: &str, pages: &[&Outline]) -> Option<Fault> {
    let said: Value = serde_json::from_str(line).ok()?;
    let span = said["spans"].as_array()?.iter().find(|span| span["is_primary"] == true)?;
    let file = PathBuf::from(span["file_name"].as_str()?);
    let number: usize = file.file_stem()?.to_str()?.strip_prefix("piece")?.parse().ok()?;
    let line = span["line_start"].as_u64().and_then(|line| usize::try_from(line).ok());
    let is_error = said["level"] == "error";
    is_error
        .then(|| pages[number].fault(line, (words_of().does_not_compile)(said["message"].as_str().unwrap_or_default())))
}

/// Whether two pieces of code are the same but for texts and comments.
fn same_words(one: &str, other: &str) -> bool {
    without_texts(one).eq(&without_texts(other))
}

/// The code without comments, blanks, and what stands in its texts.
fn without_texts(code: &str) -> String {
    let mut kept = String::new();
    let mut rest = code;
    while let Some(letter) = rest.chars().next() {
        let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |at| at + 2)
        } else if letter == '"' {
            kept.push_str("\"\"");
            1 + end_of_text(&rest[1..])
        } else if let Some(length) = raw_text(rest).filter(|_| !kept.ends_with(is_name)) {
            kept.push_str("\"\"");
            length
        } else {
            let length = character(rest).unwrap_or(letter.len_utf8());
            kept.extend(rest[..length].chars().filter(|letter| !letter.is_whitespace()));
            length
        };
        rest = &rest[length..];
    }
    kept
}

/// How long a text is, with the quotation mark behind it.
fn end_of_text(rest: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices() {
        match letter {
            '"' if !escaped => return at + 1,
            _ => escaped = letter == '\\' && !escaped,
        }
    }
    rest.len()
}

/// How long `r"…"` or `r#"…"#` is.
fn raw_text(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let text = after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(rest.len() - text.len() + text.find(&end)? + end.len())
}

/// How long `'x'` or `'\n'` is; `None` for a lifetime.
fn character(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    let length = if inside.starts_with('\\') {
        // The quotation mark that ends it is not the one behind the backslash.
        2 + inside.get(2..)?.find('\'')?
    } else {
        inside.chars().next()?.len_utf8()
    };
    inside[length..].starts_with('\'').then_some(length + 2)
}

#[cfg(test)]
mod tests {
    use super::same_words;

    #[test]
    fn only_what_is_said_may_differ() {
        assert!(same_words("f(\"a // b\"); // one\n", "f(\"\\\"uno\\\"\");"));
        assert!(same_words(
            "let x: &'a str = r#\"a \"b\" c\"#; g('\"', '\\'')",
            "let x: &'a str = r\"d\"; g('\"', '\\'')"
        ));
        assert!(!same_words("f(1); // one", "f(2); // uno"));
        assert!(!same_words("g('a')", "g('b')"));
    }
}
