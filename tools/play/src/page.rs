//! The page: its files, part of the program, and the fields of the responses that carry them.

use crate::words::Lang;

/// What a path stands for.
pub enum Content {
    File {
        kind: &'static str,
        body: String,
    },
    /// The way to the game's server.
    Wire,
}

/// What is served at `path`, if anything. `server` is shown on the page; `lang` is the language in which it begins,
/// when one was asked for.
pub fn at(path: &str, server: &str, lang: Option<Lang>) -> Option<Content> {
    let file = |kind, body: &str| Some(Content::File { kind, body: body.to_owned() });
    match path {
        "/" => {
            let html = include_str!("../page/index.html")
                .replace("{{lang}}", lang.map_or("", Lang::code))
                .replace("{{server}}", &escape(server));
            file("text/html; charset=utf-8", &html)
        }
        "/play.css" => file("text/css; charset=utf-8", include_str!("../page/play.css")),
        "/play.js" => file("text/javascript; charset=utf-8", include_str!("../page/play.js")),
        "/icon.svg" => file("image/svg+xml", include_str!("../page/icon.svg")),
        "/wire" => Some(Content::Wire),
        _ => None,
    }
}

/// Everything that the page needs is ours, and nobody may frame it. `host` is where the request went: not every browser
/// takes a WebSocket to the page's own address for `'self'`.
pub fn policy(host: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' ws://{host}; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    )
}

/// Text as the value of an attribute.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
