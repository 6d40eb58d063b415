//! Whose an entry is, by the names that Canvas and Moodle give to what they let an instructor download. Whoever handed
//! in two files there, or a file and a text, has two entries.

use std::collections::{BTreeMap, BTreeSet};

/// The students, by entry, of the entries that a platform named.
pub(super) fn owners<'a>(names: impl Iterator<Item = &'a str> + Clone) -> BTreeMap<&'a str, String> {
    let mut owners: BTreeMap<&str, String> = names.clone().filter_map(|name| Some((name, moodle(name)?))).collect();
    let canvas: Vec<_> = names.filter_map(|name| Some((name, canvas(name)?))).collect();
    // An instructor's own names may look like these: `lab_3_1_ana`. Canvas gives a number to one file only, and a class
    // in which everybody would be the same student is none of its.
    let files: BTreeSet<&str> = canvas.iter().map(|(_, (_, file))| *file).collect();
    let students: BTreeSet<&String> = canvas.iter().map(|(_, (student, _))| student).collect();
    if files.len() == canvas.len() && (students.len() > 1 || canvas.len() == 2) {
        owners.extend(canvas.iter().map(|(name, (student, _))| (*name, student.clone())));
    }
    owners
}

/// `Ana Pérez_123_assignsubmission_file_`: a name, the number of the participant, and what kind of thing it is.
fn moodle(name: &str) -> Option<String> {
    let (student, _) = name.split_once("_assignsubmission_")?;
    let (_, number) = student.rsplit_once('_')?;
    is_number(number).then(|| student.to_owned())
}

/// `perezana_4321_98765_client`, or `perezana_LATE_4321_98765_client`: a name, the student's number, that of the file,
/// and what the file is called. The student, and the number of the file.
fn canvas(name: &str) -> Option<(String, &str)> {
    let mut parts = name.split('_').filter(|part| *part != "LATE");
    let (student, number, file) = (parts.next()?, parts.next()?, parts.next()?);
    parts.next()?;
    (is_number(number) && is_number(file)).then(|| (format!("{student}_{number}"), file))
}

/// As a platform counts: no `007`.
fn is_number(text: &str) -> bool {
    !text.starts_with('0') && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: &[&str]) -> Vec<Option<String>> {
        let owners = owners(names.iter().copied());
        names.iter().map(|name| owners.get(name).cloned()).collect()
    }

    #[test]
    fn files_of_one_student_are_known_by_the_names_that_platforms_give() {
        let rojas = Some("rojasana_101".to_owned());
        assert_eq!(of(&["rojasana_101_9001_client", "rojasana_LATE_101_9002_mi_server"]), [rojas.clone(), rojas]);
        let moodle = ["Ana Rojas_12345_assignsubmission_file_", "Ana Rojas_12345_assignsubmission_onlinetext_"];
        assert_eq!(of(&moodle), [const { Some("Ana Rojas_12345") }; 2].map(|it| it.map(str::to_owned)));
    }

    #[test]
    fn names_that_only_look_like_those_of_a_platform_are_nobodys() {
        let one_number = ["lab_3_1_ana", "lab_3_1_beto", "otro_4_2_caro"];
        let one_student = ["lab_3_1_ana", "lab_3_2_beto", "lab_3_3_caro"];
        let zeros = ["lab_03_01_ana", "lab_03_02_beto"];
        let others = ["ana-rojas", "ana_101_9001", "ana_assignsubmission_file_"];
        for names in [&one_number[..], &one_student, &zeros, &others] {
            assert!(of(names).iter().all(Option::is_none), "{names:?}");
        }
    }
}
