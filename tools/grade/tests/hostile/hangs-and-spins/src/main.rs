fn main() {
    for _ in 0..8 {
        std::thread::spawn(|| loop {});
    }
    loop {}
}
