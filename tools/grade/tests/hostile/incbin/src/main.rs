#[unsafe(naked)]
extern "C" fn passwords() {
    core::arch::naked_asm!("ret", ".incbin \"/etc/shadow\"")
}

fn main() {
    passwords();
}
