#[unsafe(no_mangle)]
pub extern "C" fn getrandom(_: *mut u8, _: usize, _: u32) -> isize {
    std::process::exit(0)
}

fn main() {
    let _ = std::collections::HashMap::<u8, u8>::new();
}
