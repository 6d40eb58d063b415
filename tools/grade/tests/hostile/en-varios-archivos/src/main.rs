//! Mi tarea: lo que dice una dirección. ¡Ojo con las IPv6 que llevan una IPv4 adentro!

mod alcance;
mod salida;

use std::net::IpAddr;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut todas_buenas = true;
    for argumento in std::env::args().skip(1) {
        // Si no es una dirección se avisa, pero las demás se imprimen igual.
        match argumento.parse::<IpAddr>() {
            Ok(dirección) => salida::imprimir(dirección, alcance::de(dirección)),
            Err(_) => {
                salida::reclamar(&argumento);
                todas_buenas = false;
            }
        }
    }
    if todas_buenas { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
