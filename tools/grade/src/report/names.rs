//! File names for students: whatever they are called, a name that every system takes, and no two the same.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

/// So many letters of a name at most become letters of a file name.
const LONGEST: usize = 60;

/// What systems keep for themselves, with any ending.
const RESERVED: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// A file name without ending for each student, in their order.
///
/// A name of plain letters stays as it is. Any other, and those which some systems take for the same, get a piece of
/// their name's hash, so that it does not depend on who else is in the class what most of them are called.
pub fn file_names<'a>(students: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let students: Vec<&str> = students.into_iter().collect();
    let plain: Vec<String> = students.iter().map(|student| plain(student)).collect();
    let mut how_many: BTreeMap<String, usize> = BTreeMap::new();
    for name in &plain {
        *how_many.entry(name.to_ascii_lowercase()).or_default() += 1;
    }
    let name = |(student, plain): (&&str, &String)| {
        let folded = plain.to_ascii_lowercase();
        let is_itself = plain == student && how_many[&folded] == 1 && !RESERVED.contains(&folded.as_str());
        if is_itself { plain.clone() } else { format!("{plain}-{}", hash(student)) }
    };
    students.iter().zip(&plain).map(name).collect()
}

/// The letters of a name that every file name may have.
fn plain(name: &str) -> String {
    let mut plain = String::new();
    // Accents that are letters of their own stand on the one before them.
    for letter in name.chars().filter(|letter| !('\u{300}'..='\u{36f}').contains(letter)) {
        match bare(letter) {
            Some(letter) => plain.push(letter),
            None if plain.is_empty() || plain.ends_with('-') => {}
            None => plain.push('-'),
        }
        if plain.len() >= LONGEST {
            break;
        }
    }
    let plain = plain.trim_matches('-');
    if plain.is_empty() { "student".to_owned() } else { plain.to_owned() }
}

/// A letter without its accent, or `None` for what is no letter of a file name.
pub(crate) fn bare(letter: char) -> Option<char> {
    Some(match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' => letter,
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'Á' | 'À' | 'Â' | 'Ä' | 'Ã' | 'Å' => 'A',
        'É' | 'È' | 'Ê' | 'Ë' => 'E',
        'Í' | 'Ì' | 'Î' | 'Ï' => 'I',
        'Ó' | 'Ò' | 'Ô' | 'Ö' | 'Õ' | 'Ø' => 'O',
        'Ú' | 'Ù' | 'Û' | 'Ü' => 'U',
        'ñ' => 'n',
        'Ñ' => 'N',
        'ç' => 'c',
        'Ç' => 'C',
        _ => return None,
    })
}

fn hash(name: &str) -> String {
    Sha256::digest(name).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::file_names;

    #[test]
    fn a_plain_name_stays() {
        assert_eq!(file_names(["ana-perez", "Beto_2"]), ["ana-perez", "Beto_2"]);
    }

    #[test]
    fn no_name_leaves_the_folder_and_no_two_are_the_same_anywhere() {
        let long = "x".repeat(200);
        let names =
            ["=cmd()", "<script>", "../x", "..", "", "Ñandú", &long, "Ana", "ana", "nul", "a/b", "a\\b", "日本"];
        let files = file_names(names);
        let folded: BTreeSet<String> = files.iter().map(|file| file.to_lowercase()).collect();
        assert_eq!(folded.len(), names.len(), "{files:?}");
        for file in &files {
            assert!(file.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter)), "{file}");
            assert!(file.len() <= 70 && !file.starts_with('-'), "{file}");
        }
        assert!(files[5].starts_with("Nandu-"), "{}", files[5]);
    }

    #[test]
    fn who_else_is_there_does_not_change_a_name_that_is_not_plain() {
        let alone = file_names(["Ñandú"]);
        assert_eq!(file_names(["Ana", "Ñandú"])[1], alone[0]);
    }
}
