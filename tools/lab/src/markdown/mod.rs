//! Markdown set for the terminal. Knows nothing of exercises, nor where the text comes from.

mod inline;
mod rust;
mod table;

use enchufe::report::Colour;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::terminal::{visible_width, wrap};
use inline::Inline;
use table::Table;

/// How a text is set.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// How many columns there are. Only code may be wider: it is there to be copied.
    pub width: usize,
    /// How far everything but headings stands from the left edge.
    pub indent: usize,
    pub colour: Colour,
}

/// The lines of a text in Markdown. Paragraphs are broken, code is indented and stays as it is, an address stands once
/// behind the first link to it. Where there are no colours, marks stay that are needed to read on: `` `code` ``.
pub fn render(text: &str, look: Look) -> Vec<String> {
    let mut page = Page {
        look,
        lines: Vec::new(),
        wants_gap: false,
        containers: vec![Container::indented(look.indent)],
        lists: Vec::new(),
        inline: Inline::new(look.colour, look.width.saturating_sub(look.indent)),
        code: None,
        table: None,
    };
    let options = Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES;
    for event in Parser::new_ext(text, options) {
        page.take(event);
    }
    page.lines
}

/// The lines of a text that is one paragraph.
pub fn paragraph(text: &str, look: Look) -> Vec<String> {
    render(&text.replace('\n', " "), look)
}

/// What stands at the left of every line of a list's item, or of a quotation.
struct Container {
    /// On its first line, until that is there.
    first: Option<String>,
    rest: String,
}

impl Container {
    fn indented(columns: usize) -> Container {
        Container { first: None, rest: " ".repeat(columns) }
    }
}

struct Page {
    look: Look,
    lines: Vec<String>,
    /// Whether an empty line comes before the next one.
    wants_gap: bool,
    containers: Vec<Container>,
    /// The open lists: the number of the next item where items have numbers.
    lists: Vec<Option<u64>>,
    inline: Inline,
    /// The open block of code: whether it is Rust, and its text.
    code: Option<(bool, String)>,
    table: Option<Table>,
}

impl Page {
    fn take(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some((_, code)) => code.push_str(&text),
                None => self.inline.text(&text),
            },
            Event::Code(code) => self.inline.code(&code),
            // A `Vec<u8>` that somebody forgot to mark looks like a tag. Only comments are left out.
            Event::Html(text) | Event::InlineHtml(text) if !text.starts_with("<!--") => self.inline.text(&text),
            Event::SoftBreak => self.inline.text(" "),
            Event::HardBreak => self.inline.line_break(),
            Event::Rule => {
                let room = self.room();
                self.block(vec!["─".repeat(room)]);
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag) {
        match tag {
            Tag::Heading { .. } | Tag::Strong => self.inline.bold(true),
            Tag::Emphasis => self.inline.emphasis(true),
            Tag::Link { dest_url, .. } => self.inline.link(&dest_url),
            Tag::CodeBlock(kind) => {
                self.flush();
                let is_rust = matches!(&kind, CodeBlockKind::Fenced(info) if info.starts_with("rust"));
                self.code = Some((is_rust, String::new()));
            }
            Tag::List(first) => {
                // Text of an item that has no empty lines in it: neither has the list inside.
                self.flush();
                self.lists.push(first);
            }
            Tag::Item => {
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.containers.push(Container { rest: " ".repeat(mark.len()), first: Some(mark) });
            }
            Tag::BlockQuote(_) => {
                self.flush();
                let mark = "│ ".to_owned();
                self.containers.push(Container { first: Some(mark.clone()), rest: mark });
            }
            Tag::Table(alignments) => self.table = Some(Table::new(alignments)),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => {
                self.flush();
                self.wants_gap = true;
            }
            TagEnd::Heading(_) => {
                self.inline.bold(false);
                let indented = std::mem::take(&mut self.containers);
                self.wants_gap = true;
                self.flush();
                self.containers = indented;
                self.wants_gap = true;
            }
            TagEnd::Strong => self.inline.bold(false),
            TagEnd::Emphasis => self.inline.emphasis(false),
            TagEnd::Link => self.inline.end_of_link(),
            TagEnd::CodeBlock => {
                let (is_rust, code) = self.code.take().unwrap_or_default();
                let is_coloured = is_rust && self.look.colour == Colour::Coloured;
                let set = |line: &str| if is_coloured { rust::coloured(line) } else { line.to_owned() };
                self.block(code.lines().map(|line| format!("  {}", set(line))).collect());
            }
            TagEnd::Item => {
                self.flush();
                self.containers.pop();
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.wants_gap |= self.lists.is_empty();
            }
            TagEnd::BlockQuote(_) => {
                self.containers.pop();
            }
            TagEnd::TableCell => {
                let cell = self.inline.take();
                self.table.iter_mut().for_each(|table| table.cell(&cell));
            }
            TagEnd::TableHead | TagEnd::TableRow => self.table.iter_mut().for_each(Table::end_of_row),
            TagEnd::Table => {
                let room = self.room();
                let lines = self.table.take().map(|table| table.lines(room, self.look.colour));
                self.block(lines.unwrap_or_default());
            }
            _ => {}
        }
    }

    /// Sets the words that have come since the last block.
    fn flush(&mut self) {
        let text = self.inline.take();
        if !text.is_empty() {
            let room = self.room();
            wrap(&text, room).into_iter().for_each(|line| self.line(&inline::final_blanks(&line)));
            self.wants_gap = false;
        }
    }

    /// A block with distance on both sides.
    fn block(&mut self, lines: Vec<String>) {
        self.flush();
        self.wants_gap = true;
        lines.iter().for_each(|line| self.line(line));
        self.wants_gap = true;
    }

    fn line(&mut self, line: &str) {
        if std::mem::take(&mut self.wants_gap) && !self.lines.is_empty() {
            // Inside a quotation its mark goes on; a new item has not begun yet.
            let open = self.containers.iter().take_while(|container| container.first.is_none());
            let gap: String = open.map(|container| container.rest.as_str()).collect();
            self.lines.push(gap.trim_end().to_owned());
        }
        let left = |container: &mut Container| container.first.take().unwrap_or_else(|| container.rest.clone());
        let left: String = self.containers.iter_mut().map(left).collect();
        self.lines.push(format!("{left}{line}").trim_end().to_owned());
    }

    /// How many columns a line has between what stands at its left and the right edge.
    fn room(&self) -> usize {
        let left: usize = self.containers.iter().map(|container| visible_width(&container.rest)).sum();
        self.look.width.saturating_sub(left).max(1)
    }
}

#[cfg(test)]
mod tests;
