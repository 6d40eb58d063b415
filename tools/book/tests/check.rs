//! `cargo lab book check` and `cargo lab book translated`: each check finds what was planted, and says where.

mod support;

use support::program::{Said, run};
use support::workbook::Workbook;

/// A book with nothing wrong in it: an example, a session that runs it, a link to every mistake.
fn well() -> Workbook {
    let book = Workbook::new();
    let command = "cargo run --example two-reads";
    book.write("book/sessions/two-reads.toml", &format!("[[step]]\ncommand = \"{command}\"\n"));
    for lang in ["en", "es"] {
        let page = format!("book/{lang}/tcp-client.md");
        let text = book.read(&page)
            + "- [hides-the-error](mistakes/hides-the-error.md)\n\n```session\nname = \"two-reads\"\n```\n";
        book.write(&page, &text);
        let recording = format!(
            r#"{{"made_from": {{}}, "rest": [], "steps": [{{"terminal": 1, "command": "{command}", "output": "a\nb\n"}}]}}"#
        );
        book.write(&format!("tools/book/recordings/sessions/two-reads.{lang}.json"), &recording);
    }
    book.write(
        "tools/book/src/check/hosts.toml",
        "\"doc.rust-lang.org\" = \"std\"\n\"www.rfc-editor.org\" = \"the protocols\"\n",
    );
    assert_eq!(run(book.root(), &["translated", "--all"]).code, Some(0));
    book
}

fn check(book: &Workbook) -> Said {
    run(book.root(), &["check"])
}

/// What is said of a book in which something was made wrong.
fn after(plant: impl FnOnce(&Workbook)) -> String {
    let book = well();
    plant(&book);
    let said = check(&book);
    assert_eq!(said.code, Some(1), "nothing was found\n{}", said.stdout);
    said.stdout + &said.stderr
}

/// The same, with one piece of a page put in place of another.
fn edited(page: &str, from: &str, to: &str) -> String {
    after(|book| book.edit(page, from, to))
}

#[track_caller]
fn has(said: &str, part: &str) {
    assert!(said.contains(part), "not said: {part}\n{said}");
}

#[test]
fn says_of_each_check_how_much_it_looked_at() {
    let book = well();
    let said = check(&book);
    assert_eq!(said.code, Some(0), "{}{}", said.stdout, said.stderr);
    assert_eq!(said.stderr, "");
    has(&said.stdout, "pages: 12 built, nothing is wrong with any\n");
    has(&said.stdout, "parity: 8 pages compared, the same in both languages\n");
    has(&said.stdout, ", all resolve\n");
    has(&said.stdout, "recordings: 1 sessions, 0 figures, 1 examples, all there and fresh\n");
    has(&said.stdout, "code: 8 pieces on pages of mistakes and hints, it compiles");
    assert_eq!(said.stdout.lines().count(), 12, "{}", said.stdout);
    let said = run(book.root(), &["--lang", "es", "check"]).stdout;
    has(&said, "paridad: 8 páginas comparadas, lo mismo en los dos idiomas\n");
}

#[test]
fn a_page_that_cannot_be_made_hides_nothing_of_the_others() {
    let said = after(|book| {
        book.edit("book/en/tcp-client.md", "two-reads.rs:read", "no-reads.rs");
        book.edit("book/es/welcome.md", "tcp-client.md#a-read", "tcp-client.md#one-read");
    });
    has(&said, "book/en/tcp-client.md:8: no file for this include");
    has(
        &said,
        "book/es/welcome.md:10: `tcp-client.html#one-read-is-not-a-message` leads to nothing: es/tcp-client.html has no such id",
    );
    has(
        &said,
        "book/es/tcp-client.md:8: here is `../../examples/two-reads.rs:read`, and in English (book/en/tcp-client.md:8) `../../examples/no-reads.rs`",
    );
}

#[test]
fn parity_names_a_page_in_one_language() {
    let said = after(|book| {
        let hints = book.read("book/en/hints/tcp-client.md");
        book.write("book/es/hints/udp-client.md", &hints);
    });
    has(&said, "book/es/hints/udp-client.md: this page is in one language only");
}

#[test]
fn parity_compares_headings_by_id_and_level() {
    let said = edited("book/es/welcome.md", "{#how-to-work}", "{#how-to-walk}");
    has(
        &said,
        "book/es/welcome.md:8: here is `## {#how-to-walk}`, and in English (book/en/welcome.md:8) `## {#how-to-work}`",
    );
    let said = edited("book/es/welcome.md", "## Cómo", "### Cómo");
    has(&said, "here is `### {#how-to-work}`");
}

#[test]
fn parity_compares_quizzes_by_what_is_right() {
    let said = after(|book| {
        book.edit("book/es/tcp-client.md", "right = true\n", "");
        book.edit(
            "book/es/tcp-client.md",
            "text = \"Siempre 5 bytes\"\n",
            "text = \"Siempre 5 bytes\"\nright = true\n",
        );
    });
    has(&said, "book/es/tcp-client.md:14: here is `quiz id = \"two-writes\" (3 options, number 1 is right)`");
}

#[test]
fn parity_compares_links_fences_and_tables() {
    let said = edited("book/es/tcp-client.md", "- [single-read](mistakes/single-read.md)\n", "");
    has(&said, "book/es/tcp-client.md: `mistakes/single-read.md` (book/en/tcp-client.md:37) is missing here");
    let said = edited("book/es/welcome.md", "| servidor | [::1]:9001 |", "");
    assert!(!said.contains("a table"), "a row is said in a language\n{said}");
    let said = edited("book/es/welcome.md", "| qué | dónde |\n|---|---|\n", "");
    has(&said, "book/es/welcome.md: `a table` (book/en/welcome.md:16) is missing here");
    let said = edited("book/es/welcome.md", "```sh", "```text");
    has(&said, "book/es/welcome.md:12: here is ````text`");
}

#[test]
fn parity_knows_a_quiz_by_its_id() {
    let said = after(|book| {
        for lang in ["en", "es"] {
            let quiz = book.read(&format!("book/{lang}/tcp-client.md"));
            let quiz = &quiz[quiz.find("```quiz").expect("a quiz")..];
            let quiz = &quiz[..quiz[3..].find("```").expect("it ends") + 6];
            let page = format!("book/{lang}/welcome.md");
            book.write(&page, &format!("{}\n{quiz}\n", book.read(&page)));
        }
    });
    has(&said, "book/en/welcome.md:20: the quiz `two-writes` is already in book/en/tcp-client.md:14");
}

#[test]
fn a_translation_that_fell_behind_is_named_until_it_is_noted() {
    let book = well();
    book.edit("book/en/mistakes/single-read.md", "The program prints", "The program only prints");
    book.edit("book/en/welcome.md", "finds other programs:", "finds\nother   programs:");
    let said = check(&book).stderr;
    has(
        &said,
        "book/es/mistakes/single-read.md: book/en/mistakes/single-read.md has changed since this was written from it",
    );
    has(&said, "cargo lab book translated mistakes/single-read.md");
    assert!(!said.contains("welcome"), "blanks say nothing\n{said}");
    let noted = run(book.root(), &["translated", "mistakes/single-read.md"]);
    assert_eq!((noted.code, &*noted.stdout), (Some(0), "One page noted in book/es/written-from.toml.\n"));
    assert_eq!(check(&book).code, Some(0));
    assert_eq!(run(book.root(), &["build", "--out", "out"]).code, Some(0));
    assert!(!book.path("out/es/written-from.toml").exists(), "it is for writers, not for readers");
}

#[test]
fn what_is_noted_belongs_to_a_page() {
    let said = edited("book/es/written-from.toml", "\"welcome.md\"", "\"farewell.md\"");
    has(&said, "book/es/welcome.md: it is not noted which English text this was written from");
    has(&said, "book/es/written-from.toml: `farewell.md` is not there any more");
    let said = after(|book| book.write("book/es/written-from.toml", "x"));
    has(&said, "book/es/written-from.toml: not understood: ");
}

#[test]
fn translated_asks_which_pages() {
    let book = well();
    let said = run(book.root(), &["translated"]);
    assert_eq!(said.code, Some(2));
    has(&said.stderr, "which Spanish pages say what their English pages say now?");
    has(&said.stderr, "--all");
    assert_eq!(run(book.root(), &["translated", "welcome", "--all"]).code, Some(2));
    let said = run(book.root(), &["--lang", "es", "translated", "nada.md"]);
    assert_eq!((said.code, said.stderr.trim()), (Some(2), "nada.md: no hay tal página en los dos idiomas"));
}

#[test]
fn links_lead_to_a_page_and_to_an_id_on_it() {
    let said = after(|book| {
        for lang in ["en", "es"] {
            book.edit(&format!("book/{lang}/welcome.md"), "tcp-client.md#a-read", "tcp-servant.md#a-read");
        }
    });
    has(&said, "book/en/welcome.md:10: `tcp-servant.html#a-read-is-not-a-message` leads nowhere");
    has(&said, "book/es/welcome.md:10: ");
}

#[test]
fn ids_are_there_once_and_pictures_have_names() {
    let html = "<p id=\"tcp-client\"></p>\n\n<svg role=\"img\" viewBox=\"0 0 1 1\"></svg>\n\n<img src=\"no.png\">\n\nCopies what";
    let said = edited("book/en/tcp-client.md", "Copies what", html);
    has(&said, "book/en/tcp-client.md:1: the id `tcp-client` is on the page twice");
    has(&said, "nobody who cannot see this knows what it is: <svg role=\"img\" viewbox=\"0 0 1 1\">");
    has(&said, "nobody who cannot see this knows what it is: <img src=\"no.png\">");
    has(&said, "book/en/tcp-client.md:7: `no.png` leads nowhere");
}

#[test]
fn nothing_comes_from_another_host() {
    let html = "<script src=\"https://cdn.example/x.js\"></script>\n\n<p style=\"background: url(//cdn.example/y.png)\"></p>\n\n\
                <script>fetch(\"https://count.example/\")</script>\n\nCopies what";
    let said = edited("book/en/tcp-client.md", "Copies what", html);
    for address in ["https://cdn.example/x.js", "//cdn.example/y.png", "https://count.example/"] {
        has(&said, &format!("`{address}` is taken from another host"));
    }
}

#[test]
fn a_link_leads_to_a_host_that_is_known() {
    let said = edited(
        "book/en/welcome.md",
        "two servers",
        "[two](https://unknown.example/x) [servers](mailto:a@unknown.example)",
    );
    has(&said, "book/en/welcome.md:3: no link leads to `unknown.example` yet");
    has(&said, "book/en/welcome.md:3: `mailto:a@unknown.example` is no address that a browser follows");
    let said = edited("tools/book/src/check/hosts.toml", "\"www.rfc", "\"man.example\" = \"pages\"\n\"www.rfc");
    has(&said, "hosts.toml: no link leads to `man.example` any more");
}

#[test]
fn a_page_is_light() {
    let said = edited("book/en/tcp-client.md", "Copies what", &"A long and winding road. ".repeat(4500));
    has(&said, "book/en/tcp-client.md: 1");
    has(&said, " KB of its own, more than 100 KB");
    let said = edited("book/en/welcome.md", "Everything here", &"A long and winding road. ".repeat(9000));
    has(&said, "more than 350 KB");
}

#[test]
fn sessions_and_examples_are_shown() {
    let said = after(|book| {
        book.write("book/sessions/forgotten.toml", "[[step]]\ncommand = \"true\"\n");
        book.write("examples/forgotten.rs", "fn main() {}\n");
        book.write("examples/python/forgotten.py", "\n");
        book.write("tools/book/recordings/figures/tcp-client/solution/forgotten.json", "{}");
    });
    has(&said, "book/sessions/forgotten.toml: no page shows this session");
    has(&said, "recordings/figures/tcp-client/solution/forgotten.json: no page shows this recording");
    has(&said, "examples/forgotten.rs: no session runs `forgotten`");
    has(&said, "examples/python/forgotten.py: no session runs `forgotten`");
}

#[test]
fn recordings_are_fresh() {
    let said = after(|book| {
        let path = "tools/book/recordings/sessions/two-reads.es.json";
        book.edit(path, "{}", "{\"examples/two-reads.rs\": \"0000000000000000\"}");
    });
    has(&said, "book/en/tcp-client.md:40: ");
    has(&said, "examples/two-reads.rs");
}

#[test]
fn a_listing_is_cut_from_a_program() {
    let said = edited("book/es/tcp-client.md", "{{#include ../../examples/two-reads.rs:read}}", "let x = 1;");
    has(&said, "book/es/tcp-client.md:7: code of a chapter is cut from a program in examples/");
    let said = after(|book| {
        book.write("solutions/03-tcp-client/src/main.rs", "fn main() {}\n");
        book.edit("book/en/tcp-client.md", "examples/two-reads.rs:read", "solutions/03-tcp-client/src/main.rs");
    });
    has(&said, "book/en/tcp-client.md:8: a chapter gives no solution away");
}

#[test]
fn the_code_of_a_mistake_compiles_and_is_the_same_in_both_languages() {
    let said = edited("book/en/mistakes/single-read.md", "let mut total = 0;", "let mut total = \"none\";");
    has(&said, "book/en/mistakes/single-read.md:");
    has(&said, "this code does not compile: ");
    has(&said, "book/es/mistakes/single-read.md:27: this code is not that of book/en/mistakes/single-read.md:26");
    let said = after(|book| {
        for lang in ["en", "es"] {
            book.edit(&format!("book/{lang}/hints/tcp-client.md"), "File::open", "File::closed");
        }
    });
    has(&said, "book/en/hints/tcp-client.md:");
    has(&said, "book/es/hints/tcp-client.md:");
}

#[test]
fn style_knows_lines_blanks_and_words() {
    let said = after(|book| {
        book.edit("book/en/welcome.md", "Everything here", "Everything is simply here \nEverything here");
        book.edit("book/es/welcome.md", "Todo pasa", &format!("Un hilo, `un hilo`, {}", "largo ".repeat(20)));
    });
    has(&said, "book/en/welcome.md:6: `simply`: ");
    has(&said, "book/en/welcome.md:6: blanks at the end of the line");
    has(&said, "book/es/welcome.md:6: `hilo`: el libro dice thread");
    has(&said, "book/es/welcome.md:6: 1");
    assert_eq!(said.matches("`hilo`").count(), 1, "{said}");
}

#[test]
fn instructors_are_told_what_the_manifests_say() {
    let said = after(|book| {
        for lang in ["en", "es"] {
            book.edit(&format!("book/{lang}/SUMMARY.md"), "(mistakes.md)", "(mistakes.md)\n- [I](instructors.md)");
            let page = "# I {#instructors}\n\nThat is 9 points.\n\n| | exercise | points | rules | first |\n|---|---|---|---|---|\n\
                        | 03 | [tcp-client](tcp-client.md) | 9 | 19 | |\n| 04 | [x](x.md) | 1 | 1 | |\n";
            book.write(&format!("book/{lang}/instructors.md"), page);
        }
    });
    has(&said, "book/en/instructors.md:7: the manifests say: | 03 | [tcp-client](tcp-client.md) | 10 | 19 |");
    has(&said, "book/es/instructors.md:8: this row belongs to no exercise");
    has(&said, "book/en/instructors.md: all exercises together are 10 points");
}

#[test]
fn exercises_hints_and_mistakes_have_their_places() {
    let said = after(|book| {
        book.edit("book/en/tcp-client.md", "```exercise\nslug = \"tcp-client\"\n```\n", "");
        book.edit("book/es/tcp-client.md", "Una lectura no es", "Una lectura nunca es");
        for lang in ["en", "es"] {
            book.edit(&format!("book/{lang}/tcp-client.md"), "- [hides-the-error](mistakes/hides-the-error.md)\n", "");
        }
    });
    has(&said, "book/en/tcp-client.md: the card of `tcp-client` belongs here");
    has(
        &said,
        "book/es/hints/tcp-client.md: the heading is called `Una lectura no es un mensaje` here, and `Una lectura nunca es un mensaje` in book/es/tcp-client.md:5",
    );
    has(&said, "book/es/mistakes/hides-the-error.md: no chapter leads to this page");
    let said = edited("exercises/03-tcp-client/Cargo.toml", "chapter = \"tcp-client\"", "chapter = \"nowhere\"");
    has(&said, "exercises/03-tcp-client/Cargo.toml: the chapter is `nowhere`, and there is no book/en/nowhere.md");
}
