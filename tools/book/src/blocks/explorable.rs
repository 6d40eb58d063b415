//! Interactive figures: an element of the page's own, with a still figure inside for where no script runs.
//!
//! The elements are scripts in `page/explorables`. So are the still figures, in `page/explorables/still`: the element
//! itself drew them, and `tests/explorables.rs` sees to it that it still would.

use enchufe::words::Lang;

use super::{Block, inline};
use crate::words::explorables as words_of;

/// An interactive figure: its name, and what stands in its place without scripts, in English and in Spanish.
struct Explorable {
    name: &'static str,
    still: [&'static str; 2],
}

macro_rules! explorables {
    ($($name:literal),*) => {
        [$(Explorable {
            name: $name,
            still: [
                include_str!(concat!("../../page/explorables/still/", $name, ".en.html")),
                include_str!(concat!("../../page/explorables/still/", $name, ".es.html")),
            ],
        }),*]
    };
}

static ALL: [Explorable; 6] =
    explorables!["address-bits", "stream-cuts", "packet-loss", "sliding-window", "framing-buffer", "cachipun-game"];

/// The names of all explorables.
pub fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|explorable| explorable.name)
}

/// The files of `page` that a page needs for the explorables in its HTML, in the order in which they must be loaded: a
/// style, a script for all, a script for each. None where the page has no explorable.
pub fn files(html: &str) -> Vec<String> {
    let own = names().filter(|name| html.contains(&format!("</{name}>"))).map(|name| format!("explorables/{name}.js"));
    let own: Vec<String> = own.collect();
    let shared = ["explorables/explorable.css", "explorables/explorable.js"].map(str::to_owned);
    if own.is_empty() { own } else { shared.into_iter().chain(own).collect() }
}

/// # Errors
/// There is no explorable of this name, or a key is wrong.
pub fn render(block: &Block) -> Result<String, String> {
    block.only(&["name", "caption"])?;
    let name = block.text("name")?;
    let caption = inline(block.text("caption")?);
    let Some(Explorable { still, .. }) = ALL.iter().find(|explorable| explorable.name == name) else {
        let known = names().collect::<Vec<_>>().join(", ");
        return Err((words_of().no_such_explorable)(name, &known));
    };
    let (lang, still) = match block.page.lang {
        Lang::En => ("en", still[0]),
        Lang::Es => ("es", still[1]),
    };
    let element = format!("<{name} lang=\"{lang}\">\n{}\n</{name}>", still.trim_end());
    Ok(format!("<figure class=\"explorable\">\n{element}\n<figcaption>{caption}</figcaption>\n</figure>"))
}
