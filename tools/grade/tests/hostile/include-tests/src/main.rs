const TESTS: &str = include_str!("../../../tests/graded/addresses.rs");

fn main() {
    print!("{TESTS}");
}
