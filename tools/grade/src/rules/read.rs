//! Reads a `grade.toml`.

use std::fs;
use std::path::{Path, PathBuf};

use enchufe::catalog::Exercise;
use enchufe::words::Lang;
use toml::de::DeTable;

use super::table::{Item, Place, Table};
use super::{ExerciseRules, Late, Rules, people};
use crate::problem::Problem;
use crate::words::{general, rules, spoken};

/// The list of people lies where the file says, beside it, wherever the command was typed.
pub(super) fn read(path: &Path, exercises: &[Exercise]) -> Result<Rules, Problem> {
    read_with(path, exercises, |name| path.parent().unwrap_or(Path::new("")).join(name))
}

/// The list of people has a name of its own in a REPORT.
pub(super) fn read_kept(path: &Path, exercises: &[Exercise]) -> Result<Rules, Problem> {
    read_with(path, exercises, |_| path.with_file_name("people.csv"))
}

fn read_with(path: &Path, exercises: &[Exercise], list: impl Fn(&str) -> PathBuf) -> Result<Rules, Problem> {
    let words = rules(spoken());
    let text = text_of(path, words.see_example, words.save_as_utf8)?;
    let load = |name: &str| {
        let path = list(name);
        let text = text_of(&path, words.no_list, words.save_list_as_utf8)?;
        Ok((path, text))
    };
    parse(Place { path, text: &text }, exercises, &load)
}

/// What a file says; with what to do where it cannot be read, and where it is there, and written otherwise than in UTF-8.
fn text_of(path: &Path, if_unread: &str, if_not_utf8: &str) -> Result<String, Problem> {
    let cannot_read = |error| Problem::new((general(spoken()).cannot_read)(path, &error)).advise(if_unread);
    String::from_utf8(fs::read(path).map_err(cannot_read)?).map_err(|error| {
        let before = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]);
        Place { path, text: &before }.fault(before.len(), rules(spoken()).not_utf8).advise(if_not_utf8)
    })
}

/// Finds the list of people under the name that the rules give it.
type Load<'a> = &'a dyn Fn(&str) -> Result<(PathBuf, String), Problem>;

pub(super) fn parse(place: Place, exercises: &[Exercise], load: Load) -> Result<Rules, Problem> {
    let words = rules(spoken());
    let parsed = DeTable::parse(place.text)
        .map_err(|error| place.fault(error.span().map_or(0, |span| span.start), &(words.no_toml)(error.message())))?;
    let file = Table::whole(place, parsed.get_ref());
    let [class, late, exercise_tables] = file.of(["class", "late", "exercises"])?;
    let mut read = Rules::of_catalogue(exercises);
    read.files.rules = Some(place.text.to_owned());
    if let Some(late) = late {
        read_late(&late.table()?, &mut read)?;
    }
    if let Some(tables) = exercise_tables {
        for item in tables.table()?.items() {
            read_exercise(&item, exercises, &mut read)?;
        }
    }
    if let Some(class) = class {
        read_class(&class.table()?, exercises, load, &mut read)?;
    }
    if read.exercises.values().all(|exercise| !exercise.counts) {
        return Err(file.fault(words.nothing_counts));
    }
    Ok(read)
}

fn read_class(table: &Table, exercises: &[Exercise], load: Load, read: &mut Rules) -> Result<(), Problem> {
    let [title, lang, counted, list] = table.of(["title", "lang", "counted", "people"])?;
    read.title = title.map(|item| item.text().map(str::to_owned)).transpose()?;
    if let Some(item) = lang {
        let lang = Lang::ALL.into_iter().find(|lang| Ok(lang.code()) == item.text().as_deref());
        read.lang = Some(lang.ok_or_else(|| item.fault(&(rules(spoken()).wants)("lang", rules(spoken()).a_lang)))?);
    }
    if let Some(item) = counted {
        let mut slugs = Vec::new();
        for (name, at) in item.list()? {
            let known = exercises.iter().find(|exercise| exercise.slug == name);
            slugs.push(known.ok_or_else(|| item.place().fault(at, &unknown(name, exercises)))?.slug.clone());
        }
        read.count_none_but(&slugs);
    }
    if let Some(item) = list {
        let (path, text) = load(item.text()?)?;
        read.people = people::parse(Place { path: &path, text: &text })?;
        read.files.people = Some(text);
    }
    Ok(())
}

fn read_late(table: &Table, read: &mut Rules) -> Result<(), Problem> {
    let words = rules(spoken());
    let [due, grace, percent, last] = table.of(["due", "grace_minutes", "percent_per_day", "last"])?;
    let due_item = due.ok_or_else(|| table.fault(words.needs_due))?;
    read.zone = due_item.offset();
    let late = Late {
        due: due_item.time()?,
        grace_minutes: grace.map_or(Ok(0), |item| item.number(0, 60 * 24 * 7))?,
        percent_per_day: percent.map_or(Ok(0), |item| item.number(0, 100))?,
        last: last.map(|item| item.time()).transpose()?,
    };
    if let Some(item) = last.filter(|_| late.last.is_some_and(|last| last < late.due)) {
        return Err(item.fault(words.last_before_due));
    }
    read.late = Some(late);
    Ok(())
}

fn read_exercise(item: &Item, exercises: &[Exercise], read: &mut Rules) -> Result<(), Problem> {
    let known = exercises.iter().find(|exercise| exercise.slug == item.name());
    let exercise = known.ok_or_else(|| item.fault_of_key(&unknown(item.name(), exercises)))?;
    let [points, counts, hidden, weights] = item.table()?.of(["points", "counts", "hidden", "weights"])?;
    let rules: &mut ExerciseRules = read.exercises.get_mut(&exercise.slug).expect("the catalogue's are all there");
    if let Some(item) = points {
        rules.points = item.points()?;
    }
    if let Some(item) = counts {
        rules.counts = item.bool()?;
    }
    if let Some(item) = hidden {
        for (name, at) in item.list()? {
            let name = rule(exercise, name).map_err(|fault| item.place().fault(at, &fault))?;
            rules.hidden.insert(name);
        }
    }
    if let Some(item) = weights {
        for item in item.table()?.items() {
            let name = rule(exercise, item.name()).map_err(|fault| item.fault_of_key(&fault))?;
            rules.weights.insert(name, item.number(0, 1000)?);
        }
    }
    Ok(())
}

fn rule(exercise: &Exercise, name: &str) -> Result<String, String> {
    let known = exercise.rules.iter().find(|rule| rule.name == name);
    known.map(|rule| rule.name.clone()).ok_or_else(|| {
        let names: Vec<&str> = exercise.rules.iter().map(|rule| rule.name.as_str()).collect();
        (rules(spoken()).unknown_rule)(name, &exercise.slug, &names.join(", "))
    })
}

fn unknown(name: &str, exercises: &[Exercise]) -> String {
    let known: Vec<&str> = exercises.iter().map(|exercise| exercise.slug.as_str()).collect();
    (rules(spoken()).unknown_exercise)(name, &known.join(", "))
}
