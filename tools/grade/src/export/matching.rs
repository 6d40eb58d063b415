//! Which line of a sheet is which student. Nothing is guessed: a key belongs to one line and to one student, or to
//! nobody.

use std::collections::BTreeMap;

/// What a line, or a student, may be known by, the surest first.
pub type Keys = Vec<String>;

/// The pairs that were found, and what is left on either side.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Matched {
    /// A line of the sheet and a student, as places in the two lists.
    pub pairs: Vec<(usize, usize)>,
    pub lines_left: Vec<usize>,
    pub students_left: Vec<usize>,
}

/// Matches lines to students, each known by some keys. All keys of a line are asked, the first that one free student has
/// decides, if no other line has it. Exactly as they are written first, then without regard to capitals.
pub fn matched(lines: &[Keys], students: &[Keys]) -> Matched {
    let mut line_of: Vec<Option<usize>> = vec![None; lines.len()];
    let mut is_taken = vec![false; students.len()];
    let ways: [fn(&str) -> String; 2] = [|key| key.trim().to_owned(), |key| key.trim().to_lowercase()];
    for way in ways {
        let most = lines.iter().map(Vec::len).max().unwrap_or_default();
        for depth in 0..most {
            let at_depth = |keys: &Keys| keys.get(depth).map(|key| way(key)).filter(|key| !key.is_empty());
            let of_lines = by_key(lines, |keys| at_depth(keys).into_iter().collect());
            let of_students = by_key(students, |keys| keys.iter().map(|key| way(key)).collect());
            let mut wanted: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for (key, found) in of_lines {
                let (&[line], Some(&[student])) = (&found[..], of_students.get(&key).map(|found| &found[..])) else {
                    continue;
                };
                if line_of[line].is_none() && !is_taken[student] {
                    wanted.entry(student).or_default().push(line);
                }
            }
            // A student whom two lines want, by two of the student's keys, is nobody's yet.
            for (student, lines) in wanted {
                if let [line] = lines[..] {
                    (line_of[line], is_taken[student]) = (Some(student), true);
                }
            }
        }
    }
    let pair = |(line, student): (usize, &Option<usize>)| student.map(|student| (line, student));
    Matched {
        pairs: line_of.iter().enumerate().filter_map(pair).collect(),
        lines_left: (0..lines.len()).filter(|line| line_of[*line].is_none()).collect(),
        students_left: (0..students.len()).filter(|student| !is_taken[*student]).collect(),
    }
}

/// Whose keys these are: for each key the places, each once.
fn by_key(all: &[Keys], keys: impl Fn(&Keys) -> Vec<String>) -> BTreeMap<String, Vec<usize>> {
    let mut found: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, one) in all.iter().enumerate() {
        for key in keys(one).into_iter().filter(|key| !key.is_empty()) {
            let places = found.entry(key).or_default();
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Keys, matched};

    fn keys(all: &[&[&str]]) -> Vec<Keys> {
        all.iter().map(|keys| keys.iter().map(|key| (*key).to_owned()).collect()).collect()
    }

    #[test]
    fn the_surest_key_decides() {
        let matched =
            matched(&keys(&[&["17", "ana@x.cl", "Ana"], &["18", "beto@x.cl", "Beto"]]), &keys(&[&["Beto"], &["17"]]));
        assert_eq!(matched.pairs, [(0, 1), (1, 0)]);
    }

    #[test]
    fn two_of_the_same_name_are_left_to_a_person() {
        let both = matched(&keys(&[&["Ana"], &["Ana"]]), &keys(&[&["Ana"]]));
        assert_eq!((both.pairs.len(), both.lines_left.len(), both.students_left.len()), (0, 2, 1));
        let students = matched(&keys(&[&["Ana"]]), &keys(&[&["ana"], &["ANA"]]));
        assert_eq!(students.pairs, []);
    }

    #[test]
    fn capitals_matter_only_where_they_tell_two_apart() {
        assert_eq!(matched(&keys(&[&["ANA@x.cl"]]), &keys(&[&["ana@x.cl"]])).pairs, [(0, 0)]);
        assert_eq!(matched(&keys(&[&["ana"], &["ANA"]]), &keys(&[&["ANA"], &["ana"]])).pairs, [(0, 1), (1, 0)]);
    }
}
