#[path = "../../../solutions/01-addresses/src/main.rs"]
mod solution;

fn main() -> std::process::ExitCode {
    solution::main()
}
