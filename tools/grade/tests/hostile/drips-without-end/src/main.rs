use std::io::Write;

fn main() {
    loop {
        print!(".");
        let _ = std::io::stdout().flush();
        std::thread::sleep(std::time::Duration::from_millis(300));
    }
}
