//! A program of ours that does nothing, heard as the students' are. No test may say that it is right: if one does, the
//! judge was tampered with, and none of its verdicts stands.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;

use enchufe::catalog::Exercise;

use super::bench::Bench;
use super::hall::Hall;
use super::hearing::Hearing;
use crate::result::{Tampering, Text, Tier};
use crate::sandbox::{LAUNCHER, launcher};
use crate::words::judge as words;

/// The sign in a result.
const SIGN: &str = "planted-program-passed";

/// A rule of each exercise that the program breaks, found by hearing it.
///
/// # Errors
/// It cannot be heard.
pub fn rules(bench: &Bench, hall: &Hall, exercises: &[Exercise]) -> io::Result<BTreeMap<String, String>> {
    let program = program(hall)?;
    let mut rules = BTreeMap::new();
    for exercise in exercises {
        let hearing = hearing(bench, hall, exercise, &program);
        for rule in &exercise.rules {
            if hearing.breaks(&rule.name)? {
                rules.insert(exercise.slug.clone(), rule.name.clone());
                break;
            }
        }
    }
    Ok(rules)
}

/// Signs of tampering in the exercises that were judged.
///
/// # Errors
/// The program cannot be heard.
pub fn check(bench: &Bench, hall: &Hall, judged: &[&Exercise]) -> io::Result<Vec<Tampering>> {
    let program = program(hall)?;
    let mut signs = Vec::new();
    for exercise in judged {
        let Some(rule) = bench.planted.get(&exercise.slug) else { continue };
        if hearing(bench, hall, exercise, &program).holds(rule)? {
            signs.push(Tampering {
                exercise: Some(exercise.slug.clone()),
                sign: SIGN.to_owned(),
                text: Text::said(|lang| (words(lang).planted_passed)(rule)),
            });
        }
    }
    Ok(signs)
}

fn hearing<'a>(bench: &'a Bench, hall: &'a Hall, exercise: &'a Exercise, program: &'a PathBuf) -> Hearing<'a> {
    let args = vec![LAUNCHER.to_owned(), "nothing".to_owned()];
    Hearing { bench, hall, exercise, program, args, name: format!("planted-{}", exercise.slug), wanting: "" }
}

fn program(hall: &Hall) -> io::Result<PathBuf> {
    let launcher = launcher()?;
    if hall.tier == Tier::Namespaces {
        return Ok(launcher);
    }
    // Whoever programs run as may be kept out of the folder where it lies.
    let place = hall.outside("programs").join("planted");
    fs::copy(launcher, &place)?;
    Ok(place)
}
