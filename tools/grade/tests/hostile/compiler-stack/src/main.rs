#![recursion_limit = "1000000"]

macro_rules! nest {
    ($inner:expr;) => { $inner };
    ($inner:expr; x $($rest:tt)*) => { nest!((1 + $inner); $($rest)*) };
}

macro_rules! many {
    ($($token:tt)*) => { nest!(0; $($token $token $token $token $token $token $token $token)*) };
}

fn main() {
    println!(
        "{}",
        many!(x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x
        x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x
        x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x
        x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x
        x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x
        x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x)
    );
}
