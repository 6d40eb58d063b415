//! Numbers that look like chance, always the same for the same seed and the same student: a class of 200 begins with
//! the class of 10.

pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64, student: usize) -> Chance {
        Chance(seed.rotate_left(32) ^ student as u64)
    }

    /// splitmix64
    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below this one, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.draw() % end as u64) as usize
    }

    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// So many of these, in another order.
    pub fn some<T>(&mut self, mut of: Vec<T>, count: usize) -> Vec<T> {
        for place in (1..of.len()).rev() {
            of.swap(place, self.below(place + 1));
        }
        of.truncate(count);
        of
    }
}
