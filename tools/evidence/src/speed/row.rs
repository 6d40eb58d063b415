//! One promise: the least that the work takes, what was measured, what was promised.

use std::fmt;

/// A figure, in the unit in which it is shown.
#[derive(Clone, Copy)]
pub enum Figure {
    Milliseconds(f64),
    Crates(usize),
}

impl Figure {
    pub fn number(self) -> f64 {
        match self {
            Figure::Milliseconds(time) => time,
            Figure::Crates(count) => count as f64,
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Figure::Milliseconds(time) if *time >= 10_000.0 => format!("{:.1} s", time / 1000.0),
            Figure::Milliseconds(time) if *time >= 1_000.0 => format!("{:.2} s", time / 1000.0),
            Figure::Milliseconds(time) => format!("{time:.0} ms"),
            Figure::Crates(count) => count.to_string(),
        };
        f.pad(&text)
    }
}

/// What is promised.
#[derive(Clone, Copy)]
pub enum Promise {
    /// At most so many times the floor.
    Times(f64),
    /// Less than the floor.
    LessThanTheFloor,
    Under(Figure),
    AtMost(Figure),
}

impl fmt::Display for Promise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Promise::Times(times) => format!("≤ {times:.2} ×"),
            Promise::LessThanTheFloor => "< 1.00 ×".to_owned(),
            Promise::Under(figure) => format!("< {figure}"),
            Promise::AtMost(figure) => format!("≤ {figure}"),
        };
        f.pad(&text)
    }
}

/// A row of the table.
pub struct Row {
    pub what: &'static str,
    /// The least that it takes, and what that is.
    pub floor: Option<(Figure, &'static str)>,
    /// What it takes, or why that was not measured.
    pub measured: Result<Figure, &'static str>,
    /// How many times the floor, where that is not the one divided by the other: a median of ratios.
    pub ratio: Option<f64>,
    pub promise: Promise,
}

impl Row {
    fn ratio(&self) -> Option<f64> {
        let divided = || Some(self.measured.ok()?.number() / self.floor?.0.number());
        self.ratio.or_else(divided)
    }

    /// Whether the promise is kept. `None` if it was not measured.
    fn is_held(&self) -> Option<bool> {
        let measured = self.measured.ok()?.number();
        Some(match self.promise {
            Promise::Times(times) => self.ratio()? <= times,
            Promise::LessThanTheFloor => self.ratio()? < 1.0,
            Promise::Under(figure) => measured < figure.number(),
            Promise::AtMost(figure) => measured <= figure.number(),
        })
    }

    fn line(&self) -> String {
        let (floor, of) = self.floor.map_or((String::new(), ""), |(figure, of)| (figure.to_string(), of));
        let (measured, held) = match (self.measured, self.is_held()) {
            (Ok(figure), Some(true)) => (figure.to_string(), "held"),
            (Ok(figure), _) => (figure.to_string(), "missed"),
            (Err(reason), _) => (String::new(), reason),
        };
        let ratio = self.ratio().map(|ratio| format!("{ratio:.2}")).unwrap_or_default();
        format!("{:<25} {measured:>8}   {floor:>8} {of:<25} {ratio:>6}  {:>9}  {held}", self.what, self.promise)
    }
}

/// Prints the rows; whether every promise that was measured is kept.
pub fn tell(rows: &[Row]) -> bool {
    println!("{:<25} {:>8}   {:>8} {:<25} {:>6}  {:>9}", "", "measured", "floor", "", "ratio", "promised");
    for row in rows {
        println!("{}", row.line());
    }
    let (mut held, mut missed) = (0, Vec::new());
    for row in rows {
        match row.is_held() {
            Some(true) => held += 1,
            Some(false) => missed.push(row.what),
            None => {}
        }
    }
    let told = if missed.is_empty() { "none missed".to_owned() } else { format!("missed: {}", missed.join(", ")) };
    println!("\n{held} of {} promises held, {} not measured; {told}", rows.len(), rows.len() - held - missed.len());
    missed.is_empty()
}
