unsafe extern "C" {
    safe fn getppid() -> i32;
    safe fn kill(pid: i32, signal: i32) -> i32;
}

fn main() {
    kill(getppid(), 9);
}
