fn main() {
    println!("listening on 127.0.0.1:4242");
    std::thread::sleep(std::time::Duration::from_secs(3600));
}
