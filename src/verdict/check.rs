//! An expectation that was looked at. It may still be explained, and fails when it goes out of scope.

use super::{Failure, Outcome};

/// An expectation that was looked at, with the evidence it was judged by.
///
/// It fails when it goes out of scope, unless it held. Until then `or_if` says which known mistake it is.
pub struct Check<E> {
    evidence: Option<E>,
    failure: Option<Box<Failure>>,
}

impl<E> Check<E> {
    /// An expectation that held.
    pub fn held(evidence: E) -> Check<E> {
        Check { evidence: Some(evidence), failure: None }
    }

    /// An expectation that did not hold.
    pub fn failed(evidence: E, failure: Failure) -> Check<E> {
        Check { evidence: Some(evidence), failure: Some(Box::new(failure)) }
    }

    /// An expectation that held if there is no failure.
    pub fn new(evidence: E, failure: Option<Failure>) -> Check<E> {
        Check { evidence: Some(evidence), failure: failure.map(Box::new) }
    }

    /// If the expectation failed and the evidence shows this mistake, the failure gets its name. The first that fits
    /// counts: put the surest first. A program that was not written yet makes no mistakes.
    pub fn or_if(mut self, shows: impl FnOnce(&E) -> bool, slug: &'static str) -> Check<E> {
        if let (Some(failure), Some(evidence)) = (&mut self.failure, &self.evidence) {
            if failure.mistake.is_none() && failure.outcome != Outcome::NotWrittenYet && shows(evidence) {
                failure.mistake = Some(slug);
            }
        }
        self
    }

    /// The evidence, if the expectation held. Fails otherwise.
    pub fn get(mut self) -> E {
        if let Some(failure) = self.failure.take() {
            failure.fail();
        }
        self.evidence.take().expect("the evidence is taken once, here")
    }

    /// Whether the expectation held so far.
    pub fn holds(&self) -> bool {
        self.failure.is_none()
    }
}

impl<E> Drop for Check<E> {
    fn drop(&mut self) {
        if let Some(failure) = self.failure.take() {
            if !std::thread::panicking() {
                failure.fail();
            }
        }
    }
}
