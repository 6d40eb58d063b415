//! Numbers that wrap: which of two is the older one? With 8 bits, so that the end is near.

// ANCHOR: older
/// Whether `a` comes before `b`: fewer steps forward lead from `a` to `b`
/// than from `b` to `a`.
fn is_older(a: u8, b: u8) -> bool {
    let steps = b.wrapping_sub(a);
    0 < steps && steps < 128
}
// ANCHOR_END: older

fn main() {
    println!("after 255 comes {}", 255_u8.wrapping_add(1));
    for (a, b) in [(3, 5), (254, 2), (2, 254)] {
        println!("{a:3} before {b:3}: {:5}   {a:3} < {b:3}: {}", is_older(a, b), a < b);
    }
}
