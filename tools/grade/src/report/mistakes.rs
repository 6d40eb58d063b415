//! The pages of the mistakes, read once: title and question in each language.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use enchufe::mistake;
use enchufe::words::Lang;

use crate::class::Class;

/// What is said of a mistake. One without a page is called by its slug.
#[derive(Debug, Clone, Default)]
pub struct Named {
    pub title: String,
    pub question: String,
}

#[derive(Debug, Default)]
pub struct Mistakes {
    known: BTreeMap<(String, &'static str), Named>,
}

impl Mistakes {
    /// Those that somebody in the class made.
    pub fn of(class: &Class) -> Mistakes {
        let mut mistakes = Mistakes::default();
        let Some(root) = root(class) else { return mistakes };
        let tests = class.submissions.iter().flat_map(|submission| &submission.exercises);
        for slug in tests.flat_map(|exercise| &exercise.tests).filter_map(|test| test.mistake.as_deref()) {
            for lang in Lang::ALL {
                let read = || {
                    let page = mistake::page(&root, slug, lang).ok();
                    page.map_or_else(|| unnamed(slug), |page| Named { title: page.title, question: page.ask_yourself })
                };
                mistakes.known.entry((slug.to_owned(), lang.code())).or_insert_with(read);
            }
        }
        mistakes
    }

    pub fn named(&self, slug: &str, lang: Lang) -> Named {
        self.known.get(&(slug.to_owned(), lang.code())).cloned().unwrap_or_else(|| unnamed(slug))
    }
}

fn unnamed(slug: &str) -> Named {
    Named { title: slug.to_owned(), question: String::new() }
}

/// The workbook's folder: exercises stand in `exercises/NN-name`.
fn root(class: &Class) -> Option<PathBuf> {
    class.exercises.first().and_then(|exercise| exercise.folder.ancestors().nth(2)).map(Path::to_owned)
}
