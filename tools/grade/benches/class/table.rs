//! The figures as a person reads them.

use std::time::Duration;

use crate::by_hand::ByHand;
use crate::compiling::Compiling;
use crate::memory::Peak;
use crate::spent::Spent;

/// What DESIGN promises of grading one more submission: so many times what rustc needs for its files.
const PROMISED: f64 = 1.5;

/// One size of the class: those who were not there at the size before were judged.
pub struct Stage {
    pub size: usize,
    pub judged: usize,
    pub took: Spent,
    /// The same command once more, when everything was kept.
    pub again: Spent,
    pub peak: Peak,
}

impl Stage {
    /// What one more submission took; what is done for any class, however small, is not in it.
    pub fn each(&self) -> Spent {
        (self.took - self.again).each(self.judged)
    }
}

/// Some students by every way that was measured, together.
pub struct Beside {
    pub students: usize,
    pub graded: Spent,
    pub compiling: Compiling,
    pub by_hand: ByHand,
}

const COLUMNS: [&str; 9] =
    ["class of", "judged", "wall s", "per min", "per core-min", "wall s each", "cpu s each", "all kept s", "peak MiB"];
const WIDTH: usize = 14;

/// The line above the stages.
pub fn heading() -> String {
    COLUMNS.map(|column| format!("{column:>WIDTH$}")).concat()
}

pub fn stage(stage: &Stage) -> String {
    let (each, minutes) = (stage.each(), |time: Duration| time.as_secs_f64() / 60.0);
    let cells = [
        stage.size.to_string(),
        stage.judged.to_string(),
        format!("{:.1}", stage.took.wall.as_secs_f64()),
        format!("{:.1}", stage.judged as f64 / minutes(stage.took.wall)),
        format!("{:.1}", stage.judged as f64 / minutes(stage.took.cpu)),
        seconds(each.wall),
        seconds(each.cpu),
        seconds(stage.again.wall),
        format!("{} / {}", stage.peak.itself / 1024, stage.peak.all / 1024),
    ];
    cells.map(|cell| format!("{cell:>WIDTH$}")).concat()
}

/// The ways beside each other, and what they are to each other.
pub fn beside(beside: &Beside) -> String {
    let count = beside.students;
    let (graded, compiling) = (beside.graded.each(count), beside.compiling);
    let (step, bare) = (compiling.graded.each(count), compiling.bare.each(count));
    let (fresh, shared) = (beside.by_hand.fresh.each(count), beside.by_hand.shared.each(count));
    let rows = [
        ("rustc alone, the same arguments", bare),
        ("the grader's compile step, in its sandbox", step),
        ("the grader's tests, and what is around them", graded - step),
        ("graded, in all", graded),
        ("cargo test in a copy where all is built", shared),
        ("cargo test in a fresh copy each", fresh),
    ];
    let mut text = format!("\n{count} of the class, none of them hostile, in seconds each\n");
    text.push_str(&format!("{:<48}{:>8}{:>8}\n", "", "wall", "cpu"));
    for (name, each) in rows {
        text.push_str(&format!("{name:<48}{:>8}{:>8}\n", seconds(each.wall), seconds(each.cpu)));
    }
    text.push_str(&format!(
        "\nin processor time: compile step {:.2} x rustc alone (promised: at most {PROMISED}), graded {:.2} x; \
         cargo test {:.1} x graded in a fresh copy, {:.2} x where all is built\n",
        ratio(step, bare),
        ratio(graded, bare),
        ratio(fresh, graded),
        ratio(shared, graded),
    ));
    text
}

/// How much more one submission takes at the end than at the beginning.
pub fn growth(stages: &[Stage]) -> Option<String> {
    let (first, last) = (stages.first()?, stages.get(1..)?.last()?);
    Some(format!(
        "from a class of {} to one of {}: a submission takes {:.2} x the processor time, the grader {:.2} x the memory",
        first.size,
        last.size,
        ratio(last.each(), first.each()),
        last.peak.itself as f64 / first.peak.itself.max(1) as f64,
    ))
}

fn ratio(one: Spent, other: Spent) -> f64 {
    one.cpu.as_secs_f64() / other.cpu.as_secs_f64().max(f64::MIN_POSITIVE)
}

fn seconds(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64())
}
