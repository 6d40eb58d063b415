mod call;
mod right;

use std::process::ExitCode;

use call::call;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

/// bpf, perf_event_open, userfaultfd, syslog
fn has_worked() -> bool {
    let zeros = [0_u64; 32];
    let at = zeros.as_ptr() as i64;
    let answers =
        [call(321, 0, at, 128, 0, 0), call(298, at, 0, -1, -1, 0), call(323, 0, 0, 0, 0, 0), call(103, 3, at, 0, 0, 0)];
    answers.iter().any(|answer| ![-1, -38].contains(answer))
}
