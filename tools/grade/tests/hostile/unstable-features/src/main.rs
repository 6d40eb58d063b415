#![feature(core_intrinsics)]

fn main() {}
