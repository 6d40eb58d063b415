//! What lateness costs. Counted from the submission's own time, never from the clock: grading again gives the same.

use jiff::Timestamp;

use crate::points::Points;
use crate::result::Clock;

/// In seconds.
const DAY: i64 = 24 * 60 * 60;

/// So far two clocks on earth are apart at most, from UTC-12 to UTC+14, in seconds: a time without its zone may be as
/// wrong as that.
const APART: i64 = 26 * 60 * 60;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late {
    pub due: Timestamp,
    /// Minutes after the due date that cost nothing.
    pub grace_minutes: u32,
    /// Percent of the points for each day begun after the due date.
    pub percent_per_day: u32,
    /// After this nothing is given.
    pub last: Option<Timestamp>,
}

impl Late {
    /// Days begun after `due`, a student's own due date or that of all; 0 within the grace.
    pub(super) fn days(&self, due: Timestamp, submitted: Timestamp) -> u32 {
        let late = submitted.as_second() - due.as_second();
        if late <= i64::from(self.grace_minutes) * 60 {
            return 0;
        }
        u32::try_from((late + DAY - 1) / DAY).unwrap_or(u32::MAX)
    }

    /// Whether lateness hangs on a clock that may be hours off, or on a commit that may be about other files. Then nothing
    /// is taken off before a person has looked.
    pub(super) fn is_doubtful(&self, due: Timestamp, submitted: Timestamp, clock: Clock) -> bool {
        let may_be_in_time = match clock {
            Clock::Certain => false,
            Clock::Local | Clock::Files => submitted.as_second() - due.as_second() <= APART,
            Clock::Commit => true,
        };
        may_be_in_time && self.days(due, submitted) > 0
    }

    /// What is taken off.
    pub(super) fn penalty(&self, due: Timestamp, submitted: Timestamp, raw: Points) -> Points {
        let days = self.days(due, submitted);
        // Whoever got more time has the last day moved as well.
        let moved = due.as_second() - self.due.as_second();
        let is_over = self.last.is_some_and(|last| submitted.as_second() > last.as_second() + moved);
        if days > 0 && is_over {
            return raw;
        }
        let percent = u64::from(days).saturating_mul(self.percent_per_day.into()).min(100);
        raw.share(percent, 100)
    }
}
