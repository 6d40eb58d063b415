//! From `book/en` and `book/es` to a folder of HTML.
//!
//! Contents → each page prepared → mdBook → each page dressed. Nothing is written to its place before all of it is right.

mod contents;
mod dress;
mod fault;
mod folder;
mod include;
pub mod mistakes;
mod render;
mod source;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use enchufe::catalog::{self, Exercise};
use enchufe::words::Lang;

pub use contents::alphabetical;
pub use fault::Fault;
pub use folder::{Folder, tidy_up, tidy_up_when_stopped};
pub use source::{Prepared, is_id, prepare};

use crate::blocks::Page;
use crate::record;
use crate::terminal;
use crate::words::{page as words_of_page, site as words_of};
use contents::{Entry, Listed, pages};

/// What a book was made of.
pub struct Built {
    pub pages: usize,
    pub took: Duration,
    /// What was left out of a draft.
    pub missing: Vec<Fault>,
}

/// As [`build`], for readers elsewhere: unless it is a draft, nothing that it shows is older than the programs it was
/// recorded from. Whoever changes an example to learn from it can go on reading the book that is served.
///
/// # Errors
/// Everything that is wrong.
pub fn publish(root: &Path, out: &Path, drafts: bool) -> Result<Built, Vec<Fault>> {
    let built = build(root, out, drafts)?;
    let stale = if drafts { Vec::new() } else { record::stale(root) };
    if stale.is_empty() { Ok(built) } else { Err(stale.into_iter().map(Fault::from).collect()) }
}

/// Makes the book of the workbook `root` in the folder `out`, which is there and empty. With `drafts` whatever is missing
/// is left out, and a page shows what is wrong on it.
///
/// # Errors
/// Everything that is wrong.
pub fn build(root: &Path, out: &Path, drafts: bool) -> Result<Built, Vec<Fault>> {
    let began = Instant::now();
    let exercises = catalog::exercises(&root.join("exercises"))
        .map_err(|error| vec![Fault::new("exercises", None, error.to_string())])?;
    let places = mistakes::places(root, &exercises);
    let [en, es] = Lang::ALL.map(|lang| contents::read(root, lang));
    let (en, es) = match (en, es) {
        (Ok(en), Ok(es)) => (en, es),
        (en, es) => return Err([en.err(), es.err()].into_iter().flatten().collect()),
    };
    let there = |entries: &[Entry]| pages(entries).map(|page| page.path.clone()).collect::<BTreeSet<_>>();
    let (in_english, in_spanish) = (there(&en.0), there(&es.0));
    let of = |lang, (entries, faults), elsewhere| Edition {
        root,
        lang,
        entries,
        faults,
        exercises: &exercises,
        places: &places,
        elsewhere,
        drafts,
    };
    let editions = [of(Lang::En, en, in_spanish), of(Lang::Es, es, in_english)];
    let made: Vec<Result<Built, Vec<Fault>>> = thread::scope(|scope| {
        let started = editions.map(|edition| scope.spawn(move || edition.make(&out.join(edition.lang.code()))));
        started.map(|thread| thread.join().expect("a language is made without a panic")).into()
    });
    let mut built = Built { pages: 0, took: Duration::ZERO, missing: Vec::new() };
    let mut faults = Vec::new();
    for language in made {
        match language {
            Ok(made) => {
                built.pages += made.pages;
                built.missing.extend(made.missing);
            }
            Err(wrong) => faults.extend(wrong),
        }
    }
    faults.sort();
    if !faults.is_empty() {
        return Err(faults);
    }
    let index = dress::index();
    fs::write(out.join("index.html"), index).map_err(|error| vec![unwritable(out, &error)])?;
    built.took = began.elapsed();
    Ok(built)
}

/// Tells what is wrong, on standard error.
pub fn tell(faults: &[Fault]) {
    for fault in faults {
        terminal::complain(fault);
    }
    terminal::complain((words_of().faults)(faults.len()));
}

/// Tells what was left out of a draft.
pub fn tell_missing(missing: &[Fault]) {
    if !missing.is_empty() {
        missing.iter().for_each(terminal::complain);
        terminal::complain((words_of().left_out)(missing.len()));
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> Fault {
    Fault::new(path, None, (words_of().not_writable)(path, &error.to_string()))
}

/// The book in one language.
struct Edition<'a> {
    root: &'a Path,
    lang: Lang,
    entries: Vec<Entry>,
    faults: Vec<Fault>,
    exercises: &'a [Exercise],
    places: &'a mistakes::Places,
    /// The pages that there are in the other language.
    elsewhere: BTreeSet<PathBuf>,
    drafts: bool,
}

impl Edition<'_> {
    fn make(&self, out: &Path) -> Result<Built, Vec<Fault>> {
        let mut faults = self.faults.clone();
        let mut text = HashMap::new();
        for page in pages(&self.entries) {
            let (markdown, wrong) = self.prepare(page);
            faults.extend(wrong);
            text.insert(page.path.as_path(), markdown);
        }
        if !faults.is_empty() && !self.drafts {
            return Err(faults);
        }
        render::render(self.root, self.lang, &self.entries, &text, out)?;
        let pages: Vec<&Listed> = pages(&self.entries).collect();
        dress::dress(out, self.lang, &pages, &self.elsewhere)?;
        Ok(Built { pages: pages.len(), took: Duration::ZERO, missing: faults })
    }

    /// A page's Markdown, and what is wrong with it.
    fn prepare(&self, listed: &Listed) -> (String, Vec<Fault>) {
        let path = Path::new("book").join(self.lang.code()).join(&listed.path);
        let text = match fs::read_to_string(self.root.join(&path)) {
            Ok(text) => text,
            Err(error) => {
                let wrong = Fault::new(path, None, (words_of().unreadable)(&error.to_string()));
                return (String::new(), vec![wrong]);
            }
        };
        let page = Page { root: self.root, lang: self.lang, path: &listed.path };
        let mut prepared = source::prepare(&text.replace("\r\n", "\n"), &page);
        if listed.path.starts_with("mistakes") {
            self.name_below_title(&mut prepared.markdown, &listed.path);
            prepared.markdown += &self.made_in(&listed.path);
        }
        (prepared.markdown, prepared.faults)
    }

    /// Says under the title of a mistake's page what reports call it, so that who has read that finds the page.
    fn name_below_title(&self, markdown: &mut String, path: &Path) {
        let Some(end) = markdown.find('\n').filter(|_| markdown.starts_with("# ")) else { return };
        markdown.insert_str(end, &format!("\n\n{}", (words_of_page(self.lang).its_name)(&slug(path))));
    }

    /// What is said under a mistake's page: the exercises in which it is made.
    fn made_in(&self, path: &Path) -> String {
        let Some(places) = self.places.get(slug(path).as_ref()) else { return String::new() };
        let there: BTreeMap<String, ()> =
            pages(&self.entries).map(|page| (page.path.display().to_string(), ())).collect();
        let line = |exercise: &Exercise| {
            let name = format!("{:02} `{}`", exercise.number, exercise.slug);
            let chapter = format!("{}.md", exercise.chapter);
            let title = exercise.title.get(self.lang);
            match there.contains_key(&chapter) {
                true => format!("- [{name}](../{chapter}#the-exercise) · {title}\n"),
                false => format!("- {name} · {title}\n"),
            }
        };
        let lines: String =
            self.exercises.iter().filter(|exercise| places.contains(&exercise.slug)).map(line).collect();
        format!("\n\n## {} {{#made-in}}\n\n{lines}", words_of_page(self.lang).made_in)
    }
}

/// The name of a mistake, by its page.
fn slug(path: &Path) -> Cow<'_, str> {
    path.file_stem().unwrap_or_default().to_string_lossy()
}
