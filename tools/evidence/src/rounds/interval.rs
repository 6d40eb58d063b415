//! A rate that was counted, and how far from it the true one may be.

/// A rate between its bounds, all from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    pub rate: f64,
    pub low: f64,
    pub high: f64,
    /// How the bounds were found.
    pub method: &'static str,
}

/// The 95 % interval of so many failures in so many runs. Runs are taken as independent of each other; those at the same
/// time on one machine are not quite, so that it is a little too narrow.
///
/// Nothing failed: the rule of three (Hanley and Lippman-Hand 1983), one-sided. Else Clopper and Pearson (1934),
/// two-sided, which is never narrower than it says.
pub fn interval(failures: u64, runs: u64) -> Interval {
    if runs == 0 {
        return Interval { rate: 0.0, low: 0.0, high: 1.0, method: "nothing was run" };
    }
    let rate = failures as f64 / runs as f64;
    if failures == 0 {
        let high = (3.0 / runs as f64).min(1.0);
        return Interval { rate, low: 0.0, high, method: "rule of three" };
    }
    // So few, or so many, failures come with a probability of 2.5 % each.
    let low = root(|p| at_most(failures - 1, runs, p) - 0.975);
    let high = if failures == runs { 1.0 } else { root(|p| at_most(failures, runs, p) - 0.025) };
    Interval { rate, low, high, method: "Clopper-Pearson" }
}

/// The probability of at most so many failures, at a rate between 0 and 1.
fn at_most(failures: u64, runs: u64, rate: f64) -> f64 {
    let (failing, passing) = (rate.ln(), (-rate).ln_1p());
    let mut combinations = 0.0;
    let mut sum = 0.0;
    for count in 0..=failures {
        if count > 0 {
            combinations += ((runs - count + 1) as f64).ln() - (count as f64).ln();
        }
        sum += (combinations + count as f64 * failing + (runs - count) as f64 * passing).exp();
    }
    sum
}

/// Where a function that falls from 0 to 1 crosses zero.
fn root(falling: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..100 {
        let middle = (low + high) / 2.0;
        if falling(middle) > 0.0 { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

#[cfg(test)]
mod tests {
    use super::interval;

    #[track_caller]
    fn is_about(found: f64, right: f64) {
        assert!((found - right).abs() < 0.0001, "{found} is not {right}");
    }

    #[test]
    fn one_of_ten_is_as_tables_say() {
        let found = interval(1, 10);
        is_about(found.low, 0.0025);
        is_about(found.high, 0.4450);
    }

    #[test]
    fn five_of_a_hundred_is_as_tables_say() {
        let found = interval(5, 100);
        is_about(found.low, 0.0164);
        is_about(found.high, 0.1128);
    }

    #[test]
    fn all_of_ten_ends_at_one() {
        let found = interval(10, 10);
        is_about(found.low, 0.6915);
        is_about(found.high, 1.0);
    }

    #[test]
    fn none_of_three_thousand_is_at_most_one_in_a_thousand() {
        let found = interval(0, 3000);
        is_about(found.low, 0.0);
        is_about(found.high, 0.001);
        assert_eq!(found.method, "rule of three");
    }

    #[test]
    fn a_few_of_a_million_do_not_drown() {
        let found = interval(2, 1_000_000);
        assert!(found.low > 2.4e-7 && found.low < 2.5e-7, "{found:?}");
        assert!(found.high > 7.2e-6 && found.high < 7.3e-6, "{found:?}");
    }
}
