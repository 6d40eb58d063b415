mod right;

fn main() -> std::process::ExitCode {
    let unused = 42;
    let mut never_changed = vec![1, 2, 3];
    std::thread::sleep(std::time::Duration::from_millis(700));
    eprintln!("debug: about to answer {} addresses", std::env::args().count() - 1);
    return right::main();
}
