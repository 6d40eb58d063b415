//! Which mistake a person means: by its slug, its title, or the path of its page; and which ones are like it.

use enchufe::catalog::Exercise;
use enchufe::mistake;
use enchufe::words::Lang;

use super::catalogue::{rows, slugs, title};
use super::slug_in_path;
use crate::lab::Lab;
use crate::problem::Problem;
use crate::terminal;
use crate::words;

/// How many are proposed at most.
const PROPOSED: usize = 5;

/// The slug of the mistake that is meant.
///
/// # Errors
/// None is; the problem names those that are like it.
pub fn find(lab: &Lab, given: &str) -> Result<String, Problem> {
    let words = words::explain(lab.lang);
    let slugs = slugs(lab)?;
    let wanted = plain(slug_in_path(given).unwrap_or(given));
    if slugs.contains(&wanted) {
        return Ok(wanted);
    }
    let titles = |slug: &str| {
        let page = |lang| mistake::page(&lab.root, slug, lang).ok();
        Lang::ALL.into_iter().filter_map(page).map(|page| plain(&page.title)).collect::<Vec<_>>()
    };
    let known: Vec<(&String, Vec<String>)> = slugs.iter().map(|slug| (slug, titles(slug))).collect();
    if let Some((slug, _)) = known.iter().find(|(_, titles)| titles.contains(&wanted)) {
        return Ok((*slug).clone());
    }
    // A number, a name or a folder; its beginning might also be that of a mistake.
    if let Some(exercise) = lab.named(given) {
        return Err(is_an_exercise(lab, exercise));
    }
    let mut near: Vec<(usize, &String)> =
        known.iter().filter_map(|(slug, titles)| Some((unlikeness(&wanted, slug, titles)?, *slug))).collect();
    near.sort();
    if near.is_empty() {
        return Err(match lab.find(given) {
            Ok(exercise) => is_an_exercise(lab, exercise),
            Err(_) => Problem::new((words.no_such_mistake)(given)).advise("cargo lab explain --list"),
        });
    }
    let proposed: Vec<(&str, String)> =
        near.iter().take(PROPOSED).map(|(_, slug)| (slug.as_str(), title(lab, slug))).collect();
    let proposed = rows(&proposed, terminal::text_width()).join("\n");
    Err(Problem::new(format!("{}\n{proposed}", (words.did_you_mean)(given))).advise("cargo lab explain --list"))
}

/// An exercise has a chapter, and mistakes of its own.
fn is_an_exercise(lab: &Lab, exercise: &Exercise) -> Problem {
    let chapter = lab.short(&lab.chapter(&exercise.chapter));
    Problem::new((words::explain(lab.lang).is_an_exercise)(&exercise.slug, &chapter))
        .advise(format!("cargo lab explain --list {}", exercise.slug))
}

/// As slugs are written: small letters, and a hyphen between words.
fn plain(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

/// How far a mistake is from what was typed; `None` if nobody would take one for the other. A few wrong letters are
/// near, and so is a mistake whose slug or title has every word that was typed.
fn unlikeness(wanted: &str, slug: &str, titles: &[String]) -> Option<usize> {
    let distance = distance(wanted, slug);
    if distance <= 1 + wanted.chars().count() / 4 {
        return Some(distance);
    }
    let has = |text: &str| !wanted.is_empty() && wanted.split('-').all(|word| text.contains(word));
    if has(slug) {
        return Some(100 + distance);
    }
    titles.iter().any(|title| has(title)).then_some(200 + distance)
}

/// The least number of letters to change, add, leave out, or swap with the next one.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for (i, letter) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, other) in b.iter().enumerate() {
            let change = rows[i][j] + usize::from(letter != other);
            let mut least = change.min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *letter == b[j - 1] && a[i - 1] == *other {
                least = least.min(rows[i - 1][j - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn a_letter_more_less_other_or_swapped_is_one_step() {
        for near in ["single-reads", "single-red", "single-resd", "single-raed"] {
            assert_eq!(distance("single-read", near), 1, "{near}");
        }
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("missing-host", "missing-host"), 0);
    }
}
