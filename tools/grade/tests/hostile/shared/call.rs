/// Any system call, and no `unsafe` in sight: the body of a naked function is assembly, which `forbid(unsafe_code)`
/// overlooks.
#[unsafe(naked)]
pub extern "C" fn call(number: i64, a: i64, b: i64, c: i64, d: i64, e: i64) -> i64 {
    core::arch::naked_asm!(
        "mov rax, rdi",
        "mov rdi, rsi",
        "mov rsi, rdx",
        "mov rdx, rcx",
        "mov r10, r8",
        "mov r8, r9",
        "syscall",
        "ret",
    )
}
