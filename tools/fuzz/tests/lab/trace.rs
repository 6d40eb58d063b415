//! The parts of `cargo lab trace` that draw, under their own names.

#[path = "../../../lab/src/trace/arrows.rs"]
#[allow(dead_code, reason = "the companion uses all of it")]
pub mod arrows;
#[path = "../../../lab/src/trace/bytes.rs"]
#[allow(dead_code, reason = "the companion uses all of it")]
pub mod bytes;
#[path = "../../../lab/src/trace/canvas.rs"]
#[allow(dead_code, reason = "the companion uses all of it")]
pub mod canvas;
#[path = "../../../lab/src/trace/drawing.rs"]
#[allow(dead_code, reason = "the companion uses all of it")]
pub mod drawing;
