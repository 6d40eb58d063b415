//! Text and Markdown as HTML that survives being part of a page of Markdown: no line of it is empty.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Text between tags, or as the value of an attribute in double quotes.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Text of several lines for inside a `<pre>`: an empty line of it would end the block of HTML.
pub fn escape_lines(text: &str) -> String {
    escape(text).replace('\n', "&#10;")
}

/// Inline Markdown (code, emphasis, links) as HTML in one line, without a paragraph around it.
pub fn inline(markdown: &str) -> String {
    let is_paragraph = |event: &Event| matches!(event, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph));
    let one_line = markdown.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut html = String::new();
    let events = Parser::new_ext(&one_line, Options::empty()).filter(|event| !is_paragraph(event));
    pulldown_cmark::html::push_html(&mut html, events);
    html.trim().replace('\n', " ")
}

/// Markdown of several paragraphs as HTML without an empty line. `follow` gives the address that a link leads to.
pub fn markdown(text: &str, follow: impl Fn(&str) -> String) -> String {
    let follow = |event| match event {
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: follow(&dest_url).into(), title, id })
        }
        Event::Text(text) => Event::InlineHtml(escape_lines(&text).into()),
        other => other,
    };
    let mut html = String::new();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    pulldown_cmark::html::push_html(&mut html, Parser::new_ext(text, options).map(follow));
    // HTML in the text brings empty lines of its own.
    html.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}
