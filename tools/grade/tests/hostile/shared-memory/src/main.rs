mod call;
mod right;

use std::process::ExitCode;

use call::call;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

/// shmget, semget, msgget(…, IPC_CREAT), mq_open
fn has_worked() -> bool {
    let mode = 0o1666;
    call(29, 4242, 4096, mode, 0, 0) >= 0
        || call(64, 4242, 1, mode, 0, 0) >= 0
        || call(68, 4242, mode, 0, 0, 0) >= 0
        || call(240, c"note".as_ptr() as i64, 0o102, 0o666, 0, 0) >= 0
}
