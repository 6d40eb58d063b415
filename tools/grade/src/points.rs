//! Points, in hundredths: never a binary fraction, so that every machine adds them up alike.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// Hundredths of a point.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Points(pub u64);

impl Points {
    pub const ZERO: Points = Points(0);

    pub fn whole(points: u32) -> Points {
        Points(u64::from(points) * 100)
    }

    pub fn hundredths(self) -> u64 {
        self.0
    }

    /// `self × part ÷ of`, rounded to the nearest hundredth, halves up. All of it if `of` is 0.
    #[must_use]
    pub fn share(self, part: u64, of: u64) -> Points {
        if of == 0 {
            return self;
        }
        let product = u128::from(self.0) * u128::from(part) * 2 + u128::from(of);
        Points(u64::try_from(product / (u128::from(of) * 2)).unwrap_or(u64::MAX))
    }

    #[must_use]
    pub fn saturating_sub(self, other: Points) -> Points {
        Points(self.0.saturating_sub(other.0))
    }
}

impl Add for Points {
    type Output = Points;

    fn add(self, other: Points) -> Points {
        Points(self.0 + other.0)
    }
}

impl Sub for Points {
    type Output = Points;

    fn sub(self, other: Points) -> Points {
        Points(self.0 - other.0)
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Points>>(points: I) -> Points {
        points.fold(Points::ZERO, Add::add)
    }
}

/// `7`, `7.5`, `7.25`: a decimal point in every language, since files hold it too. `{:.2}` always shows two decimals.
impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 100, self.0 % 100);
        let text = match (f.precision(), rest) {
            (Some(2), _) => format!("{whole}.{rest:02}"),
            (_, 0) => whole.to_string(),
            (_, rest) if rest % 10 == 0 => format!("{whole}.{}", rest / 10),
            _ => format!("{whole}.{rest:02}"),
        };
        // A precision would cut the text off.
        match f.width() {
            Some(width) => write!(f, "{text:>width$}"),
            None => f.write_str(&text),
        }
    }
}
