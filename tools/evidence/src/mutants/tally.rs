//! What a run found: the figures by exercise, the survivors that nobody explained, and explanations without a survivor.

use std::collections::BTreeSet;
use std::fmt;

use enchufe::catalog::Exercise;
use serde::{Deserialize, Serialize};

use super::kept::Kept;
use super::mutant::Mutant;

/// What becomes of a mutant.
pub enum Fate {
    DoesNotCompile,
    /// By this test.
    CaughtBy(String),
    Survived,
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fate::DoesNotCompile => f.write_str("does not compile"),
            Fate::CaughtBy(test) => write!(f, "caught by {test}"),
            Fate::Survived => f.write_str("SURVIVED"),
        }
    }
}

pub struct Judged<'m> {
    pub mutant: &'m Mutant,
    pub fate: Fate,
}

/// The figures of one exercise.
#[derive(Default, Clone, Copy, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Row {
    mutants: usize,
    caught: usize,
    do_not_compile: usize,
    explained: usize,
    unexplained: usize,
}

pub struct Tally<'m> {
    rows: Vec<(&'m str, Row)>,
    unexplained: Vec<&'m Mutant>,
    /// Exercise and name of what is listed as a survivor and is none.
    gone: Vec<(&'m str, String)>,
}

impl<'m> Tally<'m> {
    pub fn new(exercises: &[&'static Exercise], judged: Vec<Judged<'m>>, kept: &Kept) -> Tally<'m> {
        let mut tally = Tally { rows: Vec::new(), unexplained: Vec::new(), gone: Vec::new() };
        for exercise in exercises {
            let mut row = Row::default();
            let mut listed: BTreeSet<&str> = kept.explained(&exercise.slug).collect();
            for Judged { mutant, fate } in judged.iter().filter(|it| it.mutant.exercise.slug == exercise.slug) {
                row.mutants += 1;
                match fate {
                    Fate::DoesNotCompile => row.do_not_compile += 1,
                    Fate::CaughtBy(_) => row.caught += 1,
                    Fate::Survived if listed.remove(mutant.name.as_str()) => row.explained += 1,
                    Fate::Survived => {
                        row.unexplained += 1;
                        tally.unexplained.push(mutant);
                    }
                }
            }
            tally.gone.extend(listed.into_iter().map(|name| (exercise.slug.as_str(), name.to_owned())));
            tally.rows.push((&exercise.slug, row));
        }
        tally
    }

    pub fn rows(&self) -> impl Iterator<Item = (&'m str, Row)> {
        self.rows.iter().copied()
    }

    /// Whether every survivor is explained, and nothing else is.
    pub fn holds(&self) -> bool {
        self.unexplained.is_empty() && self.gone.is_empty()
    }

    fn sum(&self, figure: impl Fn(&Row) -> usize) -> usize {
        self.rows.iter().map(|(_, row)| figure(row)).sum()
    }
}

impl fmt::Display for Tally<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "exercise          mutants  caught  do not compile  explained  unexplained")?;
        for (exercise, row) in &self.rows {
            let Row { mutants, caught, do_not_compile, explained, unexplained } = row;
            writeln!(
                f,
                "{exercise:<16} {mutants:>8} {caught:>7} {do_not_compile:>15} {explained:>10} {unexplained:>12}"
            )?;
        }
        for mutant in &self.unexplained {
            writeln!(f, "\nnot caught: solutions/{}:{}", mutant.file.display(), mutant.line)?;
            writeln!(f, "  {}\n{}", mutant.name, mutant.difference.trim_end())?;
        }
        for (exercise, name) in &self.gone {
            writeln!(f, "\nlisted, and no survivor: {exercise}\n  {name}")?;
        }
        let compiled = self.sum(|row| row.mutants - row.do_not_compile);
        let caught = self.sum(|row| row.caught);
        write!(
            f,
            "\n{caught} of {compiled} mutants that compile are caught, {} are explained",
            self.sum(|row| row.explained)
        )?;
        writeln!(f, "; {} are not, {} explanations have no survivor.", self.unexplained.len(), self.gone.len())
    }
}
