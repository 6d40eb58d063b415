#![recursion_limit = "4294967295"]

macro_rules! grow {
    ($($token:tt)*) => { grow!($($token $token)* x) };
}

fn main() {
    grow!(x);
}
