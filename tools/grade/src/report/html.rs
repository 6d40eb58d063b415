//! HTML as text: what strangers wrote goes through [`escaped`], and pages run nothing but what stands in their head.

use std::fmt::Display;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use enchufe::words::Lang;
use sha2::{Digest, Sha256};

/// A page in the making.
pub struct Sheet {
    html: String,
    pub lang: Lang,
}

impl Sheet {
    /// A page with this title up to `<main>`. It may run this script and no other.
    pub fn new(lang: Lang, title: &str, style: &str, script: Option<&str>) -> Sheet {
        let mut sheet = Sheet { html: String::new(), lang };
        // The hash of the script is the only one that a browser lets run: what a name brings along never is.
        let runs = script.map(|script| format!("; script-src 'sha256-{}'", STANDARD.encode(Sha256::digest(script))));
        sheet.put(format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'{}\">\n\
             <title>{}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n",
            lang.code(),
            runs.unwrap_or_default(),
            escaped(title)
        ));
        sheet
    }

    pub fn put(&mut self, html: impl AsRef<str>) {
        self.html.push_str(html.as_ref());
    }

    /// A text between two tags, such as `p` or `h2 id="x"`.
    pub fn line(&mut self, tag: &str, text: &str) {
        let name = tag.split(' ').next().unwrap_or(tag);
        self.put(format!("<{tag}>{}</{name}>\n", escaped(text)));
    }

    /// The whole page.
    pub fn end(mut self, script: Option<&str>) -> String {
        self.put("</main>\n");
        if let Some(script) = script {
            self.put(format!("<script>{script}</script>\n"));
        }
        self.put("</body>\n</html>\n");
        self.html
    }
}

/// A text that is only text to a browser. What steers a terminal, or turns the direction of reading around, becomes a
/// question mark; letters that are put together of several stay as they are.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + text.len() / 8);
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\n' => safe.push('\n'),
            _ if letter.is_control() || steers(letter) => safe.push('?'),
            _ => safe.push(letter),
        }
    }
    safe
}

/// Letters that cannot be seen: blanks without width, marks of direction, the mark of the byte order.
fn steers(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// `` `code` `` as code, the rest as text.
pub fn inline(text: &str) -> String {
    let parts = text.split('`').map(escaped);
    let is_whole = text.matches('`').count().is_multiple_of(2);
    let part = |(index, part): (usize, String)| {
        if index % 2 == 1 && is_whole { format!("<code>{part}</code>") } else { part }
    };
    parts.enumerate().map(part).collect::<Vec<_>>().join(if is_whole { "" } else { "`" })
}

/// A number, such as points, as it is written in a language.
pub fn number(number: impl Display, lang: Lang) -> String {
    match lang {
        Lang::En => number.to_string(),
        Lang::Es => number.to_string().replace('.', ","),
    }
}

#[cfg(test)]
mod tests {
    use super::{escaped, inline};

    #[test]
    fn nothing_a_stranger_writes_is_more_than_text() {
        assert_eq!(escaped("</pre><script>\"'&"), "&lt;/pre&gt;&lt;script&gt;&quot;&#39;&amp;");
        assert_eq!(escaped("a\u{1b}[31m\u{202e}\0z\r"), "a?[31m??z?");
        assert_eq!(escaped("ñandú N\u{303}andu\u{301} … ►"), "ñandú N\u{303}andu\u{301} … ►");
    }

    #[test]
    fn code_is_code_and_a_single_quote_of_code_is_text() {
        assert_eq!(
            inline("what does `read` give for `<0>`?"),
            "what does <code>read</code> give for <code>&lt;0&gt;</code>?"
        );
        assert_eq!(inline("one ` only"), "one ` only");
    }
}
