//! The catalogue of mistakes, by the exercise in which they are made or by what is seen of them. What is seen of each was
//! recorded: it is the outcome of the tests that name it, when the wrong programs ran.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use enchufe::catalog;
use enchufe::mistake;
use enchufe::verdict::Outcome;

use super::{Block, escape, inline};
use crate::site::{alphabetical, mistakes};
use crate::words::blocks as words_of;

/// `{ slug: { exercise: [outcome, …] } }`, written by `cargo lab book record`.
const RECORDING: &str = "tools/book/recordings/mistakes.json";

type Recorded = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// A part of the catalogue: its id, its heading, and the mistakes in it with their titles.
struct Group {
    id: String,
    heading: String,
    mistakes: Vec<(String, String)>,
}

pub fn render(block: &Block) -> Result<String, String> {
    block.only(&["by"])?;
    let titles = titles(block)?;
    let groups = match block.text("by")? {
        "exercise" => by_exercise(block, &titles)?,
        "symptom" => by_symptom(block, &titles)?,
        _ => return Err(words_of().by_exercise_or_symptom.to_owned()),
    };
    let to_root = block.page.to_root();
    let html: String = groups.into_iter().map(|group| shown(group, &to_root)).collect();
    Ok(format!("<div class=\"mistakes\">\n{html}</div>"))
}

fn titles(block: &Block) -> Result<BTreeMap<String, String>, String> {
    let (root, lang) = (block.page.root, block.page.lang);
    let slugs = mistake::slugs(root, lang).map_err(|error| error.to_string())?;
    let titled = |slug: String| {
        let page = mistake::page(root, &slug, lang).map_err(|error| error.to_string())?;
        Ok((slug, page.title))
    };
    slugs.into_iter().map(titled).collect()
}

fn by_exercise(block: &Block, titles: &BTreeMap<String, String>) -> Result<Vec<Group>, String> {
    let exercises = catalog::exercises(&block.page.root.join("exercises")).map_err(|error| error.to_string())?;
    let places = mistakes::places(block.page.root, &exercises);
    let group = |exercise: &catalog::Exercise| {
        let slugs = places.iter().filter(|(_, places)| places.contains(&exercise.slug)).map(|(slug, _)| slug);
        Group {
            id: format!("in-{}", exercise.slug),
            heading: format!("{:02} {}", exercise.number, exercise.slug),
            mistakes: titled(slugs, titles),
        }
    };
    Ok(exercises.iter().map(group).collect())
}

fn by_symptom(block: &Block, titles: &BTreeMap<String, String>) -> Result<Vec<Group>, String> {
    let path = block.page.root.join(RECORDING);
    let text = fs::read_to_string(&path).map_err(|_| (words_of().not_recorded)(Path::new(RECORDING)))?;
    let wrong = |why: &str| (words_of().bad_recording)(&PathBuf::from(RECORDING), why);
    let recorded: Recorded = serde_json::from_str(&text).map_err(|error| wrong(&error.to_string()))?;
    let outcomes = recorded.values().flat_map(BTreeMap::values).flatten();
    if let Some(stranger) = outcomes.into_iter().find(|outcome| Outcome::from_slug(outcome).is_none()) {
        return Err(wrong(stranger));
    }
    let group = |outcome: Outcome| {
        let has = |places: &BTreeMap<String, Vec<String>>| {
            places.values().flatten().any(|recorded| recorded == outcome.slug())
        };
        let slugs = recorded.iter().filter(|(_, places)| has(places)).map(|(slug, _)| slug);
        let title = (block.page.lang.words().outcome)(outcome);
        Group { id: format!("seen-as-{}", outcome.slug()), heading: title.to_owned(), mistakes: titled(slugs, titles) }
    };
    Ok(Outcome::ALL.into_iter().map(group).collect())
}

/// With their titles, in alphabetical order of these. Whatever has no page is no mistake.
fn titled<'a>(slugs: impl Iterator<Item = &'a String>, titles: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let mut mistakes: Vec<_> = slugs.filter_map(|slug| Some((slug.clone(), titles.get(slug)?.clone()))).collect();
    mistakes.sort_by_key(|(_, title)| alphabetical(title));
    mistakes
}

fn shown(group: Group, to_root: &str) -> String {
    if group.mistakes.is_empty() {
        return String::new();
    }
    let line = |(slug, title): &(String, String)| {
        format!("<li><a href=\"{to_root}mistakes/{slug}.html\">{}</a></li>\n", inline(title))
    };
    let lines: String = group.mistakes.iter().map(line).collect();
    format!(
        "<details id=\"{}\">\n<summary>{} <span class=\"count\">{}</span></summary>\n<ul>\n{lines}</ul>\n</details>\n",
        group.id,
        escape(&group.heading),
        group.mistakes.len()
    )
}
