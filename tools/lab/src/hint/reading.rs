//! What to read: a section of the book's chapter if that is written, and a paragraph of the task. In Markdown.

use std::fs;
use std::path::PathBuf;

use enchufe::catalog::Exercise;
use enchufe::hints::{Reading, paragraph_of_task};

use crate::lab::Lab;
use crate::progress;
use crate::words;

/// For somebody who begins: what the exercise's page of hints says.
pub fn to_begin(lab: &Lab, exercise: &Exercise, reading: &Reading) -> String {
    let chapter = Chapter::open(lab, &reading.chapter);
    let in_book = chapter.map(|chapter| {
        let heading = chapter.heading(&reading.id);
        chapter.told(lab, heading)
    });
    let in_task = paragraph(lab, exercise, &reading.task);
    [in_book, Some(in_task)].into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

/// About a mistake: the section of the chapter that links to its page, else the one for those who begin; and the task,
/// with the rule that did not hold.
pub fn about_mistake(lab: &Lab, exercise: &Exercise, slug: &str, rule: &str, own: &Reading) -> String {
    let chapter = Chapter::open(lab, &exercise.chapter);
    let in_book = chapter.map(|chapter| {
        let linking = chapter.heading_over(&format!("mistakes/{slug}.md"));
        chapter.told(lab, linking.or_else(|| chapter.heading(&own.id)))
    });
    let (task, rule) = (lab.short(&exercise.source()), exercise.rule_text(rule, lab.lang));
    let in_task = (words::hint(lab.lang).task_and_rule)(&task, &rule);
    [in_book, Some(in_task)].into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

/// A paragraph of the task as a quotation, and where it stands. A student may have cut it out of the file.
fn paragraph(lab: &Lab, exercise: &Exercise, beginning: &str) -> String {
    let words = words::hint(lab.lang);
    let find = |path: PathBuf| paragraph_of_task(&fs::read_to_string(path).ok()?, beginning);
    let file = lab.short(&exercise.source());
    if let Some((line, text)) = find(exercise.source()) {
        return format!("{}\n\n> {text}", (words.paragraph)(&format!("{file}:{line}")));
    }
    let text = find(progress::as_it_came(lab, exercise)).map_or_else(|| format!("{beginning} …"), |(_, text)| text);
    format!("{}\n\n> {text}", (words.paragraph)(&file))
}

/// A chapter of the book that is written.
struct Chapter {
    path: PathBuf,
    /// The lines outside of code.
    lines: Vec<(usize, String)>,
}

/// A heading of a chapter: its text, and the number of its line, from 1.
struct Heading {
    text: String,
    line: usize,
}

impl Chapter {
    fn open(lab: &Lab, chapter: &str) -> Option<Chapter> {
        let path = lab.chapter(chapter);
        let text = fs::read_to_string(&path).ok()?;
        let mut in_code = false;
        let is_text = |(_, line): &(usize, &str)| {
            in_code ^= line.trim_start().starts_with("```");
            !in_code
        };
        let lines = text.lines().enumerate().filter(is_text).map(|(at, line)| (at + 1, line.to_owned())).collect();
        Some(Chapter { path, lines })
    }

    /// The heading with this id.
    fn heading(&self, id: &str) -> Option<Heading> {
        self.headings().find(|(_, heading_id)| *heading_id == Some(id)).map(|(heading, _)| heading)
    }

    /// The heading over the first line that has this text.
    fn heading_over(&self, text: &str) -> Option<Heading> {
        let (at, _) = self.lines.iter().find(|(_, line)| line.contains(text))?;
        self.headings().map(|(heading, _)| heading).take_while(|heading| heading.line <= *at).last()
    }

    /// All headings, with their ids.
    fn headings(&self) -> impl Iterator<Item = (Heading, Option<&str>)> {
        self.lines.iter().filter(|(_, line)| line.starts_with('#')).map(|(line, text)| {
            let text = text.trim_start_matches('#').trim();
            let with_id = text.strip_suffix('}').and_then(|text| text.split_once("{#"));
            let (text, id) = with_id.map_or((text, None), |(text, id)| (text.trim(), Some(id)));
            (Heading { text: text.to_owned(), line: *line }, id)
        })
    }

    /// The chapter and what to read in it: a heading of its own, or all of it.
    fn told(&self, lab: &Lab, heading: Option<Heading>) -> String {
        let words = words::hint(lab.lang);
        let file = lab.short(&self.path);
        let title = self.headings().next().map_or_else(|| file.clone(), |(heading, _)| heading.text);
        let heading = heading.filter(|heading| heading.text != title);
        let place = heading.as_ref().map_or_else(|| file.clone(), |heading| format!("{file}:{}", heading.line));
        let chapter = (words.chapter)(&title, heading.as_ref().map(|heading| heading.text.as_str()));
        format!("{chapter}\n\n{}", (words.chapter_file)(&place))
    }
}
