//! The truth about what the explorables show, written down in `tests/golden`: from std, from real sockets, from the
//! harness's relay and from the solutions. The models in JavaScript are compared with it in `tests/explorables.rs`.
//!
//! `ENCHUFE_GOLDEN=write cargo test --test truth` writes it anew; without that it is compared.

#[path = "truth/address_bits.rs"]
mod address_bits;
#[path = "truth/cachipun_game.rs"]
mod cachipun_game;
#[path = "truth/framing_buffer.rs"]
mod framing_buffer;
#[path = "truth/golden.rs"]
mod golden;
#[path = "truth/packet_loss.rs"]
mod packet_loss;
#[path = "truth/sliding_window.rs"]
mod sliding_window;
#[path = "truth/solutions.rs"]
mod solutions;
#[path = "truth/stream_cuts.rs"]
mod stream_cuts;

/// A number that looks like chance, always the same for the same `seed`: splitmix64.
fn draw(seed: u64) -> u64 {
    let mut mixed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
