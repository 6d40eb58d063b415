//! What can be searched: each section of each page with its address, its heading and its text. The script in `search.js`
//! makes an index of it, when somebody searches for the first time.
//!
//! mdBook's own index knows English only: it keeps accents, and cuts words as English ones.

use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Value, json};

/// The sections so far.
#[derive(Default)]
pub struct Index {
    sections: Vec<Value>,
}

impl Index {
    /// Adds a page. `text` is its HTML.
    pub fn add(&mut self, name: &str, path: &Path, text: &str) {
        static HEADING: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r#"(?s)<h([1-3]) id="([^"]+)">(.*?)</h[1-3]>"#).expect("a pattern"));
        let path = path.display().to_string().replace('\\', "/");
        let headings: Vec<_> = HEADING.captures_iter(text).collect();
        let below = |place: usize| {
            let from = headings[place].get(0).map_or(0, |heading| heading.end());
            let to = headings.get(place + 1).and_then(|next| next.get(0)).map_or(text.len(), |next| next.start());
            plain(&text[from..to])
        };
        for (place, heading) in headings.iter().enumerate() {
            let is_title = &heading[1] == "1";
            let address = if is_title { path.clone() } else { format!("{path}#{}", &heading[2]) };
            let above = if is_title { "" } else { name };
            let mut said = below(place);
            // A mistake's page has its name alone between its title and what is seen of it.
            let is_short = said.is_empty() || is_title && path.starts_with("mistakes/");
            if is_short && place + 1 < headings.len() {
                said = format!("{} {said}", below(place + 1)).trim_end().to_owned();
            }
            self.sections.push(json!([address, plain(&heading[3]), above, said]));
        }
    }

    /// A script that hands them over.
    pub fn to_script(&self) -> String {
        format!("window.enchufe.search({});\n", Value::from(self.sections.clone()))
    }
}

/// The words of HTML.
fn plain(html: &str) -> String {
    static SKIPPED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?s)<(script|style|svg|template)\b.*?</(script|style|svg|template)>").expect("a pattern")
    });
    static TAG: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"<(/?[a-zA-Z][a-zA-Z0-9-]*)(?:"[^"]*"|'[^']*'|[^'">])*>|<!--.*?-->"#).expect("a pattern")
    });
    let html = SKIPPED.replace_all(html, " ");
    let text = TAG.replace_all(&html, |found: &regex::Captures| {
        // A word may be partly set in another way.
        let inside = ["a", "b", "code", "em", "i", "span", "strong", "kbd", "sub", "sup"];
        let name = found.get(1).map_or("", |name| name.as_str()).trim_start_matches('/');
        if inside.contains(&name) { "" } else { " " }
    });
    let text = super::code::unescaped(&text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
