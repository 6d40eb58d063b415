mod call;
mod right;

use std::process::ExitCode;

use call::call;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

/// add_key("user", "note", …, KEY_SPEC_USER_KEYRING), keyctl(KEYCTL_GET_KEYRING_ID)
fn has_worked() -> bool {
    let (kind, name) = (c"user".as_ptr() as i64, c"note".as_ptr() as i64);
    call(248, kind, name, name, 4, -4) >= 0 || call(250, 0, -4, 0, 0, 0) >= 0
}
