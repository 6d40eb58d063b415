//! The conversation in a report for a person, told anew in the order in which its events are kept, and without times.

use enchufe::report::conversation;
use enchufe::transcript::Event;
use enchufe::words::Lang;

use crate::words::judge;

/// So many columns of a conversation hold a time.
const TIME: usize = 8;

/// The report with the events `after` in the place of those `before`, as which they are told in it.
pub(super) fn anew(report: &str, lang: Lang, before: &[Event], after: &[Event]) -> String {
    let words = lang.words();
    let lines: Vec<&str> = report.lines().collect();
    let explains = |line: &&str| line.trim_start().starts_with("ms ") && line.contains(words.legend);
    let Some(head) = lines.iter().position(explains) else { return report.to_owned() };
    let told = |events: &[Event]| -> Vec<String> {
        conversation::lines(events, words).iter().flat_map(|line| line.lines()).map(str::to_owned).collect()
    };
    let behind = lines.get(head + 1 + told(before).len()..).unwrap_or_default();
    let mut anew: Vec<String> = lines[..head].iter().map(|&line| line.to_owned()).collect();
    anew.push(without_time(lines[head]));
    anew.extend(told(after).iter().map(|line| without_time(line)));
    anew.extend(without_measures(behind, lang));
    anew.join("\n") + "\n"
}

/// What was measured is another number every time: all that is the same is on which side of its limit it lies.
fn without_measures(lines: &[&str], lang: Lang) -> Vec<String> {
    let words = lang.words();
    let mut told: Vec<String> = lines.iter().map(|&line| line.to_owned()).collect();
    for at in 1..told.len() {
        let limit = told[at - 1].split_once(words.expected).map(|(_, limit)| limit.trim_start().to_owned());
        let Some((front, got)) = told[at].split_once(words.got) else { continue };
        let side = limit.and_then(|limit| {
            let is = |say: fn(&str) -> String| limit.starts_with(say("").trim_end());
            is(words.at_most).then_some(judge(lang).more).or(is(words.at_least).then_some(judge(lang).less))
        });
        let is_measured = [" ms", " s", " MiB", " kB"].iter().any(|unit| got.trim_end().ends_with(unit));
        if let Some(side) = side.filter(|_| is_measured) {
            let gap = got.len() - got.trim_start().len();
            told[at] = format!("{front}{}{:gap$}{side}", words.got, "");
        }
    }
    told
}

/// A line of a report without the time in front of an event, and without how long the lab waited in vain.
fn without_time(line: &str) -> String {
    let (Some(front), Some(rest)) = (line.get(..TIME), line.get(TIME..)) else { return line.to_owned() };
    let is_time = rest.starts_with("  ") && front.trim_start().parse::<f64>().is_ok() && front.contains('.');
    if front.trim() == "ms" {
        return format!("{:TIME$}{rest}", "");
    }
    if !is_time {
        return line.to_owned();
    }
    let in_vain = rest.get(..9).is_some_and(|who| who.ends_with('!')) || rest.chars().nth(7) == Some('!');
    let rest = if in_vain { without_duration(rest) } else { rest.to_owned() };
    format!("{:TIME$}{rest}", "")
}

/// How long the lab waits depends on what it saw in other tests: at least a second is all that is the same every time.
fn without_duration(rest: &str) -> String {
    let words: Vec<&str> = rest.trim_end().rsplitn(3, ' ').collect();
    match words[..] {
        [unit @ ("s" | "ms"), number, before] if number.parse::<f64>().is_ok() => {
            format!("{before} ≥ {}", if unit == "s" { "1 s" } else { "0 s" })
        }
        _ => rest.to_owned(),
    }
}
