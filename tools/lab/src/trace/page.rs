//! A conversation as a page for the browser that stands alone: one list, which is a diagram to the eye and sentences to a
//! screen reader. Bytes come from strangers: everything goes through `escaped`, and the page runs nothing.

use enchufe::mistake;
use enchufe::scene::Scene;
use enchufe::words::Lang;
use unicode_width::UnicodeWidthChar;

use super::record::{Record, sign};
use super::telling;
use crate::lab::Lab;
use crate::words::trace::{Words, trace};

const STYLE: &str = include_str!("page.css");

/// So many of the lab's ends have a column of their own.
const MOST_COLUMNS: usize = 6;

/// The whole page.
pub fn page(lab: &Lab, record: &Record) -> String {
    let scene = Scene::new(&record.events, lab.lang, MOST_COLUMNS, true);
    let mut sheet = Sheet { html: String::new(), record, scene: &scene, words: trace(lab.lang), lang: lab.lang };
    sheet.head(lab);
    sheet.conversation(lab);
    sheet.how_to_read();
    sheet.html.push_str("</main>\n</body>\n</html>\n");
    sheet.html
}

pub struct Sheet<'r> {
    html: String,
    pub record: &'r Record<'r>,
    pub scene: &'r Scene,
    pub words: &'static Words,
    pub lang: Lang,
}

impl Sheet<'_> {
    pub fn put(&mut self, html: impl AsRef<str>) {
        self.html.push_str(html.as_ref());
    }

    /// The title, how it came out, and what to think about.
    fn head(&mut self, lab: &Lab) {
        let title = escaped(&self.record.title(lab));
        self.put(format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n",
            self.lang.code()
        ));
        let age = escaped(&telling::moment(self.record, self.lang));
        self.put(format!("<p class=\"quiet\">{age}</p>\n"));
        self.outcome();
        let slug = self.record.verdict.mistake.as_deref();
        let Some((slug, page)) = slug.and_then(|slug| Some((slug, mistake::page(&lab.root, slug, lab.lang).ok()?)))
        else {
            return;
        };
        let question = escaped(&page.ask_yourself);
        let read = self.words.explain;
        self.put(format!(
            "<blockquote><p>{question}</p>\n<p class=\"quiet\">{read}: <code>cargo lab explain {}</code></p></blockquote>\n",
            escaped(slug)
        ));
    }

    fn outcome(&mut self) {
        let verdict = &self.record.verdict;
        let class = match sign(verdict.outcome) {
            '✓' => "good",
            '✗' => "bad",
            _ => "odd",
        };
        let headline = escaped(verdict.headline(self.lang));
        let slug = verdict.mistake.as_ref().map(|slug| format!(" <code>{}</code>", escaped(slug))).unwrap_or_default();
        let sign = sign(verdict.outcome);
        self.put(format!(
            "<p class=\"outcome {class}\"><span aria-hidden=\"true\">{sign}</span> {headline}{slug}</p>\n"
        ));
    }

    fn conversation(&mut self, lab: &Lab) {
        self.put(format!("<h2>{}</h2>\n", self.words.conversation));
        if self.record.events.is_empty() {
            self.put(format!("<p>{}</p>\n", self.words.nothing_happened));
            return;
        }
        let is_relay = self.scene.columns.is_relay();
        let class = if is_relay { "chart relay" } else { "chart" };
        let ends = self.scene.columns.count - 1;
        let (you, lab_name) = (lab.lang.words().you, lab.lang.words().lab);
        self.put(format!("<div class=\"{class}\" style=\"--ends:{ends}\">\n"));
        // What is read aloud names both sides in every row.
        self.put("<div class=\"row head\" aria-hidden=\"true\"><span class=\"ms\">ms</span>");
        self.put(format!("<span style=\"grid-column:2/4\">{you}</span>"));
        if is_relay {
            self.put(format!("<span style=\"grid-column:4/6;justify-self:center\">{}</span>", self.lang.words().relay));
            self.put(format!("<span style=\"grid-column:6/8;justify-self:end\">{you}</span>"));
        } else {
            self.put(format!("<span style=\"grid-column:4/-1;justify-self:end\">{lab_name}</span>"));
        }
        self.put("</div>\n<ol>\n");
        let scene = self.scene;
        scene.rows.iter().for_each(|row| self.row(row));
        self.put("</ol>\n</div>\n");
        // Where the conversation stopped is where it went wrong.
        self.outcome();
    }

    fn how_to_read(&mut self) {
        if self.record.events.is_empty() {
            return;
        }
        self.put(format!("<h2>{}</h2>\n<dl>\n", self.words.how_to_read));
        for (sign, what) in self.words.signs {
            self.put(format!("<dt>{sign}</dt><dd>{}</dd>\n", escaped(what)));
        }
        self.put("</dl>\n");
    }
}

/// A text that is only text to a browser. What steers a terminal, or turns the direction of reading around, becomes a
/// question mark.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\n' => safe.push('\n'),
            _ if letter.is_control() || letter.width().unwrap_or(0) == 0 => safe.push('?'),
            _ => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_a_stranger_sends_is_more_than_text() {
        assert_eq!(escaped("</pre><script>\"'&"), "&lt;/pre&gt;&lt;script&gt;&quot;&#39;&amp;");
        assert_eq!(escaped("a\u{1b}[31m\u{202e}\0z\r"), "a?[31m??z?");
        assert_eq!(escaped("ñandú … ►"), "ñandú … ►");
    }
}
