//! Where two programs differ, without what is the task's: its header, its section lines, and comments that only guide
//! whoever writes the program. What remains is what a person wrote. It knows no terminal.

use std::collections::{HashSet, VecDeque};

use similar::{Algorithm, ChangeTag, DiffOp, DiffTag, TextDiff, capture_diff_slices, get_diff_ratio};

/// How many equal lines stand around a difference.
const CONTEXT: usize = 3;

/// Whose a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Both,
    Student,
    Solution,
}

/// A line of the comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub side: Side,
    /// Counted from 1 in the file itself.
    pub student: Option<usize>,
    pub solution: Option<usize>,
    /// In pieces; whether a piece is what changed inside the line.
    pub pieces: Vec<(bool, String)>,
}

/// What differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Each with the equal lines around it.
    pub hunks: Vec<Vec<Line>>,
    /// Whether the student went another way: what they wrote is more than a few lines, and little of it is in the
    /// solution.
    pub is_another_way: bool,
}

/// From this part of equal words on, marking the others helps the eye; below, it only makes lines colourful.
const ALIKE: f32 = 0.5;

/// Of fewer lines nothing can be said.
const ENOUGH_TO_TELL: usize = 12;

/// Compares the student's program with the solution. The stub tells which comments came with the task.
pub fn compare(student: &str, solution: &str, stub: &str) -> Comparison {
    let guides = guides(stub, solution);
    let (student, solution) = (own_lines(student, &guides), own_lines(solution, &HashSet::new()));
    let texts = |lines: &[(usize, String)]| -> Vec<String> { lines.iter().map(|(_, text)| text.clone()).collect() };
    let (old, new) = (texts(&student), texts(&solution));
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
    let mut config = TextDiff::configure();
    config.algorithm(Algorithm::Patience);
    let diff = config.diff_slices(&old, &new);
    let line = |op: &DiffOp| -> Vec<Line> {
        let mut changed = changed_words(&old[op.old_range()], &new[op.new_range()], op.tag());
        let changes = diff.iter_changes(op);
        changes
            .map(|change| Line {
                side: match change.tag() {
                    ChangeTag::Equal => Side::Both,
                    ChangeTag::Delete => Side::Student,
                    ChangeTag::Insert => Side::Solution,
                },
                student: change.old_index().map(|at| student[at].0),
                solution: change.new_index().map(|at| solution[at].0),
                pieces: changed.pop_front().unwrap_or_else(|| vec![(false, change.value().to_owned())]),
            })
            .collect()
    };
    let hunks = diff.grouped_ops(CONTEXT).iter().map(|ops| ops.iter().flat_map(&line).collect()).collect();
    let came: HashSet<&str> = stub.lines().map(str::trim).collect();
    let is_written = |line: &str| !line.is_empty() && !came.contains(line.trim());
    let written = old.iter().filter(|line| is_written(line)).count();
    let equal = diff.iter_all_changes().filter(|change| change.tag() == ChangeTag::Equal);
    let shared = equal.filter(|change| is_written(change.value())).count();
    Comparison { hunks, is_another_way: written >= ENOUGH_TO_TELL && shared * 4 < written }
}

/// The lines in pieces where lines replace others that are like them; otherwise nothing. First those that go.
fn changed_words(old: &[&str], new: &[&str], tag: DiffTag) -> VecDeque<Vec<(bool, String)>> {
    if tag != DiffTag::Replace {
        return VecDeque::new();
    }
    let words = |lines: &[&str]| -> Vec<String> { lines.join("\n").chars().fold(Vec::new(), add_letter) };
    let (old, new) = (words(old), words(new));
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    if get_diff_ratio(&ops, old.len(), new.len()) < ALIKE {
        return VecDeque::new();
    }
    let is_equal = |op: &DiffOp| op.tag() == DiffTag::Equal;
    let of_old = ops.iter().map(|op| (!is_equal(op), &old[op.old_range()]));
    let of_new = ops.iter().map(|op| (!is_equal(op), &new[op.new_range()]));
    in_lines(of_old).into_iter().chain(in_lines(of_new)).collect()
}

/// Adds a letter to the words of a line: names and numbers stay whole, so do blanks, all else stands alone.
fn add_letter(mut words: Vec<String>, letter: char) -> Vec<String> {
    let kind = |letter: char| match letter {
        '_' => 1,
        letter if letter.is_alphanumeric() => 1,
        ' ' => 2,
        _ => 3,
    };
    match words.last_mut() {
        Some(word) if kind(letter) != 3 && word.chars().all(|other| kind(other) == kind(letter)) => word.push(letter),
        _ => words.push(letter.to_string()),
    }
    words
}

/// Runs of words, whether each is new, cut where lines end.
fn in_lines<'w>(runs: impl Iterator<Item = (bool, &'w [String])>) -> Vec<Vec<(bool, String)>> {
    let mut lines = vec![Vec::new()];
    for (is_new, words) in runs {
        for (at, text) in words.concat().split('\n').enumerate() {
            if at > 0 {
                lines.push(Vec::new());
            }
            if !text.is_empty() {
                lines.last_mut().expect("there is one").push((is_new, text.to_owned()));
            }
        }
    }
    lines
}

/// What the solution says of itself in its first lines, up to the first empty one.
pub fn introduction(solution: &str) -> String {
    let header = solution.lines().map_while(|line| line.strip_prefix("//!"));
    let first = header.map(str::trim).take_while(|line| !line.is_empty());
    first.collect::<Vec<_>>().join(" ")
}

/// Lines of the stub that guide and are nothing of the program: comments that the solution does not have, and the
/// permission to leave given functions unused.
fn guides<'s>(stub: &'s str, solution: &str) -> HashSet<&'s str> {
    let kept: HashSet<&str> = solution.lines().map(str::trim).collect();
    let is_guide = |line: &&str| line.starts_with("//") || line.starts_with("#[allow(");
    stub.lines().map(str::trim).filter(is_guide).filter(|line| !kept.contains(line)).collect()
}

/// A program's lines with their numbers, without header, section lines and guides.
fn own_lines(text: &str, guides: &HashSet<&str>) -> Vec<(usize, String)> {
    let is_empty_doc = |line: &str| line == "///";
    let mut lines: Vec<(usize, &str)> = Vec::new();
    let mut is_header = true;
    // From the end, so that an empty line of a comment knows whether anything comes after it.
    let numbered: Vec<(usize, &str)> = text
        .lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line.trim_end()))
        .filter(|(_, line)| {
            is_header &= line.starts_with("//!") || line.is_empty();
            let line = line.trim_start();
            !is_header && !line.starts_with("// ───") && !guides.contains(line)
        })
        .collect();
    for (number, line) in numbered.into_iter().rev() {
        let after = lines.last().map_or("", |(_, after)| after.trim_start());
        let is_left_over = is_empty_doc(line.trim_start()) && !after.starts_with("///");
        let is_second_empty = line.is_empty() && after.is_empty();
        if !is_left_over && !is_second_empty {
            lines.push((number, line));
        }
    }
    lines.into_iter().rev().map(|(number, line)| (number, harmless(line))).collect()
}

/// What a file holds may not move the cursor, nor ring the bell.
fn harmless(line: &str) -> String {
    let mut shown = String::with_capacity(line.len());
    for letter in line.chars() {
        match letter {
            '\t' => shown.push_str("    "),
            letter if letter.is_control() => shown.extend(letter.escape_default()),
            letter => shown.push(letter),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{Side, compare, introduction};

    const STUB: &str = "\
//! # The task
//!
//! Do it.

use std::io;

// ─── Yours ─── Lo tuyo ───

/// Does it.
///
/// What holds then: it is done.
///
/// *Lo hace.*
fn solve() {
    todo!(\"do it\")
}

// ─── Given ─── Dado ───

fn main() {
    solve();
}
";
    const SOLUTION: &str = "\
//! The solution: it is
//! done.
//!
//! Read it later.

use std::io;

/// Does it.
fn solve() {
    // Here is why.
    println!(\"done\");
}

// ─── Given: the same ───

fn main() {
    solve();
}
";

    fn shown(student: &str) -> Vec<(Side, String)> {
        let lines = compare(student, SOLUTION, STUB).hunks.into_iter().flatten();
        lines.map(|line| (line.side, line.pieces.into_iter().map(|(_, text)| text).collect())).collect()
    }

    fn changed(student: &str) -> Vec<(Side, String)> {
        shown(student).into_iter().filter(|(side, _)| *side != Side::Both).collect()
    }

    #[test]
    fn of_a_stub_only_the_hole_differs() {
        let solution = |text: &str| (Side::Solution, text.to_owned());
        let expected = [
            (Side::Student, "    todo!(\"do it\")".to_owned()),
            solution("    // Here is why."),
            solution("    println!(\"done\");"),
        ];
        assert_eq!(changed(STUB), expected);
    }

    #[test]
    fn the_same_program_under_the_task_differs_in_nothing() {
        let student = STUB.replace("    todo!(\"do it\")", "    // Here is why.\n    println!(\"done\");");
        assert_eq!(shown(&student), []);
    }

    #[test]
    fn a_comment_of_the_student_is_the_student_s() {
        let student = STUB.replace("    todo!(\"do it\")", "    // Mine.\n    println!(\"done\");");
        assert_eq!(changed(&student)[0], (Side::Student, "    // Mine.".to_owned()));
    }

    #[test]
    fn lines_are_counted_in_the_file_itself() {
        let comparison = compare(STUB, SOLUTION, STUB);
        let hole = comparison.hunks.iter().flatten().find(|line| line.side == Side::Student).expect("it differs");
        assert_eq!(hole.student, Some(15));
    }

    #[test]
    fn a_changed_word_is_known() {
        let student = SOLUTION.replace("done\")", "gone\")");
        let comparison = compare(&student, SOLUTION, STUB);
        let line = comparison.hunks.iter().flatten().find(|line| line.side == Side::Student).expect("it differs");
        let changed: String = line.pieces.iter().filter(|(is_new, _)| *is_new).map(|(_, text)| text.as_str()).collect();
        assert_eq!(changed, "gone");
    }

    #[test]
    fn another_way_is_seen_when_enough_is_written() {
        let lines: String = (0..20).map(|line| format!("    step({line});\n")).collect();
        let student = STUB.replace("    todo!(\"do it\")\n", &lines);
        assert!(compare(&student, SOLUTION, STUB).is_another_way);
        assert!(!compare(STUB, SOLUTION, STUB).is_another_way);
    }

    #[test]
    fn the_introduction_is_the_first_paragraph() {
        assert_eq!(introduction(SOLUTION), "The solution: it is done.");
    }
}
