//! One exercise of one student: the rules that hold and those that do not, what the reports say, and the conversation on
//! the wire of the first rule that does not hold.

use enchufe::catalog::Exercise;
use enchufe::verdict::Outcome;

use super::chart;
use super::gradebook::{Gradebook, label};
use super::html::{Sheet, escaped, inline, number};
use super::standing::{Standing, fails, held, is_hidden};
use super::told::told;
use crate::result::{ExerciseResult, State, TestResult};
use crate::words::report;

/// For whom it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Sees everything of everybody, so each thing once and short.
    Instructor,
    /// Sees every report of their own, and nothing of rules that are hidden.
    Student,
}

pub struct Detail<'b, 'c> {
    pub book: &'b Gradebook<'c>,
    pub place: usize,
    pub reader: Reader,
}

impl Detail<'_, '_> {
    pub fn write(&self, sheet: &mut Sheet, exercise: &Exercise) {
        let lang = sheet.lang;
        let words = report(lang);
        let submission = &self.book.class.submissions[self.place];
        let standing = self.book.standing(self.place, &exercise.slug);
        let (level, id) = match self.reader {
            Reader::Instructor => ("h4", format!("s{}-{}", self.place, exercise.slug)),
            Reader::Student => ("h2", exercise.slug.clone()),
        };
        let points = self.book.scores[self.place].exercise(&exercise.slug);
        let points = points.map(|one| (words.points_of)(&number(one.points, lang), &number(one.max, lang)));
        sheet.put(format!(
            "<{level} id=\"{id}\" tabindex=\"-1\"><b class=\"{}\" aria-hidden=\"true\">{}</b> {} \
             <small>{}</small></{level}>\n",
            standing.class(),
            standing.sign(),
            escaped(&label(exercise)),
            escaped(&points.unwrap_or_default())
        ));
        match submission.exercise(&exercise.slug) {
            Some(result) => self.result(sheet, exercise, result, standing),
            None => sheet.line("p class=\"quiet\"", (words.standing)(standing)),
        }
    }

    fn result(&self, sheet: &mut Sheet, exercise: &Exercise, result: &ExerciseResult, standing: Standing) {
        let lang = sheet.lang;
        let words = report(lang);
        match &result.state {
            State::NotSubmitted => sheet.line("p class=\"quiet\"", (words.standing)(standing)),
            State::DidNotCompile { message } => {
                sheet.line("p", (words.standing)(standing));
                sheet.line("pre tabindex=\"0\"", message.trim_end());
                if self.reader == Reader::Student {
                    sheet.put(format!("<p>{}</p>\n", inline(&(words.compile_first)(&exercise.slug))));
                }
            }
            State::LabError { text } => sheet.line("p class=\"odd\"", text.get(lang)),
            State::Judged if standing == Standing::Untouched => {
                sheet.line("p class=\"quiet\"", (words.standing)(standing));
            }
            State::Judged => self.rules(sheet, exercise, result),
        }
    }

    /// What became of the rules.
    fn rules(&self, sheet: &mut Sheet, exercise: &Exercise, result: &ExerciseResult) {
        let words = report(sheet.lang);
        let is_hidden = |test: &&TestResult| is_hidden(self.book.class, &exercise.slug, test);
        let (hidden, open): (Vec<&TestResult>, Vec<&TestResult>) = result.tests.iter().partition(is_hidden);
        let seen = match self.reader {
            Reader::Student => open,
            Reader::Instructor => result.tests.iter().collect(),
        };
        let (holding, of) = held(&seen);
        let mut said = (words.rules_hold)(holding, of);
        if self.reader == Reader::Student && !hidden.is_empty() {
            let (holding, of) = held(&hidden);
            said = format!("{said} {}", (words.hidden_hold)(holding, of));
        }
        sheet.line("p", &said);
        let mut failing = seen.iter().filter(|test| fails(test));
        if let Some(first) = failing.next() {
            self.in_full(sheet, exercise, first);
        }
        let rest: Vec<&&TestResult> = failing.collect();
        match self.reader {
            Reader::Instructor => self.in_short(sheet, exercise, &rest),
            Reader::Student => rest.iter().for_each(|test| self.folded(sheet, exercise, test)),
        }
        for test in seen.iter().filter(|test| test.outcome() == Outcome::LabError) {
            let text = format!("! {}: {}", exercise.rule_text(&test.rule, sheet.lang), self.headline(sheet, test));
            sheet.line("p class=\"odd\"", &text);
        }
        let of_outcome = |outcome: Outcome| -> Vec<String> {
            let rules = seen.iter().filter(|test| test.outcome() == outcome);
            rules.map(|test| exercise.rule_text(&test.rule, sheet.lang)).collect()
        };
        let (skipped, holding) = (of_outcome(Outcome::Skipped), of_outcome(Outcome::Passed));
        if !skipped.is_empty() {
            sheet.line("p class=\"quiet\"", &format!("{}: {}", words.skipped, skipped.join("; ")));
        }
        // Where all of them hold, the sentence has said it to whoever reads it of a whole class.
        let has_said = self.reader == Reader::Instructor && !seen.iter().any(|test| fails(test));
        if !holding.is_empty() && !has_said {
            let list = holding.join("; ");
            sheet.line("p class=\"quiet\"", &format!("{}: {list}", words.they_hold));
        }
    }

    /// A rule that does not hold, with everything that is known of it.
    fn in_full(&self, sheet: &mut Sheet, exercise: &Exercise, test: &TestResult) {
        let lang = sheet.lang;
        let slug = test.mistake.as_deref();
        self.title(sheet, exercise, test);
        let text = test.text.as_ref().map(|text| told(text.get(lang), slug));
        let code = slug.map(|slug| format!(" <code>{}</code>", escaped(slug))).unwrap_or_default();
        sheet.put(format!("<p class=\"bad\">{}{code}</p>\n", inline(&self.headline(sheet, test))));
        let is_drawn = chart::draw(sheet, test.transcript.as_ref());
        let Some(text) = text else { return };
        let rest = if is_drawn || text.conversation.is_empty() {
            text.rest
        } else {
            format!("{}\n\n{}", text.conversation, text.rest)
        };
        if !rest.is_empty() {
            sheet.line("pre tabindex=\"0\"", &rest);
        }
    }

    fn title(&self, sheet: &mut Sheet, exercise: &Exercise, test: &TestResult) {
        let level = if self.reader == Reader::Instructor { "h5" } else { "h3" };
        let rule = escaped(&exercise.rule_text(&test.rule, sheet.lang));
        let hidden = self.mark_hidden(sheet, exercise, test);
        sheet.put(format!("<{level}><span aria-hidden=\"true\">✗</span> {rule}{hidden}</{level}>\n"));
    }

    /// The instructor is told which rules the students do not see.
    fn mark_hidden(&self, sheet: &Sheet, exercise: &Exercise, test: &TestResult) -> String {
        if is_hidden(self.book.class, &exercise.slug, test) {
            format!(" <small>({})</small>", report(sheet.lang).hidden)
        } else {
            String::new()
        }
    }

    /// More rules that do not hold: what happened, a line each. The rest stands on the student's page.
    fn in_short(&self, sheet: &mut Sheet, exercise: &Exercise, tests: &[&&TestResult]) {
        if tests.is_empty() {
            return;
        }
        sheet.put("<ul class=\"failing\">");
        for test in tests {
            let rule = escaped(&exercise.rule_text(&test.rule, sheet.lang));
            let headline = inline(&self.headline(sheet, test));
            let hidden = self.mark_hidden(sheet, exercise, test);
            sheet.put(format!("<li>{rule}{hidden}: <span class=\"bad\">{headline}</span></li>"));
        }
        sheet.put("</ul>\n");
    }

    /// A rule that does not hold, to be opened.
    fn folded(&self, sheet: &mut Sheet, exercise: &Exercise, test: &TestResult) {
        let rule = escaped(&exercise.rule_text(&test.rule, sheet.lang));
        let headline = inline(&self.headline(sheet, test));
        let summary = format!("<span aria-hidden=\"true\">✗</span> {rule}: <span class=\"bad\">{headline}</span>");
        match &test.text {
            Some(text) => sheet.put(format!(
                "<details><summary>{summary}</summary><pre tabindex=\"0\">{}</pre></details>\n",
                escaped(text.get(sheet.lang).trim_end())
            )),
            None => sheet.put(format!("<p>{summary}</p>\n")),
        }
    }

    /// What happened, in a line.
    fn headline(&self, sheet: &Sheet, test: &TestResult) -> String {
        let lang = sheet.lang;
        let text = test.text.as_ref().map(|text| told(text.get(lang), test.mistake.as_deref()).headline);
        text.filter(|headline| !headline.is_empty()).unwrap_or_else(|| match &test.mistake {
            Some(slug) => self.book.mistakes.named(slug, lang).title,
            None => (lang.words().outcome)(test.outcome()).to_owned(),
        })
    }
}
