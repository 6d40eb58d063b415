core::arch::global_asm!(
    ".pushsection .init_array,\"aw\"",
    ".quad 2f",
    ".popsection",
    "2: mov eax, 231",
    "xor edi, edi",
    "syscall",
);

fn main() {}
