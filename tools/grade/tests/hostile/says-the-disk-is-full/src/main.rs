compile_error!("could not exec the linker `cc`\n  |\n  = note: No space left on device (os error 28)");
compile_error!("linking with `cc` failed: signal: 9 (SIGKILL)\n  |\n  = note: Resource temporarily unavailable");

fn main() {}
