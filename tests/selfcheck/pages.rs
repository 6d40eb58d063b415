//! What is written about exercises and mistakes fits what is tested.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use enchufe::catalog;
use enchufe::hints;
use enchufe::mistake;
use enchufe::words::Lang;

use crate::workshop::{EXERCISES, SOLUTIONS, sources};

#[test]
fn the_rules_in_a_manifest_are_the_tests() {
    for exercise in EXERCISES.iter() {
        let output = Command::new(&SOLUTIONS[&exercise.slug]).arg("--list").output().expect("the tests can be listed");
        let list = String::from_utf8(output.stdout).expect("test names are text");
        let tests: BTreeSet<&str> = list.lines().filter_map(|line| line.strip_suffix(": test")).collect();
        let rules: BTreeSet<&str> = exercise.rules.iter().map(|rule| rule.name.as_str()).collect();
        assert_eq!(rules, tests, "{}: [package.metadata.enchufe.rules] and the graded tests differ", exercise.slug);
        assert!((8..=29).contains(&tests.len()), "{} has {} tests, not 8 to 29", exercise.slug, tests.len());
    }
}

#[test]
fn a_solution_has_the_manifest_of_its_exercise() {
    for exercise in EXERCISES.iter() {
        let folder = exercise.folder.file_name().expect("an exercise has a folder");
        let read = |kind: &str| fs::read_to_string(enchufe::root().join(kind).join(folder).join("Cargo.toml"));
        let (exercise, solution) = (read("exercises"), read("solutions"));
        assert_eq!(exercise.expect("the exercise has a manifest"), solution.expect("the solution has a manifest"));
    }
}

#[test]
fn what_is_given_in_files_of_its_own_is_the_same_in_the_solution() {
    let solutions = catalog::exercises(&enchufe::root().join("solutions")).expect("every solution has a manifest");
    let mut compared = 0;
    for (exercise, solution) in EXERCISES.iter().zip(&solutions) {
        let folder = exercise.folder.join("src");
        let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let paths = files.map(|file| file.expect("the folder can be read").path());
        for path in paths.filter(|path| *path != exercise.source()) {
            let inside = path.strip_prefix(&exercise.folder).expect("it was found there");
            let text =
                |path: &Path| fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            assert_eq!(text(&path), text(&solution.folder.join(inside)), "{}", path.display());
            compared += 1;
        }
    }
    assert!(compared > 0, "no exercise has a given file");
}

/// `cargo lab reset` puts back what lies in `tools/lab/stubs`, and knows by it whether a student has begun.
#[test]
fn the_lab_keeps_the_stub_of_every_exercise() {
    let stubs = enchufe::root().join("tools").join("lab").join("stubs");
    let mut kept = files(&stubs);
    let mut problems = Vec::new();
    for exercise in EXERCISES.iter() {
        let source = exercise.source();
        let inside = source.strip_prefix(enchufe::root().join("exercises")).expect("exercises lie there");
        let stub = stubs.join(inside);
        let (source, stub_name) = (named(&source), named(&stub));
        match (fs::read(exercise.source()), fs::read(&stub)) {
            (Ok(now), Ok(came)) if now == came => {}
            (Ok(_), Ok(_)) => problems.push(format!("{source} differs from its stub: cp {source} {stub_name}")),
            (Ok(_), Err(_)) => problems.push(format!("{source} has no stub: cp {source} {stub_name}")),
            (Err(_), _) => problems.push(format!("{source} cannot be read: cp {stub_name} {source}")),
        }
        kept.remove(&stub);
    }
    problems.extend(kept.iter().map(|path| format!("{} belongs to no exercise: remove it", named(path))));
    assert!(
        problems.is_empty(),
        "`cargo lab reset` gives students what lies in tools/lab/stubs, so an exercise's stub is kept there word for \
         word.\nIf exercises/ holds the stub that students should get, copy it (make the folder if it is new). If it \
         holds a program that you tried, bring the stub back the other way.\n{}",
        problems.join("\n")
    );
}

/// A path as one types it in the workbook's folder.
fn named(path: &Path) -> String {
    path.strip_prefix(enchufe::root()).unwrap_or(path).display().to_string()
}

/// Every file under a folder.
fn files(folder: &Path) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { BTreeSet::from([path]) }).collect()
}

#[test]
fn both_languages_have_the_same_pages_and_every_page_has_its_sections() {
    let root = enchufe::root();
    let [english, spanish] =
        Lang::ALL.map(|lang| BTreeSet::from_iter(mistake::slugs(root, lang).expect("the pages can be listed")));
    let mut problems: Vec<String> = english
        .symmetric_difference(&spanish)
        .map(|slug| format!("mistakes/{slug}.md is in one of book/en and book/es, and not in the other"))
        .collect();
    for (slug, lang) in english.iter().flat_map(|slug| Lang::ALL.map(|lang| (slug, lang))) {
        match mistake::page(root, slug, lang) {
            Err(problem) => problems.push(problem.to_string()),
            Ok(page) => {
                let path = mistake::path(slug, lang);
                if page.title.chars().count() > 56 {
                    problems.push(format!("{}: the title has more than 56 letters", path.display()));
                }
                if !page.ask_yourself.ends_with('?') || page.ask_yourself.contains("\n\n") {
                    problems.push(format!("{}: `ask yourself` is one question", path.display()));
                }
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_exercise_has_hints_in_both_languages_that_say_what_to_read() {
    let root = enchufe::root();
    let mut exercises: Vec<&str> = EXERCISES.iter().map(|exercise| exercise.slug.as_str()).collect();
    exercises.sort_unstable();
    let mut problems = Vec::new();
    for lang in Lang::ALL {
        assert_eq!(hints::slugs(root, lang).expect("the pages can be listed"), exercises, "hints in {}", lang.code());
    }
    for (exercise, lang) in EXERCISES.iter().flat_map(|exercise| Lang::ALL.map(|lang| (exercise, lang))) {
        let path = hints::path(&exercise.slug, lang).display().to_string();
        let page = match hints::page(root, &exercise.slug, lang) {
            Ok(page) => page,
            Err(problem) => {
                problems.push(problem.to_string());
                continue;
            }
        };
        let reading = &page.the_section;
        if !page.the_question.ends_with('?') || page.the_question.contains("\n\n") {
            problems.push(format!("{path}: `the question` is one question"));
        }
        if reading.chapter != exercise.chapter {
            problems.push(format!("{path}: links to {}, and the chapter is {}", reading.chapter, exercise.chapter));
        }
        let stub = fs::read_to_string(exercise.source()).expect("the stub can be read");
        if hints::paragraph_of_task(&stub, &reading.task).is_none() {
            problems.push(format!("{path}: no paragraph of the task begins with {:?}", reading.task));
        }
        // A chapter that is not written yet has no headings either.
        let chapter = root.join("book").join(lang.code()).join(format!("{}.md", reading.chapter));
        if fs::read_to_string(chapter).is_ok_and(|text| !text.contains(&format!("{{#{}}}", reading.id))) {
            problems.push(format!("{path}: the chapter has no heading {{#{}}}", reading.id));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_mistake_that_a_test_names_has_a_page_and_a_wrong_program() {
    let pages: BTreeSet<String> = mistake::slugs(enchufe::root(), Lang::En).expect("pages exist").into_iter().collect();
    let mut proved = BTreeSet::new();
    for exercise in EXERCISES.iter() {
        let slug_of = |path: &std::path::PathBuf| {
            path.file_name().and_then(|name| name.to_str()?.split('.').next().map(str::to_owned))
        };
        let programs: BTreeSet<String> = sources("wrong", exercise).iter().filter_map(slug_of).collect();
        let text = graded_source(&exercise.slug);
        let named = slugs_in_calls(&text);
        let unproved: Vec<_> = named.difference(&programs).collect();
        assert!(unproved.is_empty(), "{}: named by a test, without a wrong program: {unproved:?}", exercise.slug);
        // A helper of the tests may pass the name on: anywhere in the file will do.
        let unnamed: Vec<_> = programs.iter().filter(|slug| !text.contains(&format!("\"{slug}\""))).collect();
        assert!(unnamed.is_empty(), "{}: wrong programs whose mistake no test names: {unnamed:?}", exercise.slug);
        proved.extend(programs);
    }
    let without_page: Vec<_> = proved.difference(&pages).collect();
    assert!(without_page.is_empty(), "mistakes without a page: {without_page:?}");
    let without_program: Vec<_> = pages.difference(&proved).collect();
    assert!(without_program.is_empty(), "pages whose mistake no wrong program makes: {without_program:?}");
}

/// The source of an exercise's graded tests.
fn graded_source(exercise: &str) -> String {
    let graded = enchufe::root().join("tests").join("graded");
    let name = exercise.replace('-', "_");
    let mut files = vec![graded.join(format!("{name}.rs"))];
    files.extend(fs::read_dir(graded.join(&name)).into_iter().flatten().flatten().map(|entry| entry.path()));
    files.iter().map(|file| fs::read_to_string(file).expect("a graded test can be read")).collect()
}

/// The slugs that tests name themselves: the last text in each call of `or_if` or `named`.
fn slugs_in_calls(text: &str) -> BTreeSet<String> {
    let calls = [".or_if(", ".named("].into_iter().flat_map(|call| text.split(call).skip(1));
    calls.filter_map(last_text_of_a_call).collect()
}

/// The last string literal before the parenthesis that closes a call. `rest` begins inside the call.
fn last_text_of_a_call(rest: &str) -> Option<String> {
    let (mut depth, mut last, mut literal) = (1, None, None::<String>);
    let mut letters = rest.chars();
    while let Some(letter) = letters.next() {
        match (&mut literal, letter) {
            (Some(text), '\\') => text.extend(letters.next()),
            (Some(_), '"') => last = literal.take(),
            (Some(text), letter) => text.push(letter),
            (None, '"') => literal = Some(String::new()),
            (None, '(') => depth += 1,
            (None, ')') if depth == 1 => return last,
            (None, ')') => depth -= 1,
            (None, _) => {}
        }
    }
    None
}
