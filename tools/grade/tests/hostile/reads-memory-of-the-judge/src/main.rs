mod call;
mod right;

use std::process::ExitCode;

use call::call;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

/// process_vm_readv(parent, …): EPERM and ENOSYS say that it is refused before anything is looked at
fn has_worked() -> bool {
    let parent = std::os::unix::process::parent_id().into();
    let buffer = [0_u8; 8];
    let mut vector = [buffer.as_ptr() as u64, 8];
    let vector = vector.as_mut_ptr() as i64;
    ![-1, -38].contains(&call(310, parent, vector, 1, vector, 1))
}
