//! A student of the class, and what they hand in.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::chance::Chance;
use crate::stock::{Files, Shelf, Stock};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Every exercise, right.
    Solved,
    /// The first few exercises, right; of the others some as they came.
    Part,
    /// Every exercise, and some of them with a known mistake.
    Wrong,
    /// As it came, or with programs that do not compile.
    Unfinished,
    Hostile,
}

/// How many of a hundred are of each kind.
const SHARES: [(Kind, i64); 5] =
    [(Kind::Solved, 35), (Kind::Part, 25), (Kind::Wrong, 25), (Kind::Unfinished, 10), (Kind::Hostile, 5)];

const FIRST: &str =
    "Ana Benjamín Catalina Diego Emilia Felipe Gabriela Hugo Ignacia Joaquín Lucía Matías Noemí Óscar Paula Tomás";
const LAST: &str = "Araya Bravo Cárdenas Díaz Espinoza Fuentes González Ibáñez Leiva Muñoz Núñez O'Higgins Peña Soto";

pub struct Student {
    /// Their place in the class.
    pub number: usize,
    pub name: String,
    pub kind: Kind,
    /// By path.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// The students of a class. A smaller one is the beginning of a larger one, and every beginning has its share of each
/// kind.
pub fn class(stock: &Stock, size: usize, seed: u64) -> Vec<Student> {
    let mut counts = [0; SHARES.len()];
    let mut chance = Chance::new(seed, usize::MAX);
    let cases = chance.some(stock.hostile.iter().collect(), stock.hostile.len());
    let names = chance.some(stock.hostile_names.iter().collect(), stock.hostile_names.len());
    let mut hostile = cases.into_iter().cycle().zip(names.into_iter().cycle());
    let mut class = Vec::new();
    for number in 0..size {
        let missing = |place: usize| SHARES[place].1 * (number as i64 + 1) - 100 * counts[place];
        let place = (0..SHARES.len()).rev().max_by_key(|&place| missing(place)).expect("there are kinds");
        counts[place] += 1;
        let kind = SHARES[place].0;
        let mut chance = Chance::new(seed, number);
        let (name, files) = match kind {
            Kind::Hostile => {
                let (case, name) = hostile.next().expect("there are some");
                let is_taken = class.iter().any(|one: &Student| one.name == *name);
                (if is_taken { format!("{name} {number}") } else { name.clone() }, case.submission())
            }
            _ => {
                let mut one = |names: &'static str| *chance.one(&names.split(' ').collect::<Vec<_>>());
                let name = format!("{} {} {:03}", one(FIRST), one(LAST), number + 1);
                let files = honest(stock, kind, &name, &mut chance);
                (name, files)
            }
        };
        class.push(Student { number, name, kind, files });
    }
    class
}

fn honest(stock: &Stock, kind: Kind, name: &str, chance: &mut Chance) -> BTreeMap<String, Vec<u8>> {
    let count = stock.shelves.len();
    let solved = if kind == Kind::Part { 2 + chance.below(count - 3) } else { count };
    let as_it_came = kind == Kind::Unfinished && chance.percent(50);
    let faulty = match kind {
        Kind::Wrong => 2 + chance.below(4),
        Kind::Unfinished => 4 + chance.below(count - 4),
        _ => 0,
    };
    let faulty = chance.some((0..count).collect(), faulty);
    let mut files = BTreeMap::new();
    for (place, shelf) in stock.shelves.iter().enumerate() {
        let handed_in = match kind {
            _ if as_it_came => shelf.stub.clone(),
            Kind::Part if place >= solved && chance.percent(60) => continue,
            Kind::Part if place >= solved => shelf.stub.clone(),
            Kind::Wrong if faulty.contains(&place) => with_program(shelf, &shelf.wrong, chance),
            Kind::Unfinished if faulty.contains(&place) => broken(&shelf.solution, chance),
            _ if !shelf.right.is_empty() && chance.percent(40) => with_program(shelf, &shelf.right, chance),
            _ => shelf.solution.clone(),
        };
        for (file, text) in handed_in {
            // So that no two hand in the same.
            files.insert(format!("{}/src/{file}", shelf.folder), format!("// {name}\n{text}").into_bytes());
        }
    }
    files
}

/// The solution's files with one of these programs.
fn with_program(shelf: &Shelf, programs: &[String], chance: &mut Chance) -> Files {
    let mut files = shelf.solution.clone();
    files.retain(|(file, _)| file != "main.rs");
    files.push(("main.rs".to_owned(), chance.one(programs).clone()));
    files
}

/// What does not compile: the end is missing, or something is of another type.
fn broken(solution: &Files, chance: &mut Chance) -> Files {
    let mut files = solution.clone();
    for (_, text) in &mut files {
        if chance.percent(50) {
            text.truncate(text.trim_end().len() - 1);
        } else {
            write!(text, "\nfn port() -> u16 {{\n    \"{}\"\n}}\n", 1024 + chance.below(60_000)).expect("a String");
        }
    }
    files
}
