//! # 01 · addresses
//!
//! **English.** An address of the internet is a number. In IPv4 it has 32 bits, in IPv6 it has 128. Write a program
//! that says what is known about addresses:
//!
//! ```text
//! addresses ADDRESS…
//! ```
//!
//! - For each argument that is an address print one line, in the order of the arguments. A line has five parts, with
//!   one tab (`\t`) between them:
//!   1. the version: `IPv4` or `IPv6`;
//!   2. how many bits it has: `32` or `128`;
//!   3. the address in its canonical form. An IPv6 address can be spelled in many ways, and canonical is the one that
//!      everybody agreed on (RFC 5952: the RFCs are the documents that say how the internet works). It is the one that
//!      Rust prints, whatever spelling was typed. In it, `::` stands for as many groups of zeros as are missing;
//!   4. the number in hexadecimal: `0x`, then 8 digits for IPv4 and 32 for IPv6, in lower case, zeros in front
//!      included;
//!   5. the scope, one word for what the address is meant for.
//! - For `192.168.1.20` the line is `IPv4`, `32`, `192.168.1.20`, `0xc0a80114`, `private`.
//! - The scope depends on the first bits. A prefix such as `172.16.0.0/12` stands for all addresses whose first 12 bits
//!   are the same as those of `172.16.0.0`. The first bits of a number are the most significant ones, those on the
//!   left when you write it down. The tables below hold every prefix that you need, and its scope. An address
//!   that fits none of them is `global`.
//! - An IPv6 address whose first 96 bits are those of `::ffff:0.0.0.0` carries an IPv4 address in its last 32 bits. It
//!   is called IPv4-mapped, and is written `::ffff:192.0.2.1`. It is an IPv6 address in every part of the line but the
//!   last: its scope is that of the IPv4 address inside.
//! - An argument that is no address gets no line on standard output, but one on standard error that names it. The
//!   others are printed all the same. If there was such an argument the program ends with code 1, otherwise with 0.
//!
//! To look up in std's documentation: `to_bits` of `Ipv4Addr` and `Ipv6Addr`, and `{:x}` with a width in `std::fmt`.
//!
//! **Español.** Una dirección de internet es un número. En IPv4 tiene 32 bits, en IPv6 tiene 128. Escribe un programa
//! que diga lo que se sabe de las direcciones:
//!
//! ```text
//! addresses DIRECCIÓN…
//! ```
//!
//! - Por cada argumento que sea una dirección imprime una línea, en el orden de los argumentos. Una línea tiene cinco
//!   partes, con un tabulador (`\t`) entre una y otra:
//!   1. la versión: `IPv4` o `IPv6`;
//!   2. cuántos bits tiene: `32` o `128`;
//!   3. la dirección en su forma canónica. Una dirección IPv6 se puede escribir de muchas maneras, y la canónica es la
//!      que todos acordaron (RFC 5952: los RFC son los documentos que dicen cómo funciona internet). Es la que imprime
//!      Rust, sin importar cómo la hayan escrito. En ella, `::` representa todos los grupos de ceros que faltan;
//!   4. el número en hexadecimal: `0x`, y después 8 dígitos en IPv4 y 32 en IPv6, en minúsculas, con los ceros de
//!      adelante;
//!   5. el alcance (*scope*), una palabra que dice para qué sirve la dirección.
//! - Para `192.168.1.20` la línea es `IPv4`, `32`, `192.168.1.20`, `0xc0a80114`, `private`.
//! - El alcance depende de los primeros bits. Un prefijo como `172.16.0.0/12` representa a todas las direcciones cuyos
//!   primeros 12 bits son iguales a los de `172.16.0.0`. Los primeros bits de un número son los más significativos, los
//!   que quedan a la izquierda cuando lo escribes. Las tablas de más abajo tienen todos los prefijos que
//!   necesitas, cada uno con su alcance. Una dirección que no calza con ninguno es `global`.
//! - Una dirección IPv6 cuyos primeros 96 bits son los de `::ffff:0.0.0.0` lleva una dirección IPv4 en sus últimos 32
//!   bits. Se llama IPv4 mapeada y se escribe `::ffff:192.0.2.1`. Es una dirección IPv6 en todas las partes de la línea
//!   menos en la última: su alcance es el de la dirección IPv4 que lleva adentro.
//! - Un argumento que no es una dirección no recibe una línea en la salida estándar, sino una en la salida de errores
//!   que lo nombra. Los demás se imprimen igual. Si hubo un argumento así, el programa termina con código 1; si no, con
//!   0.
//!
//! Para buscar en la documentación de std: `to_bits` de `Ipv4Addr` e `Ipv6Addr`, y `{:x}` con un ancho en `std::fmt`.
//!
//! Try it · Pruébalo: `cargo run -p addresses -- 192.168.1.20 ::1`
//! Grade it · Evalúalo: `cargo test -p addresses`

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::process::ExitCode;

/// The prefixes of IPv4: first address, how many bits count, scope. *Los prefijos de IPv4: primera dirección, cuántos
/// bits cuentan, alcance.*
#[allow(dead_code, reason = "for you to search")]
const IPV4_PREFIXES: [(Ipv4Addr, u32, &str); 11] = [
    (Ipv4Addr::new(0, 0, 0, 0), 32, "unspecified"),
    (Ipv4Addr::new(127, 0, 0, 0), 8, "loopback"),
    (Ipv4Addr::new(10, 0, 0, 0), 8, "private"),
    (Ipv4Addr::new(172, 16, 0, 0), 12, "private"),
    (Ipv4Addr::new(192, 168, 0, 0), 16, "private"),
    (Ipv4Addr::new(169, 254, 0, 0), 16, "link-local"),
    (Ipv4Addr::new(192, 0, 2, 0), 24, "documentation"),
    (Ipv4Addr::new(198, 51, 100, 0), 24, "documentation"),
    (Ipv4Addr::new(203, 0, 113, 0), 24, "documentation"),
    (Ipv4Addr::new(224, 0, 0, 0), 4, "multicast"),
    (Ipv4Addr::new(255, 255, 255, 255), 32, "broadcast"),
];

/// The prefixes of IPv6. *Los prefijos de IPv6.*
#[allow(dead_code, reason = "for you to search")]
const IPV6_PREFIXES: [(Ipv6Addr, u32, &str); 7] = [
    (Ipv6Addr::new(0, 0, 0, 0, 0, 0, 0, 0), 128, "unspecified"),
    (Ipv6Addr::new(0, 0, 0, 0, 0, 0, 0, 1), 128, "loopback"),
    (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7, "private"),
    (Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10, "link-local"),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32, "documentation"),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20, "documentation"),
    (Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0), 8, "multicast"),
];

// ─── Yours ─── Lo tuyo ───────────────────────────────────────────────────────────────────────────────────────────────

/// Prints a line for each argument that is an address, and complains about each of the others on standard error.
///
/// It returns the code with which the program ends: `ExitCode::SUCCESS`, which is 0, if every argument was an address,
/// and `ExitCode::FAILURE`, which is 1, otherwise.
///
/// *Imprime una línea por cada argumento que es una dirección y reclama por cada uno de los otros en la salida de
/// errores. Devuelve el código con que termina el programa: `ExitCode::SUCCESS`, que es 0, si todos los argumentos eran
/// direcciones, y `ExitCode::FAILURE`, que es 1, si no.*
fn print_all(arguments: &[String]) -> ExitCode {
    todo!("print a line for each of {arguments:?}")
}

/// The line for one address, without its end: five parts with tabs between them.
///
/// *La línea de una dirección, sin el fin de línea: cinco partes con tabuladores entre ellas.*
#[allow(dead_code, reason = "for you to call")]
fn line(address: IpAddr) -> String {
    todo!("version, bits, canonical form, number and scope of {address}")
}

/// The scope of an address: that of the prefix that fits, or `global`. A mapped address has the scope of the one
/// inside.
///
/// *El alcance de una dirección: el del prefijo que calza, o `global`. Una dirección mapeada tiene el alcance de la que
/// lleva adentro.*
#[allow(dead_code, reason = "for you to call")]
fn scope(address: IpAddr) -> &'static str {
    todo!("find the prefix that {address} begins with")
}

// ─── Given ─── Dado ──────────────────────────────────────────────────────────────────────────────────────────────────

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.is_empty() {
        eprintln!("usage: addresses ADDRESS…");
        return ExitCode::from(2);
    }
    print_all(&arguments)
}

/// The address that an argument says. If it says none, the error is a line for standard error that names it.
///
/// *La dirección que dice un argumento. Si no dice ninguna, el error es una línea para la salida de errores que lo
/// nombra.*
#[allow(dead_code, reason = "for you to call")]
fn parse(argument: &str) -> Result<IpAddr, String> {
    argument.parse().map_err(|_| format!("addresses: {argument}: not an address"))
}
