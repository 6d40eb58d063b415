//! What the tests of the book are written with. Each test target uses its own part of it.
#![allow(dead_code)]

pub mod browser;
pub mod host;
pub mod program;
pub mod real;
pub mod workbook;

use std::time::Duration;

/// The longest wait for something that must happen. Only a failure uses it up. `ENCHUFE_PATIENCE` scales it.
pub fn patience() -> Duration {
    let factor = std::env::var("ENCHUFE_PATIENCE").ok().and_then(|text| text.parse::<f64>().ok()).unwrap_or(1.0);
    Duration::from_secs_f64(240.0 * factor.clamp(0.1, 100.0))
}
