//! mdBook, run on the pages of one language. Whatever it complains about is a fault.

use std::collections::HashMap;
use std::fmt::{Debug, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};

use enchufe::words::Lang;
use mdbook_driver::MDBook;
use mdbook_driver::book::{Book, BookItem, Chapter, SectionNumber};
use mdbook_driver::config::{Config, HtmlConfig, Search, SearchChapterSettings};
use mdbook_summary::Summary;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::Registry;

use super::contents::{Entry, Listed, pages};
use super::fault::Fault;
use crate::words::{page as words_of_page, site as words_of};
use crate::workbook;

/// Renders a language's pages into the folder `out`. `text` gives the Markdown of each page.
///
/// # Errors
/// What mdBook complained about.
pub fn render(
    root: &Path,
    lang: Lang,
    entries: &[Entry],
    text: &HashMap<&Path, String>,
    out: &Path,
) -> Result<(), Vec<Fault>> {
    let complaints = Complaints::default();
    let heard = Registry::default().with(complaints.clone());
    let result = tracing::subscriber::with_default(heard, || {
        let mut book = MDBook::load_with_config_and_summary(root, config(lang, entries, out)?, Summary::default())?;
        book.book = Book::new_with_items(entries.iter().map(|entry| item(entry, text)).collect());
        book.build()
    });
    // mdBook copies what lies beside the pages, and the folder of the hints with nothing in it.
    let _ = std::fs::remove_dir(out.join("hints"));
    let _ = std::fs::remove_file(out.join("written-from.toml"));
    let mut said = complaints.0.lock().map(|said| said.clone()).unwrap_or_default();
    said.extend(result.err().map(|error| format!("{error:#}")));
    if said.is_empty() {
        return Ok(());
    }
    let folder = Path::new("book").join(lang.code());
    Err(said.into_iter().map(|what| Fault::new(&folder, None, (words_of().renderer_says)(&what))).collect())
}

fn config(lang: Lang, entries: &[Entry], out: &Path) -> Result<Config, mdbook_driver::errors::Error> {
    let words = words_of_page(lang);
    let mut config = Config::default();
    config.book.title = Some(words.title.to_owned());
    config.book.description = Some(words.description.to_owned());
    config.book.language = Some(lang.code().to_owned());
    config.book.src = Path::new("book").join(lang.code());
    config.build.build_dir = out.to_owned();
    // Listings and blocks are ours already, and nothing is to be run.
    config.build.use_default_preprocessors = false;
    config.build.create_missing = false;

    let mut html = HtmlConfig::default();
    html.theme = Some(workbook::page_folder().join("theme"));
    html.preferred_dark_theme = Some("navy".to_owned());
    // Quotation marks are as the writer set them.
    html.smart_punctuation = false;
    html.fold.enable = true;
    // Exercises have numbers; chapters would have others.
    html.no_section_label = true;
    html.playground.runnable = false;
    // The page has an address in every folder, so a page for wrong addresses would find nothing.
    html.input_404 = Some(String::new());
    let mut search = Search::default();
    // The place for it is mdBook's, what finds is ours: see `dress/search.rs`.
    search.copy_js = false;
    let mut left_out = SearchChapterSettings::default();
    left_out.enable = Some(false);
    search.chapter = pages(entries).map(|page| (page.path.display().to_string(), left_out.clone())).collect();
    html.search = Some(search);
    config.set("output.html", html)?;
    Ok(config)
}

fn item(entry: &Entry, text: &HashMap<&Path, String>) -> BookItem {
    match entry {
        Entry::Part(name) => BookItem::PartTitle(name.clone()),
        Entry::Page(page) => BookItem::Chapter(chapter(page, &[], Vec::new(), text)),
    }
}

fn chapter(page: &Listed, above: &[u32], names: Vec<String>, text: &HashMap<&Path, String>) -> Chapter {
    let content = text.get(page.path.as_path()).cloned();
    let mut chapter = match content {
        Some(content) => Chapter::new(&page.name, content, &page.path, names.clone()),
        None => Chapter::new_draft(&page.name, names.clone()),
    };
    let number = page.number.map(|number| [above, &[number]].concat());
    let names = [names, vec![page.name.clone()]].concat();
    let below = page.below.iter();
    chapter.sub_items = below
        .map(|below| BookItem::Chapter(chapter_below(below, number.as_deref().unwrap_or_default(), &names, text)))
        .collect();
    chapter.number = number.map(SectionNumber::new);
    chapter
}

fn chapter_below(page: &Listed, above: &[u32], names: &[String], text: &HashMap<&Path, String>) -> Chapter {
    chapter(page, above, names.to_vec(), text)
}

/// Keeps what mdBook warns of and fails at: it goes on after most of it, and a page would be wrong.
#[derive(Clone, Default)]
struct Complaints(Arc<Mutex<Vec<String>>>);

impl<S: Subscriber> Layer<S> for Complaints {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if *event.metadata().level() > Level::WARN {
            return;
        }
        let mut message = Message(String::new());
        event.record(&mut message);
        if let Ok(mut said) = self.0.lock() {
            said.push(message.0);
        }
    }
}

/// The text of an event.
struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            let _ = write!(self.0, "{value:?}");
        }
    }
}
