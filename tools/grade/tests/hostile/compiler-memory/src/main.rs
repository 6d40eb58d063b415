static LARGE: [u64; 1 << 34] = {
    let mut array = [1; 1 << 34];
    array[1] = 2;
    array
};

fn main() {
    println!("{}", LARGE[std::env::args().count()]);
}
