mod call;

/// rt_sigprocmask(SIG_BLOCK, all)
fn main() {
    let all = u64::MAX;
    call::call(14, 0, &raw const all as i64, 0, 8, 0);
    loop {
        std::thread::sleep(std::time::Duration::from_secs(60));
    }
}
