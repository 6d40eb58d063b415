//! The files that the browser gets beside the pages: which there are, and which a page needs. Each is named by what is in
//! it, so that a browser may keep it for good.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use enchufe::words::Lang;
use serde_json::json;

use super::search::Index;
use crate::blocks::{Kind, explorable_files};
use crate::words::page::script as words_of_script;
use crate::workbook;

/// The folder of ours among mdBook's files.
const FOLDER: &str = "enchufe";

/// What every page has.
const ALWAYS: [&str; 3] = ["book", "progress", "search"];

/// For each file as it is called in `page/`, its name in the book, from the language's folder.
pub struct Assets(BTreeMap<String, String>);

impl Assets {
    /// Writes all of them.
    pub fn write(out: &Path, lang: Lang, index: &Index) -> io::Result<Assets> {
        let mut assets = Assets(BTreeMap::new());
        let searched = assets.put(out, "searchindex.js", index.to_script().as_bytes())?;
        let source = workbook::page_folder();
        for path in files(&source)? {
            let name = path.strip_prefix(&source).unwrap_or(&path).display().to_string().replace('\\', "/");
            let mut bytes = fs::read(&path)?;
            if name == "book.js" {
                let known = json!({ "lang": lang.code(), "words": words_of_script(lang), "searched": searched });
                bytes = [format!("window.enchufe = {known};\n").into_bytes(), bytes].concat();
            }
            assets.put(out, &name, &bytes)?;
        }
        Ok(assets)
    }

    fn put(&mut self, out: &Path, name: &str, bytes: &[u8]) -> io::Result<String> {
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        let (stem, kind) = name.rsplit_once('.').unwrap_or((name, ""));
        let named = format!("{FOLDER}/{stem}-{:08x}.{kind}", hasher.finish() as u32);
        let path = out.join(&named);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, bytes)?;
        self.0.insert(name.to_owned(), named.clone());
        Ok(named)
    }

    /// The links to styles and scripts that a page with this text needs: those of the kinds of blocks that stand on it,
    /// and of each explorable.
    pub fn links(&self, text: &str, to_root: &str) -> (String, String) {
        let (mut styles, mut scripts) = (String::new(), String::new());
        let kinds = Kind::ALL.into_iter().map(Kind::name).filter(|kind| stands_on(text, kind));
        let both = |name: &str| [format!("{name}.css"), format!("{name}.js")];
        let wanted = ALWAYS.into_iter().chain(kinds).flat_map(both).chain(explorable_files(text));
        for file in wanted.filter_map(|name| self.0.get(&name)) {
            if file.ends_with(".css") {
                styles += &format!("<link rel=\"stylesheet\" href=\"{to_root}{file}\">\n");
            } else {
                scripts += &format!("<script src=\"{to_root}{file}\"></script>\n");
            }
        }
        (styles, scripts)
    }
}

/// Whether a block of a kind is on a page: the block's own element has its kind for a class.
fn stands_on(text: &str, kind: &str) -> bool {
    text.contains(&format!("class=\"{kind}\"")) || text.contains(&format!("class=\"{kind} "))
}

/// Styles and scripts in a folder and the folders in it; not those that take the place of mdBook's own.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with("theme") {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|kind| kind == "js" || kind == "css") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
