//! Colours for code, put in when the book is made: the page needs no highlighter, and code has its colours in print and
//! without scripts too. The classes are those that mdBook's themes know.

mod grammar;

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::blocks::escape;
use grammar::{Grammar, grammar};

/// A page's text with its blocks of code coloured.
pub fn coloured(html: &str) -> String {
    static BLOCK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"<code class="language-([a-z]+)([^"]*)">([^<]*)</code>"#).expect("a pattern"));
    let block = |found: &Captures| {
        let code = unescaped(&found[3]);
        let inside = grammar(&found[1]).map_or_else(|| escape(&code), |grammar| colour(&code, &grammar));
        format!("<code class=\"language-{}{} hljs\">{inside}</code>", &found[1], &found[2])
    };
    BLOCK.replace_all(html, block).into_owned()
}

/// The text that HTML stands for.
pub fn unescaped(html: &str) -> String {
    static ENTITY: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"&(amp|lt|gt|quot|nbsp|#39|#x27|#10);").expect("a pattern"));
    let letter = |found: &Captures| match &found[1] {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "nbsp" => "\u{a0}",
        "#10" => "\n",
        _ => "'",
    };
    ENTITY.replace_all(html, letter).into_owned()
}

fn colour(code: &str, grammar: &Grammar) -> String {
    let mut html = String::with_capacity(code.len() * 2);
    let mut rest = code;
    let mut before = None;
    while !rest.is_empty() {
        let at_line_start = before.is_none_or(|letter| letter == '\n');
        let (length, class) = grammar.token(rest, before, at_line_start);
        let (token, after) = rest.split_at(length);
        match class {
            Some(class) => html += &format!("<span class=\"hljs-{class}\">{}</span>", escape(token)),
            None => html += &escape(token),
        }
        before = token.chars().next_back();
        rest = after;
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(language: &str, code: &str) -> String {
        colour(code, &grammar(language).expect("it is known"))
    }

    #[test]
    fn a_lifetime_is_no_letter_in_quotation_marks() {
        assert!(of("rust", "&'a str").contains("&amp;<span class=\"hljs-symbol\">'a</span> "));
        assert!(of("rust", "b'\\n'").contains("<span class=\"hljs-string\">b'\\n'</span>"));
    }

    #[test]
    fn a_comment_and_a_string_hide_what_is_in_them() {
        let html = of("rust", "let x = \"// fn\"; // let\n");
        assert!(html.contains("<span class=\"hljs-string\">&quot;// fn&quot;</span>"), "{html}");
        assert!(html.contains("<span class=\"hljs-comment\">// let</span>"), "{html}");
        assert!(of("python", "x = '''a\nb''' # c").contains("<span class=\"hljs-string\">'''a\nb'''</span>"));
    }

    #[test]
    fn nothing_is_lost() {
        let tag = Regex::new("<[^>]*>").expect("a pattern");
        let code =
            "#[test]\nfn a<'b>(x: &'b str) -> u8 { b\"é\"; 0x1f_u8 + r#\"q\"#.len() as u8 } /* e\n */ ünïcode!(1.5)";
        for language in ["rust", "python", "toml", "sh", "json", "http"] {
            assert_eq!(unescaped(&tag.replace_all(&of(language, code), "")), code, "{language}");
        }
    }
}
