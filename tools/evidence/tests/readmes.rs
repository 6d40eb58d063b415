//! README and LEEME tell figures of the evidence. They are those that are kept.

use std::fs;

use toml::{Table, Value};

/// How a language writes numbers: what stands between thousands, and before decimals.
struct Marks {
    thousands: &'static str,
    decimal: &'static str,
}

impl Marks {
    fn whole(&self, number: u64) -> String {
        match number {
            0..=999 => number.to_string(),
            _ => format!("{}{}{:03}", self.whole(number / 1000), self.thousands, number % 1000),
        }
    }

    /// A part of a hundred with two digits that count, rounded up: it is an upper bound.
    fn percent_at_most(&self, part: f64) -> String {
        let percent = 100.0 * part;
        let places = (1 - percent.log10().floor() as i32).max(0);
        let unit = 10_f64.powi(places);
        let rounded = (percent * unit).ceil() / unit;
        format!("{rounded:.*}", places as usize).replace('.', self.decimal)
    }
}

const EN: Marks = Marks { thousands: ",", decimal: "." };
const ES: Marks = Marks { thousands: ".", decimal: "," };

/// A file of the workbook as one long line.
fn words(name: &str) -> String {
    let path = enchufe::root().join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn kept(name: &str) -> Table {
    let path = enchufe::root().join("tools/evidence/kept").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn count(table: &Value, key: &str) -> u64 {
    let number = table.get(key).and_then(Value::as_integer).unwrap_or_else(|| panic!("{key} is no number in {table}"));
    number.try_into().expect("counts are not negative")
}

fn tables<'t>(table: &'t Table, key: &str) -> impl Iterator<Item = &'t Value> {
    table[key].as_table().expect("it is a table").iter().map(|(_, value)| value)
}

#[track_caller]
fn both_tell(en: &str, es: &str) {
    for (name, sentence) in [("README.md", en), ("LEEME.md", es)] {
        assert!(words(name).contains(sentence), "{name} does not tell what is kept: {sentence:?}");
    }
}

#[test]
fn both_tell_how_many_wrong_programs_there_are() {
    let matrix = kept("matrix.toml");
    let wrong = tables(&matrix, "wrong").map(|programs| programs.as_table().map_or(0, Table::len)).sum::<usize>();
    both_tell(
        &format!("- {} wrong programs make one mistake each. All are caught", EN.whole(wrong as u64)),
        &format!("- {} programas malos cometen un error cada uno. Todos caen", ES.whole(wrong as u64)),
    );
}

#[test]
fn both_tell_how_many_mutants_are_caught_and_how_many_explained() {
    let mutants = kept("mutants.toml");
    let sum = |key: &str| tables(&mutants, "figures").map(|figures| count(figures, key)).sum::<u64>();
    let (caught, explained) = (sum("caught"), sum("explained"));
    assert_eq!(sum("unexplained"), 0);
    let compile = caught + explained;
    both_tell(
        &format!("Of the {compile} changes to the solutions that compile"),
        &format!("De los {compile} cambios a las soluciones que compilan"),
    );
    both_tell(&format!("{caught} are caught."), &format!("caen {caught}."));
    both_tell(&format!("the other {explained} stands in"), &format!("los otros {explained} está en"));
}

#[test]
fn both_tell_how_many_runs_of_right_programs_there_were_and_what_that_shows() {
    let rounds = kept("rounds.toml");
    let rounds = rounds["run"].as_array().expect("it is a list");
    let sum = |key: &str| rounds.iter().map(|run| count(run, key)).sum::<u64>();
    let matrix = kept("matrix.toml");
    // The solutions are right, too: one of each exercise.
    let programs = tables(&matrix, "right").map(|programs| 1 + programs.as_integer().expect("a number")).sum::<i64>();
    let runs = sum("runs");
    assert_eq!(sum("failures"), 0, "both say that none failed");
    both_tell(&format!("- {programs} right programs, in Rust"), &format!("- {programs} programas buenos, en Rust"));
    both_tell(
        &format!("of {} runs of a test none failed.", EN.whole(runs)),
        &format!("de {} ejecuciones de una prueba no falló ninguna.", ES.whole(runs)),
    );
    // Nothing failed: the rule of three.
    let part = 3.0 / runs as f64;
    both_tell(
        &format!("more than {} % of them would be a surprise", EN.percent_at_most(part)),
        &format!("más del {} % sería una sorpresa", ES.percent_at_most(part)),
    );
}

#[test]
fn an_upper_bound_is_rounded_up() {
    assert_eq!(EN.percent_at_most(3.0 / 55_853.0), "0.0054");
    assert_eq!(ES.percent_at_most(3.0 / 200_000.0), "0,0015");
    assert_eq!(EN.percent_at_most(3.0 / 100.0), "3.0");
}
