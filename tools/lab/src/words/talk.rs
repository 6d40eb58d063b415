//! What `cargo lab talk` says. The workbook's words for errors are the same in every language.

use std::io::Error;
use std::net::SocketAddr;
use std::time::Duration;

use enchufe::report::conversation::seconds;
use enchufe::words::Lang;

pub struct Words {
    pub help: &'static str,

    // The command line.
    pub address_is_missing: &'static str,
    pub address_example: &'static str,
    pub not_an_address: fn(&str) -> String,
    pub no_address: fn(&str) -> String,
    pub not_millis: fn(&str, &str) -> String,
    pub which_line_end: &'static str,
    pub udp_has_no_end: &'static str,

    // The conversation.
    pub tries_address: fn(SocketAddr, usize, usize) -> String,
    pub connected: fn(SocketAddr, SocketAddr) -> String,
    pub how_to_end: &'static str,
    pub how_to_end_udp: &'static str,
    pub they_closed: &'static str,
    pub goes_on_sending: &'static str,
    pub sends_datagrams: fn(SocketAddr, SocketAddr) -> String,
    pub other_addresses: fn(&[SocketAddr]) -> String,
    pub waits_for_answers: fn(Duration) -> String,
    pub goes_on_hearing: &'static str,
    pub rows_left_out: fn(usize) -> String,
    pub cannot_read_input: fn(&Error) -> String,
    pub not_sent: &'static str,

    // What went wrong; each with one of the workbook's words for errors.
    pub refused: fn(SocketAddr) -> String,
    pub no_such_port: fn(SocketAddr) -> String,
    pub no_answer: fn(SocketAddr, Duration) -> String,
    pub silence: fn(Duration) -> String,
    pub reset: &'static str,
    pub unknown_name: fn(&str, &Error) -> String,
    pub address_in_use: fn(SocketAddr) -> String,
    pub too_long: fn(usize) -> String,
}

pub fn talk(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

fn listed(addrs: &[SocketAddr]) -> String {
    addrs.iter().map(SocketAddr::to_string).collect::<Vec<_>>().join(", ")
}

static EN: Words = Words {
    help: "\
cargo lab talk HOST:PORT         a small netcat that shows each byte

What you type goes out line by line (`>`), what comes is shown (`<`), both
with their bytes. The end of your input (ctrl-d; on Windows ctrl-z and enter)
ends your side and goes on hearing; ctrl-c leaves. It ends with 0 when the
conversation ended in order, else with 1, and standard error says why.

  -l, --listen       waits for one client at this address
  -u, --udp          each line is a datagram
  -e, --escapes      \\n \\r \\t \\0 \\\\ \\xHH \\u{H} in a line stand for bytes
  -n, --no-newline   lines go out without their end
      --crlf         lines end with \\r\\n
      --hex          shows bytes as numbers
      --all          shows all bytes of what is very long
      --stay         goes on sending when the other side has closed
      --timeout MS   the longest time to connect to an address (5000)
      --wait MS      the longest silence; over UDP 2000, once your input ended

  cargo lab talk python.org:80 --crlf
  printf 'hola\\n' | cargo lab talk 127.0.0.1:9001
  cargo lab talk --udp -n 127.0.0.1:15000
",
    address_is_missing: "with whom? HOST:PORT is missing",
    address_example: "for example: cargo lab talk 127.0.0.1:9001",
    not_an_address: |given| format!("{given}: not HOST:PORT with a port from 0 to 65535; IPv6 is [::1]:9001"),
    no_address: |given| format!("{given}: unknown name: it stands for no address"),
    not_millis: |option, given| format!("{option} {given}: not a number of milliseconds above 0"),
    which_line_end: "--crlf and --no-newline: one of them",
    udp_has_no_end: "--stay: over UDP nobody closes",
    tries_address: |addr, index, all| format!("tries {addr}, address {index} of {all}"),
    connected: |addr, own| format!("connected to {addr} from {own}"),
    how_to_end: if cfg!(windows) {
        "Type. Ctrl-z and enter end your side, ctrl-c leaves."
    } else {
        "Type. Ctrl-d ends your side, ctrl-c leaves."
    },
    how_to_end_udp: "Type: each line is a datagram. Ctrl-c leaves.",
    they_closed: "closed: the other side has nothing more to say",
    goes_on_sending: "what you type still goes out, until the end of your input",
    sends_datagrams: |to, own| format!("datagrams to {to} from {own}"),
    other_addresses: |others| format!("the name also stands for {}: nothing goes there", listed(others)),
    waits_for_answers: |time| format!("the end of your input; hears for {} more", seconds(time, Lang::En.words())),
    goes_on_hearing: "the end of your input; goes on hearing, ctrl-c leaves",
    rows_left_out: |rows| format!("… {rows} more rows (--all shows them) …"),
    cannot_read_input: |error| format!("could not read standard input: {error}"),
    not_sent: "The line was not sent.",
    refused: |addr| format!("{addr}: connection refused: no program listens there"),
    no_such_port: |addr| {
        format!("{addr}: connection refused: the system reports (ICMP) that no program has this UDP port")
    },
    no_answer: |addr, time| {
        format!(
            "{addr}: timed out: no answer in {}; nobody there, or a firewall, or a full queue",
            seconds(time, Lang::En.words())
        )
    },
    silence: |time| format!("timed out: nothing came for {}", seconds(time, Lang::En.words())),
    reset: "connection reset: the other side broke off; what was under way is lost",
    unknown_name: |given, error| format!("{given}: unknown name: {error}"),
    address_in_use: |addr| format!("{addr}: address in use: another program has this port"),
    too_long: |bytes| format!("too long: {bytes} bytes; a datagram carries 65507 at most"),
};

static ES: Words = Words {
    help: "\
cargo lab talk HOST:PUERTO       un netcat pequeño que muestra cada byte

Lo que escribes sale línea por línea (`>`) y lo que llega se muestra (`<`),
con sus bytes. El fin de tu entrada (ctrl-d; en Windows ctrl-z y enter)
termina tu lado y sigue escuchando; ctrl-c sale. Termina con 0 si la
conversación acabó en orden; si no, con 1, y la salida de errores dice por qué.

  -l, --listen       espera a un cliente en esa dirección
  -u, --udp          cada línea es un datagrama
  -e, --escapes      \\n \\r \\t \\0 \\\\ \\xHH \\u{H} en una línea valen por bytes
  -n, --no-newline   las líneas salen sin su fin de línea
      --crlf         las líneas terminan con \\r\\n
      --hex          muestra los bytes como números
      --all          muestra todos los bytes de lo que es muy largo
      --stay         sigue enviando cuando el otro lado ya cerró
      --timeout MS   el tiempo máximo para conectarse a una dirección (5000)
      --wait MS      el silencio más largo; en UDP 2000, acabada tu entrada

  cargo lab talk python.org:80 --crlf
  printf 'hola\\n' | cargo lab talk 127.0.0.1:9001
  cargo lab talk --udp -n 127.0.0.1:15000
",
    address_is_missing: "¿con quién? Falta HOST:PUERTO",
    address_example: "por ejemplo: cargo lab talk 127.0.0.1:9001",
    not_an_address: |given| format!("{given}: no es HOST:PUERTO con un puerto de 0 a 65535; IPv6 es [::1]:9001"),
    no_address: |given| format!("{given}: unknown name: no corresponde a ninguna dirección"),
    not_millis: |option, given| format!("{option} {given}: no es un número de milisegundos mayor que 0"),
    which_line_end: "--crlf y --no-newline: uno de los dos",
    udp_has_no_end: "--stay: en UDP nadie cierra",
    tries_address: |addr, index, all| format!("prueba {addr}, dirección {index} de {all}"),
    connected: |addr, own| format!("conectado a {addr} desde {own}"),
    how_to_end: if cfg!(windows) {
        "Escribe. Ctrl-z y enter terminan tu lado, ctrl-c sale."
    } else {
        "Escribe. Ctrl-d termina tu lado, ctrl-c sale."
    },
    how_to_end_udp: "Escribe: cada línea es un datagrama. Ctrl-c sale.",
    they_closed: "cerró: el otro lado no tiene nada más que decir",
    goes_on_sending: "lo que escribes sigue saliendo, hasta el fin de tu entrada",
    sends_datagrams: |to, own| format!("datagramas a {to} desde {own}"),
    other_addresses: |others| format!("el nombre también es {}: ahí no va nada", listed(others)),
    waits_for_answers: |time| format!("el fin de tu entrada; escucha {} más", seconds(time, Lang::Es.words())),
    goes_on_hearing: "el fin de tu entrada; sigue escuchando, ctrl-c sale",
    rows_left_out: |rows| format!("… {rows} filas más (--all las muestra) …"),
    cannot_read_input: |error| format!("no se pudo leer la entrada estándar: {error}"),
    not_sent: "La línea no se envió.",
    refused: |addr| format!("{addr}: connection refused: ahí no escucha ningún programa"),
    no_such_port: |addr| {
        format!("{addr}: connection refused: el sistema avisa (ICMP) que ningún programa tiene ese puerto UDP")
    },
    no_answer: |addr, time| {
        format!(
            "{addr}: timed out: sin respuesta en {}; no hay nadie, o un firewall, o una cola llena",
            seconds(time, Lang::Es.words())
        )
    },
    silence: |time| format!("timed out: no llegó nada durante {}", seconds(time, Lang::Es.words())),
    reset: "connection reset: el otro lado cortó; lo que iba en camino se perdió",
    unknown_name: |given, error| format!("{given}: unknown name: {error}"),
    address_in_use: |addr| format!("{addr}: address in use: otro programa ya tiene ese puerto"),
    too_long: |bytes| format!("too long: {bytes} bytes; un datagrama lleva a lo más 65507"),
};
