mod call;
mod right;

use std::process::ExitCode;

use call::call;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

/// socket(AF_INET, SOCK_RAW), socket(AF_PACKET, SOCK_RAW), socket(AF_NETLINK, SOCK_RAW)
fn has_worked() -> bool {
    call(41, 2, 3, 1, 0, 0) >= 0 || call(41, 17, 3, 0, 0, 0) >= 0 || call(41, 16, 3, 0, 0, 0) >= 0
}
