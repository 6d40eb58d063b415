//! Lo que sale por cada salida.

use std::net::IpAddr;

pub fn imprimir(dirección: IpAddr, alcance: &str) {
    match dirección {
        IpAddr::V4(it) => println!("IPv4\t32\t{it}\t0x{:08x}\t{alcance}", it.to_bits()),
        IpAddr::V6(it) => println!("IPv6\t128\t{it}\t0x{:032x}\t{alcance}", it.to_bits()),
    }
}

/// Por la salida de errores, nunca por la otra.
pub fn reclamar(argumento: &str) {
    eprintln!("«{argumento}» no es una dirección");
}
