//! `cargo lab trace --list`: which conversations are recorded, and how they came out.

use anstyle::{AnsiColor, Style};
use enchufe::grading::Verdict;
use enchufe::report::Colour;
use enchufe::verdict::Outcome;

use super::record::{Recorded, sign};
use crate::lab::Lab;
use crate::terminal::{cut, visible_width};

/// The lines about one exercise, at this width.
pub fn lines(lab: &Lab, recorded: &Recorded, width: usize, colour: Colour) -> Vec<String> {
    let exercise = recorded.exercise;
    let title = format!("{:02} {}", exercise.number, exercise.slug);
    let title = styled(colour, Style::new().bold(), &title);
    let told: Vec<(String, Style)> = recorded.verdicts.iter().map(|verdict| told(lab, verdict)).collect();
    // What a rule is called comes before how it came out.
    let widest = told.iter().map(|(said, _)| visible_width(said)).max().unwrap_or_default();
    let for_told = widest.min(width.saturating_sub(6) / 2);
    let room = width.saturating_sub(6 + for_told);
    let rows = recorded.verdicts.iter().zip(told).map(|(verdict, (said, style))| {
        let rule = cut(&exercise.rule_text(&verdict.rule, lab.lang), room);
        let sign = styled(colour, style, &sign(verdict.outcome).to_string());
        let gap = " ".repeat(room - rule.width + 2);
        format!("  {sign} {}{gap}{}", rule.text, styled(colour, style, &cut(&said, for_told).text))
    });
    std::iter::once(title).chain(rows).collect()
}

/// The mistake, or the outcome in words.
fn told(lab: &Lab, verdict: &Verdict) -> (String, Style) {
    let colour = match verdict.outcome {
        Outcome::Passed => AnsiColor::Green,
        Outcome::Skipped | Outcome::NotWrittenYet => AnsiColor::Yellow,
        _ => AnsiColor::Red,
    };
    let outcome = || (lab.lang.words().outcome)(verdict.outcome).to_owned();
    (verdict.mistake.clone().unwrap_or_else(outcome), Style::new().fg_color(Some(colour.into())))
}

fn styled(colour: Colour, style: Style, text: &str) -> String {
    match colour {
        Colour::Plain => text.to_owned(),
        Colour::Coloured => format!("{style}{text}{style:#}"),
    }
}
