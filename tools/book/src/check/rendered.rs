//! The book as browsers get it: for each page its ids, and all that it refers to.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};

/// All of it.
pub struct Site {
    /// By their paths in the site, such as `en/ports.html`.
    pub pages: BTreeMap<PathBuf, Rendered>,
    /// The size of every file, in bytes.
    pub files: BTreeMap<PathBuf, u64>,
    /// Text of style sheets and scripts.
    pub texts: BTreeMap<PathBuf, String>,
}

/// A page.
#[derive(Default)]
pub struct Rendered {
    pub ids: BTreeSet<String>,
    pub twice: BTreeSet<String>,
    pub classes: BTreeSet<String>,
    pub refers: Vec<Reference>,
    /// Pictures and frames that a screen reader cannot name: the tag as it is written.
    pub nameless: Vec<String>,
    /// Bytes of the page's own text: what stands in its `main`.
    pub own: u64,
    /// Text of its styles.
    pub styles: String,
    /// Text of its scripts.
    pub scripts: String,
    pub title: String,
}

/// What a page refers to.
pub struct Reference {
    pub how: How,
    pub to: String,
    /// Whether it stands in the page's own text, not around it.
    pub in_main: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// A reader may follow it.
    Link,
    /// The browser loads it with the page.
    Load,
    /// Another element of the same page.
    Id,
}

impl Site {
    pub fn read(folder: &Path) -> io::Result<Site> {
        let mut site = Site { pages: BTreeMap::new(), files: BTreeMap::new(), texts: BTreeMap::new() };
        for path in files(folder)? {
            let inside = path.strip_prefix(folder).unwrap_or(&path).to_owned();
            site.files.insert(inside.clone(), fs::metadata(&path)?.len());
            match inside.extension().and_then(|kind| kind.to_str()) {
                Some("html") => drop(site.pages.insert(inside, Rendered::of(&fs::read_to_string(&path)?))),
                Some("css" | "js") => drop(site.texts.insert(inside, fs::read_to_string(&path)?)),
                _ => {}
            }
        }
        Ok(site)
    }

    /// Whether an address leads somewhere: to a file, and where it has a fragment, to an id on that page.
    pub fn leads(&self, from: &Path, to: &str) -> Leads {
        let (address, fragment) = to.split_once('#').map_or((to, None), |(address, id)| (address, Some(id)));
        let address = address.split('?').next().unwrap_or_default();
        let path = if address.is_empty() { Some(from.to_owned()) } else { resolve(from, &unescaped(address)) };
        let Some(path) = path.filter(|path| self.files.contains_key(path)) else { return Leads::Nowhere };
        let id = fragment.filter(|id| !id.is_empty() && !id.starts_with(":~:"));
        match (id, self.pages.get(&path)) {
            (Some(id), Some(page)) if !page.ids.contains(&unescaped(id)) => Leads::NoSuchId(path),
            _ => Leads::To(path),
        }
    }
}

/// Where an address leads.
#[derive(Debug, PartialEq, Eq)]
pub enum Leads {
    To(PathBuf),
    Nowhere,
    /// There is a page, without the id.
    NoSuchId(PathBuf),
}

/// The path in the site that an address means on a page; `None` outside of the site.
pub fn resolve(from: &Path, address: &str) -> Option<PathBuf> {
    let mut path = from.parent().unwrap_or(Path::new("")).to_owned();
    for part in Path::new(address).components() {
        match part {
            Component::Normal(name) => path.push(name),
            Component::CurDir => {}
            Component::ParentDir => path.pop().then_some(())?,
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(path)
}

/// Without `%XX`.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let code = after.get(..2).and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        match code.filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

impl Rendered {
    pub fn of(html: &str) -> Rendered {
        let reader = Tokenizer::new(Reader::default(), Default::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(html));
        // It stops nowhere: no script is run.
        let _ = reader.feed(&input);
        reader.end();
        let mut page = reader.sink.0.into_inner().page;
        let main = html.find("<main>").zip(html.rfind("</main>"));
        page.own = main.map_or(0, |(from, to)| to.saturating_sub(from) as u64);
        page
    }
}

/// Takes in the tags of a page, one after the other.
#[derive(Default)]
struct Reader(RefCell<Reading>);

#[derive(Default)]
struct Reading {
    page: Rendered,
    in_main: bool,
    /// The text that comes is that of this element.
    inside: Option<&'static str>,
    /// An `svg` that a title must name, which is to come next.
    wants_title: Option<String>,
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut reading = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => reading.start(&tag),
            Token::TagToken(tag) => {
                reading.in_main &= &*tag.name != "main";
                reading.inside = None;
                TokenSinkResult::Continue
            }
            Token::CharacterTokens(text) => {
                reading.text(&text);
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

impl Reading {
    fn text(&mut self, text: &str) {
        match self.inside {
            Some("title") => self.page.title.push_str(text),
            Some("style") => self.page.styles.push_str(text),
            Some("script") => self.page.scripts.push_str(text),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        if let Some(svg) = self.wants_title.take()
            && name != "title"
        {
            self.page.nameless.push(svg);
        }
        self.in_main |= name == "main";
        let attribute = |wanted: &str| tag.attrs.iter().find(|it| &*it.name.local == wanted).map(|it| &*it.value);
        if let Some(id) = attribute("id")
            && !self.page.ids.insert(id.to_owned())
        {
            self.page.twice.insert(id.to_owned());
        }
        let classes = attribute("class").unwrap_or_default().split_whitespace();
        self.page.classes.extend(classes.map(str::to_owned));
        for it in &tag.attrs {
            self.attribute(name, &it.name.local, &it.value, attribute("rel").unwrap_or_default());
        }
        let is_named =
            |keys: &[&str]| keys.iter().any(|key| attribute(key).is_some_and(|text| !text.trim().is_empty()));
        let is_hidden = attribute("aria-hidden") == Some("true");
        let shown = || {
            let attributes = tag.attrs.iter().map(|it| format!(" {}=\"{}\"", it.name.local, it.value));
            format!("<{name}{}>", attributes.collect::<String>())
        };
        match name {
            "svg" if attribute("role") == Some("img") && !is_named(&["aria-label", "aria-labelledby"]) => {
                self.wants_title = Some(shown());
            }
            // An empty text says that it is there for beauty.
            "img" if attribute("alt").is_none() => self.page.nameless.push(shown()),
            "iframe" if !is_hidden && !is_named(&["title", "aria-label"]) => self.page.nameless.push(shown()),
            _ => {}
        }
        let inside = ["title", "style", "script"].into_iter().find(|inside| *inside == name);
        // The title of a picture is not that of the page.
        self.inside = inside.filter(|inside| *inside != "title" || self.page.title.is_empty());
        match name {
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" => TokenSinkResult::RawData(RawKind::Rawtext),
            "textarea" | "title" => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }

    fn attribute(&mut self, element: &str, key: &str, value: &str, rel: &str) {
        let loads =
            ["stylesheet", "icon", "preload", "prefetch", "modulepreload", "manifest", "dns-prefetch", "preconnect"];
        let how = match (element, key) {
            ("link", "href") if rel.split_whitespace().any(|rel| loads.contains(&rel)) => How::Load,
            ("image" | "use" | "feImage", "href") => How::Load,
            (_, "href" | "action" | "formaction" | "cite") => How::Link,
            (_, "src" | "poster" | "data" | "background") => How::Load,
            (_, "aria-labelledby" | "aria-describedby" | "aria-details" | "aria-owns" | "for" | "list" | "headers") => {
                How::Id
            }
            (_, "style") => {
                self.page.styles.push_str(value);
                self.page.styles.push('\n');
                return;
            }
            (_, "srcset") => {
                let files = value.split(',').filter_map(|file| file.split_whitespace().next());
                files.for_each(|file| self.refer(How::Load, file));
                return;
            }
            _ => return,
        };
        match how {
            How::Id => value.split_whitespace().for_each(|id| self.refer(how, id)),
            How::Link | How::Load => self.refer(how, value.trim()),
        }
    }

    fn refer(&mut self, how: How, to: &str) {
        self.page.refers.push(Reference { how, to: to.to_owned(), in_main: self.in_main });
    }
}
