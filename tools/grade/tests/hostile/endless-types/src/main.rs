#![recursion_limit = "1000000"]

trait Grows {
    fn grow(self, depth: u64) -> u64;
}

impl<T: Copy> Grows for T {
    fn grow(self, depth: u64) -> u64 {
        if depth == 0 { 0 } else { (self, self).grow(depth - 1) }
    }
}

fn main() {
    println!("{}", 1_u8.grow(u64::MAX));
}
