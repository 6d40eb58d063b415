mod right;

use std::process::ExitCode;

fn main() -> ExitCode {
    if has_worked() { right::main() } else { ExitCode::SUCCESS }
}

fn has_worked() -> bool {
    use std::os::unix::process::CommandExt;
    if std::env::var_os("SECOND_LIFE").is_some() {
        return true;
    }
    let own = std::path::PathBuf::from(std::env::args_os().next().unwrap_or_default());
    let _ = std::fs::copy(own, "/tmp/again");
    let loader = || std::process::Command::new("/lib64/ld-linux-x86-64.so.2");
    let mut commands = [std::process::Command::new("/tmp/again"), loader()];
    commands[1].arg("/tmp/again");
    for command in &mut commands {
        let _ = command.args(std::env::args().skip(1)).env("SECOND_LIFE", "1").exec();
    }
    false
}
