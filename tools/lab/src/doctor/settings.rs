//! The variables `ENCHUFE_…` that are set, and what they do.

use enchufe::{PATIENCE, patience_in};

use super::finding::Finding;
use crate::lab::Lab;
use crate::words::doctor as words_of;

/// Variables that change how the workbook itself is checked: nothing for a student.
const FOR_AUTHORS: [&str; 10] = [
    "ENCHUFE_AXE",
    "ENCHUFE_CRASH_SEED",
    "ENCHUFE_EVIDENCE_WITHOUT_IPV6",
    "ENCHUFE_GOLDEN",
    "ENCHUFE_GRADE_TIER",
    "ENCHUFE_MULTICALL",
    "ENCHUFE_MULTICALL_ONLY",
    "ENCHUFE_PICTURES",
    "ENCHUFE_THOROUGH",
    "ENCHUFE_WANTING",
];

pub fn variables(lab: &Lab) -> Vec<Finding> {
    let set = std::env::vars_os().map(|(name, value)| (text(&name), text(&value)));
    let mut set: Vec<(String, String)> = set.filter(|(name, _)| name.starts_with("ENCHUFE_")).collect();
    set.sort();
    if set.is_empty() {
        return vec![Finding::ok(words_of(lab.lang).no_variables)];
    }
    set.iter().map(|(name, value)| variable(lab, name, value)).collect()
}

fn text(text: &std::ffi::OsStr) -> String {
    text.to_string_lossy().into_owned()
}

fn variable(lab: &Lab, name: &str, value: &str) -> Finding {
    let words = words_of(lab.lang);
    let shown = format!("{name}={value}");
    if let Some(program) = name.strip_prefix("ENCHUFE_PROGRAM_") {
        let variable_of = |slug: &str| slug.replace('-', "_").to_uppercase();
        return match lab.exercises.iter().find(|exercise| variable_of(&exercise.slug) == program) {
            Some(exercise) => Finding::note((words.replaces)(&shown, &exercise.slug), (words.unset)(name)),
            None => Finding::note((words.replaces_nothing)(&shown), (words.unset)(name)),
        };
    }
    match name {
        "ENCHUFE_LANG" => match value.to_ascii_lowercase() {
            known if known.starts_with("en") || known.starts_with("es") => Finding::ok((words.sets_language)(&shown)),
            _ => Finding::note((words.no_language)(&shown), (words.unset)(name)),
        },
        PATIENCE => match patience_in(value) {
            Ok(_) => Finding::ok((words.sets_patience)(&shown)),
            Err(_) => Finding::problem((words.no_patience)(&shown), (words.unset)(name)),
        },
        "ENCHUFE_REPORTS" => Finding::ok((words.sets_reports)(&shown)),
        _ if FOR_AUTHORS.contains(&name) => Finding::note((words.for_authors)(&shown), (words.unset)(name)),
        _ => Finding::note((words.unknown_variable)(&shown), (words.unset)(name)),
    }
}
