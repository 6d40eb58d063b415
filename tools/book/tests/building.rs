//! `cargo lab book build`: what it writes, and what is wrong with a book.

mod support;

use std::fs;
use std::path::Path;

use support::program::{Said, run};
use support::workbook::Workbook;

/// Builds into `out` beside the workbook's own files.
fn build(book: &Workbook) -> Said {
    run(book.root(), &["build", "--out", "out"])
}

/// A book that is right, built.
fn built() -> Workbook {
    let book = Workbook::new();
    let said = build(&book);
    assert_eq!(said.code, Some(0), "{}{}", said.stdout, said.stderr);
    book
}

/// What is said of a book with one thing wrong. No book is written, and nothing else is left.
fn wrong(book: &Workbook) -> String {
    let said = build(book);
    assert_eq!(said.code, Some(1), "{}{}", said.stdout, said.stderr);
    assert_eq!(left_in(book.root()), Vec::<String>::new());
    said.stderr
}

/// What a build put into the workbook's folder.
fn left_in(root: &Path) -> Vec<String> {
    let names = fs::read_dir(root).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let known = ["Cargo.toml", "book", "examples", "exercises", "tests", "tools"];
    names.map(|name| name.to_string_lossy().into_owned()).filter(|name| !known.contains(&name.as_str())).collect()
}

/// The English page of the chapter with `from` replaced by `to`: what is said then.
fn chapter_with(from: &str, to: &str) -> String {
    let book = Workbook::new();
    book.edit("book/en/tcp-client.md", from, to);
    wrong(&book)
}

#[test]
fn writes_both_languages_and_a_way_to_each() {
    let book = built();
    assert_eq!(left_in(book.root()), ["out"]);
    for page in ["welcome", "tcp-client", "mistakes", "mistakes/single-read", "index", "print"] {
        for lang in ["en", "es"] {
            let html = book.read(&format!("out/{lang}/{page}.html"));
            assert!(html.contains(&format!("<html lang=\"{lang}\"")), "{lang} {page}");
        }
    }
    let index = book.read("out/index.html");
    assert!(index.contains(r#"href="en/index.html""#) && index.contains(r#"href="es/index.html""#), "{index}");
}

#[test]
fn replaces_its_own_book_and_nothing_else() {
    let book = built();
    book.write("out/en/from-the-last-time.html", "");
    assert_eq!(build(&book).code, Some(0));
    assert!(!book.path("out/en/from-the-last-time.html").exists());

    book.write("notes/precious.txt", "mine");
    let said = run(book.root(), &["build", "--out", "notes"]);
    assert_eq!(said.code, Some(2));
    assert!(said.stderr.contains("notes is not empty, and no book of this tool is in it"), "{}", said.stderr);
    assert_eq!(book.read("notes/precious.txt"), "mine");
    let said = run(book.root(), &["build", "--out", "book/en/made"]);
    assert_eq!(said.code, Some(2));
    assert!(said.stderr.contains("book is where the book's sources are"), "{}", said.stderr);
    let said = run(book.root(), &["build", "--out", "notes/precious.txt"]);
    assert!(said.stderr.contains("precious.txt is a file"), "{}", said.stderr);
}

#[test]
fn what_else_lies_in_the_folder_stays_where_it_is() {
    let book = built();
    book.write("out/.git/config", "[core]");
    book.write("out/CNAME", "book.example");
    book.write("out/en/from-the-last-time.html", "");
    let folder = fs::File::open(book.path("out")).expect("it is there");
    assert_eq!(build(&book).code, Some(0));
    assert_eq!((book.read("out/.git/config"), book.read("out/CNAME")), ("[core]".into(), "book.example".into()));
    assert!(!book.path("out/en/from-the-last-time.html").exists() && book.path("out/es/index.html").exists());
    assert_eq!(left_in(book.root()), ["out"], "nothing of the old book is left beside it");
    // The folder was never away, so neither was what is kept in it, whenever a build is interrupted.
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let now = fs::metadata(book.path("out")).expect("it is there");
        assert_eq!(folder.metadata().expect("it is open").ino(), now.ino());
    }
    drop(folder);
}

#[test]
fn the_last_good_book_stays_when_the_next_one_is_wrong() {
    let book = built();
    book.edit("book/es/tcp-client.md", "slug = \"tcp-client\"", "slug = \"tcp-clint\"");
    assert_eq!(build(&book).code, Some(1));
    assert!(book.read("out/es/tcp-client.html").contains("Ejercicio 03"));
    assert_eq!(left_in(book.root()), ["out"]);
}

#[test]
#[cfg(target_os = "linux")]
fn says_when_a_folder_cannot_be_written() {
    let book = Workbook::new();
    let said = run(book.root(), &["build", "--out", "/proc/book"]);
    assert_eq!(said.code, Some(2));
    assert!(said.stderr.contains("/proc/book cannot be written"), "{}", said.stderr);
}

#[test]
fn cuts_a_listing_from_its_program() {
    let html = built().read("out/en/tcp-client.html");
    let code = html.split("<code class=\"language-rust ignore hljs\">").nth(1).expect("the listing is there");
    assert!(code.starts_with("<span class=\"hljs-keyword\">for</span> word"), "{code:.200}");
    assert!(!html.contains("ANCHOR") && code.contains("// each alone</span>"));
}

#[test]
fn names_an_include_without_file_or_part() {
    let said = chapter_with("two-reads.rs:read", "no-reads.rs:read");
    assert!(said.contains("book/en/tcp-client.md:8: no file for this include: ../../examples/no-reads.rs"), "{said}");
    let said = chapter_with("two-reads.rs:read", "two-reads.rs:write");
    assert!(said.contains("book/en/tcp-client.md:8: ../../examples/two-reads.rs has no part called `write`"), "{said}");
    let said = chapter_with("#include ../../examples/two-reads.rs:read", "#rustdoc_include x.rs");
    assert!(said.contains("book/en/tcp-client.md:8: not understood: {{#rustdoc_include x.rs}}"), "{said}");
}

#[test]
fn names_what_is_wrong_with_a_block() {
    let said = chapter_with("slug = \"tcp-client\"", "slug = \"tcp-clint\"");
    assert!(
        said.contains("book/en/tcp-client.md:31: there is no exercise `tcp-clint`; there are: tcp-client"),
        "{said}"
    );
    let said = chapter_with("slug = \"tcp-client\"", "slug = \"tcp-client\"\npoints = 3");
    assert!(said.contains("tcp-client.md:31: no key `points` here; there are: slug"), "{said}");
    let said = chapter_with("right = true\n", "");
    assert!(said.contains("tcp-client.md:14: one option must have `right = true`; 0 have"), "{said}");
    let said = chapter_with("id = \"two-writes\"", "id = \"two-writes");
    assert!(said.contains("tcp-client.md:15: this is no TOML"), "{said}");
    let said = chapter_with("```quiz", "```quizz");
    assert!(said.contains("tcp-client.md:14: no block and no language is called `quizz`"), "{said}");
    let said = chapter_with("slug = \"tcp-client\"\n```", "slug = \"tcp-client\"");
    assert!(said.contains("tcp-client.md:31: this block does not end"), "{said}");
}

#[test]
fn names_an_exercise_in_another_chapter() {
    let book = Workbook::new();
    book.edit("book/en/welcome.md", "| what |", "```exercise\nslug = \"tcp-client\"\n```\n\n| what |");
    let said = wrong(&book);
    assert!(
        said.contains("book/en/welcome.md:16: the manifest of `tcp-client` says that its chapter is tcp-client.md"),
        "{said}"
    );
}

#[test]
fn names_a_heading_without_an_id_and_an_id_that_is_there_twice() {
    let said = chapter_with(" {#predict}", "");
    assert!(said.contains("book/en/tcp-client.md:12: the heading `Predict` has no id"), "{said}");
    let said = chapter_with("{#predict}", "{#the-exercise}");
    assert!(said.contains("book/en/tcp-client.md:29: the id `the-exercise` is already that of line 12"), "{said}");
    let said = chapter_with("{#predict}", "{#Predict}");
    assert!(said.contains("tcp-client.md:12: `Predict` is no id"), "{said}");
    let said = chapter_with("# A TCP client {#tcp-client}", "Text");
    assert!(said.contains("tcp-client.md:5: a page must begin with its title"), "{said}");
}

#[test]
fn names_a_page_that_is_missing_and_one_that_is_forgotten() {
    let book = Workbook::new();
    fs::rename(book.path("book/es/welcome.md"), book.path("book/es/hello.md")).expect("it can be renamed");
    let said = wrong(&book);
    assert!(
        said.contains("book/es/SUMMARY.md:3: `welcome.md` is in the table of contents, but there is no such page"),
        "{said}"
    );
    assert!(said.contains("book/es/hello.md: this page is not in the table of contents"), "{said}");
    assert!(said.contains("2 things are wrong; no book was written."), "{said}");
}

#[test]
fn names_a_mistake_whose_page_is_not_one() {
    let book = Workbook::new();
    book.edit("book/es/mistakes/busy-wait.md", "{#the-rule}", "{#a-rule}");
    let said = wrong(&book);
    assert!(said.contains("book/es/mistakes/busy-wait.md: ") && said.contains("{#the-rule}"), "{said}");
}

#[test]
fn what_mdbook_only_warns_of_fails() {
    let said = chapter_with("Copies what", "<i class=\"fa fa-no-such-icon\"></i>\n\nCopies what");
    assert!(said.contains("book/en: mdBook says: ") && said.contains("no-such-icon"), "{said}");
}

#[test]
fn says_everything_that_is_wrong_at_once_and_in_spanish() {
    let book = Workbook::new();
    book.edit("book/en/tcp-client.md", "two-reads.rs:read", "x.rs");
    book.edit("book/es/tcp-client.md", "slug = \"tcp-client\"", "slug = \"x\"");
    let said = run(book.root(), &["--lang", "es", "build", "--out", "out"]);
    assert_eq!(said.code, Some(1));
    assert!(said.stderr.contains("book/en/tcp-client.md:8: no hay archivo para este include"), "{}", said.stderr);
    assert!(said.stderr.contains("book/es/tcp-client.md:31: no hay un ejercicio `x`"), "{}", said.stderr);
    assert!(said.stderr.contains("2 cosas están mal; no se escribió ningún libro."), "{}", said.stderr);
}

#[test]
fn a_draft_leaves_out_what_is_missing_and_says_so() {
    let book = Workbook::new();
    fs::remove_file(book.path("book/en/welcome.md")).expect("it was there");
    book.edit("book/en/tcp-client.md", "slug = \"tcp-client\"", "slug = \"x\"");
    let said = run(book.root(), &["build", "--drafts", "--out", "out"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(said.stderr.contains("Left out, since they are not there yet: 2"), "{}", said.stderr);
    let html = book.read("out/en/tcp-client.html");
    assert!(html.contains("<p class=\"missing\">") && html.contains("there is no exercise `x`"));
    assert!(!book.path("out/en/welcome.html").exists());
}

#[test]
fn line_ends_of_another_system_are_no_fault() {
    let book = Workbook::new();
    for page in ["book/en/tcp-client.md", "book/es/SUMMARY.md", "examples/two-reads.rs"] {
        book.write(page, &book.read(page).replace('\n', "\r\n"));
    }
    let said = build(&book);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
}

#[test]
fn a_mistake_says_under_its_title_what_reports_call_it() {
    let book = built();
    for (lang, said) in [("en", "Its name in reports:"), ("es", "Su nombre en los informes:")] {
        let html = book.read(&format!("out/{lang}/mistakes/single-read.html"));
        let below = html.split("</h1>").find(|part| part.contains("what-you-see")).expect("there is a title");
        let (name, _) = below.split_once("<h2").expect("there is a heading below");
        assert!(name.contains(&format!("<p>{said} <code")) && name.contains(">single-read</code></p>"), "{name}");
        assert!(!book.read(&format!("out/{lang}/tcp-client.html")).contains(said), "a chapter is no mistake");
    }
}

#[test]
fn a_mistake_says_in_which_exercises_it_is_made() {
    let book = built();
    let made = |lang: &str, slug: &str| {
        let html = book.read(&format!("out/{lang}/mistakes/{slug}.html"));
        html.split("id=\"made-in\"").nth(1).map(|after| after.split("</main>").next().unwrap_or_default().to_owned())
    };
    let said = made("en", "single-read").expect("it is made somewhere");
    assert!(said.contains("Where it is made") && said.contains("A TCP client"), "{said}");
    assert!(said.contains("href=\"../tcp-client.html#the-exercise\""), "{said}");
    assert!(made("es", "busy-wait").expect("it is made somewhere").contains("Un cliente TCP"));
    assert_eq!(made("en", "hides-the-error"), None);

    // A class's copy has no wrong programs: then the tests say it.
    fs::remove_dir_all(book.path("tests/wrong")).expect("it was there");
    book.write("tests/graded/tcp_client.rs", "fn a() { x.or_if(y, \"hides-the-error\"); }");
    assert_eq!(build(&book).code, Some(0));
    assert!(made("en", "hides-the-error").is_some() && made("en", "single-read").is_none());
}

#[test]
fn lists_the_mistakes_by_exercise_and_by_symptom() {
    let book = built();
    let html = book.read("out/es/mistakes.html");
    let symptom = html.split("id=\"seen-as-hangs\"").nth(1).expect("somebody saw it");
    assert!(symptom.contains("se quedó pegado") && symptom.contains("mistakes/busy-wait.html"), "{symptom:.300}");
    assert!(html.contains("id=\"in-tcp-client\"") && !html.contains("seen-as-passed"));

    fs::remove_file(book.path("tools/book/recordings/mistakes.json")).expect("it was there");
    let said = build(&book).stderr;
    assert!(
        said.contains("book/en/mistakes.md:11: tools/book/recordings/mistakes.json is missing: cargo lab book record"),
        "{said}"
    );
}

/// The catalogue with tables of what the wrong programs showed below it.
fn with_evidence() -> Workbook {
    let book = Workbook::new();
    for lang in ["en", "es"] {
        let path = format!("book/{lang}/mistakes.md");
        let blocks = "\n```evidence\nshow = \"exercises\"\n```\n\n```evidence\nshow = \"mistakes\"\n```\n";
        book.write(&path, &(book.read(&path) + blocks));
    }
    book
}

#[test]
fn counts_how_many_wrong_programs_were_caught_and_named() {
    let book = with_evidence();
    let kept = r#"
        [right]
        tcp-client = 7
        [wrong.tcp-client.single-read]
        adds_nothing_to_what_it_received = "seen"
        prints_every_byte_until_the_server_closes = "explained"
        [wrong.tcp-client."single-read.2"]
        sends_nothing = "unsteady"
        says_unknown_name = "seen"
        [wrong.tcp-client.busy-wait]
        sends_nothing = "unsteady"
    "#;
    book.write("tools/evidence/kept/matrix.toml", kept);
    assert_eq!(build(&book).code, Some(0));
    let html = book.read("out/en/mistakes.html");
    let cells = |numbers: &[usize]| numbers.iter().map(|number| format!("<td>{number}</td>")).collect::<String>();
    // Rules, right and wrong programs, mistakes; two of the wrong ones were caught, one was named.
    let exercise = format!("<code>tcp-client</code></th>{}", cells(&[19, 7, 3, 2, 2, 1]));
    assert!(html.contains(&exercise), "{html}");
    let of_mistake =
        |slug: &str| html.rsplit(&format!("mistakes/{slug}.html\">")).next().and_then(|it| it.split("</tr>").next());
    assert!(of_mistake("single-read").is_some_and(|row| row.ends_with(&cells(&[2, 3, 1]))), "{html}");
    assert!(of_mistake("busy-wait").is_some_and(|row| row.ends_with(&cells(&[1, 0, 0]))), "{html}");
    let never_names = html.rsplit("name none of the mistakes above").next().expect("a list");
    assert!(never_names.contains("sends nothing") && !never_names.contains("prints every byte until"), "{never_names}");
}

#[test]
fn counts_nothing_in_a_copy_without_wrong_programs() {
    let book = with_evidence();
    let said = build(&book);
    assert_eq!(said.code, Some(1), "there are wrong programs, and nothing is kept of them");
    assert!(said.stderr.contains("tools/evidence/kept/matrix.toml is missing: cargo run -- matrix"), "{}", said.stderr);

    fs::remove_dir_all(book.path("tests/wrong")).expect("it was there");
    assert_eq!(build(&book).code, Some(0));
    assert!(book.read("out/es/mistakes.html").contains("no hay nada que contar"));
}

#[test]
fn what_is_older_than_the_programs_it_shows_is_not_published() {
    let book = Workbook::new();
    assert_eq!(build(&book).code, Some(0));
    book.write("tests/wrong/tcp-client/ends-too-early.edit", "//! fails: sends_nothing\n");
    let run = build(&book);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("cargo lab book record mistakes"), "{}", run.stderr);
    assert!(book.path("out/en/index.html").exists(), "the last good book stays");
}

#[test]
fn an_exercise_shows_its_rules_and_its_hints_each_inside_the_one_before() {
    let html = built().read("out/es/tcp-client.html");
    assert!(html.contains("<li data-rule=\"sends_nothing\">no envía nada</li>"));
    let card = html
        .split("id=\"exercise-tcp-client\"")
        .nth(1)
        .and_then(|card| card.split("</section>").next())
        .expect("a card");
    let hints = card.split("class=\"hints\"").nth(1).expect("hints");
    let closed = hints.find("</details>").expect("they end");
    assert_eq!(hints[..closed].matches("<details").count(), 4, "{hints}");
    assert!(hints.contains("href=\"tcp-client.html#a-read-is-not-a-message\""), "{hints}");
    assert!(hints.contains("<span class=\"hljs-keyword\">fn</span> count_commas"), "{hints}");
}

#[test]
fn no_word_of_mdbook_is_left_in_english() {
    let book = Workbook::new();
    let alerts = "> [!NOTE]\n> a\n\n> [!TIP]\n> b\n\n> [!IMPORTANT]\n> c\n\n> [!WARNING]\n> d\n\n> [!CAUTION]\n> e\n\n";
    for (lang, before) in [("en", "## How to work"), ("es", "## Cómo trabajar")] {
        book.edit(&format!("book/{lang}/welcome.md"), before, &format!("{alerts}{before}"));
    }
    assert_eq!(build(&book).code, Some(0));
    let page = |lang: &str| book.read(&format!("out/{lang}/welcome.html"));
    let (english, spanish) =
        (page("en") + &book.read("out/en/tcp-client.html"), page("es") + &book.read("out/es/tcp-client.html"));
    let script = |lang: &str| {
        let mut names = fs::read_dir(book.path(&format!("out/{lang}")))
            .expect("a folder")
            .map(|entry| entry.expect("an entry").path());
        let path = names.find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("book-")));
        fs::read_to_string(path.expect("mdBook's script")).expect("text")
    };
    use book::words::interface::{ALERTS, PAGE, SCRIPT};
    for (from, to) in PAGE.iter().chain(&ALERTS) {
        assert!(english.contains(from), "mdBook does not say {from} any more");
        assert!(spanish.contains(to) && (from == to || !spanish.contains(from)), "{from} stayed in English");
    }
    for (from, to) in SCRIPT {
        assert!(script("en").contains(from) && script("es").contains(to) && !script("es").contains(from), "{from}");
    }
}

#[test]
fn no_address_of_another_machine_is_loaded() {
    let book = built();
    for page in ["en/welcome", "es/tcp-client", "en/print", "es/mistakes/single-read"] {
        let html = book.read(&format!("out/{page}.html"));
        let loads = ["src=\"http", "src=\"//", "<link rel=\"stylesheet\" href=\"http", "@import", "url(http"];
        assert!(loads.iter().all(|load| !html.contains(load)), "{page}");
    }
}

#[test]
fn the_first_page_is_light() {
    let book = built();
    let html = book.read("out/en/index.html");
    let attribute = |part: &str| part.split('"').next().unwrap_or_default().to_owned();
    let linked = html.split("href=\"").skip(1).chain(html.split("src=\"").skip(1)).map(attribute);
    let files: Vec<_> =
        linked.filter(|file| file.ends_with(".css") || file.ends_with(".js") || file.ends_with(".svg")).collect();
    assert!(files.len() > 10, "{files:?}");
    let weigh = |file: &String| fs::metadata(book.path(&format!("out/en/{file}"))).expect(file).len();
    let all = html.len() as u64 + files.iter().map(weigh).sum::<u64>();
    assert!(all < 200_000, "{all} bytes without the pages of the mistakes in the table of contents");
    assert!(!files.iter().any(|file| file.contains("searchindex")), "{files:?}");
    assert!(!book.path("out/en/fonts/open-sans-v17-all-charsets-300.woff2").exists());
}
