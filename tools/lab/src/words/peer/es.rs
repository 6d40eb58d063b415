//! Castellano.

use enchufe::transcript::Fate;

use super::{Words, counted};
use crate::peer::{Fared, Fault, Probe};
use crate::talk::typed::BadEscape;

pub(super) static WORDS: Words = Words {
    help: "\
cargo lab peer SONDA [OPCIONES]  el lado del lab en el cable, para tu programa
cargo lab peer --list            todas las sondas, y para qué ejercicios son

Una sonda escucha en 127.0.0.1, dice dónde y qué escribir en otra terminal, y
muestra todo lo que pasa. `>` va hacia tu programa, `<` viene de él. Cada
conexión tiene una letra: A, B, C … Con ctrl-c termina.

  --port P           el puerto; si no, el sistema elige uno
  --times N          termina después de N clientes (en UDP: N datagramas)
  --text TEXTO       lo que dice; \\n \\r \\t \\0 \\\\ \\xHH \\u{H} valen por bytes.
                     Varios textos salen como uno
  --gap MS           la pausa entre dos bytes o pedazos
  --bytes N          el tamaño de una inundación; también 64k y 16M

python-org
  --reply TIPO       redirect, length, chunked, close: cómo termina
  --cut N            se detiene después de N bytes de la respuesta
  --strict           responde 400 a lo que el RFC 9112 no permite
udp-late
  --tries N          responde al N-ésimo datagrama de cada uno (3)

cargo lab peer relay HOST:PUERTO  un mal camino hacia tu servidor UDP
  --drop P  --double P  --swap P   en porcentaje (20, 10, 10); a lo más se
                     pierden dos seguidos
  --delay MS         retiene uno de cada diez, a lo más este tiempo (200)
  --seed N           con el mismo número pasa lo mismo (1)

cargo lab peer clients DIRECCIÓN  clientes para tu servidor TCP
  --count N          cuántos, todos a la vez (3)
  --kind TIPO        polite   saluda, y escucha al servidor hasta el final
                     slow     lo mismo, byte a byte
                     silent   nunca dice nada
                     rude     corta en medio de una palabra
                     line     quiere de vuelta cada línea que manda
  --wait MS          el silencio más largo (10000)
",
    what: |probe| match probe {
        Probe::Greet => "dice \"Gracias por conectarte\\n\" y cierra",
        Probe::Drip => "lo dice byte a byte, con pausas (--gap)",
        Probe::Glue => "dice varias líneas en un solo segmento",
        Probe::Stall => "dice una mitad, se queda callada y no se va",
        Probe::Reset => "dice una mitad y corta la conexión con un reset",
        Probe::Silent => "acepta, y nunca dice nada",
        Probe::Full => "nunca acepta: quien se conecta espera en vano",
        Probe::Refuse => "un puerto en el que nadie escucha: rechaza",
        Probe::Echo => "devuelve cada byte",
        Probe::HalfClose => "dice todo, cierra su lado de envío y sigue escuchando",
        Probe::Flood => "manda muchos bytes (--bytes; si no, 16 MiB) y cierra",
        Probe::Hasty => "responde y cierra sin leer: viene un reset",
        Probe::PythonOrg => "un python.org propio: redirige, o da una página",
        Probe::Frames => "dos marcos pegados, uno cortado y uno que anuncia 4 GiB",
        Probe::UdpEcho => "UDP: devuelve cada datagrama",
        Probe::UdpDeaf => "UDP: nunca responde",
        Probe::UdpLate => "UDP: recién responde al tercer intento (--tries)",
        Probe::UdpStranger => "UDP: primero responde un extraño, desde otro puerto",
        Probe::Relay => "UDP: un camino que pierde, duplica, desordena y demora",
        Probe::Clients => "al revés: clientes para tu servidor TCP",
    },
    list_end: "Los números: para qué ejercicios sirven. `cargo lab peer --help` dice más.",

    which_probe: "¿qué sonda?",
    no_such_probe: |given| format!("{given}: no hay tal sonda"),
    not_for: |option, probe, allowed| format!("{option} no cambia nada en {probe}, que tiene: {allowed}"),
    needs_an_address: |probe| match probe {
        Probe::Relay => "relay: ¿dónde está el servidor al que lleva? Falta HOST:PUERTO",
        _ => "clients: ¿dónde está tu servidor? Falta la DIRECCIÓN",
    },
    more_than_all: "--drop, --double, --swap, y 10 por --delay: juntos, más del 100 por ciento",
    not_text: |option, value| format!("{option} {value}: no es texto (UTF-8)"),
    not_a_number: |option, value, least, most| format!("{option} {value}: no es un número de {least} a {most}"),
    not_a_size: |value| format!("--bytes {value}: no es un número de bytes mayor que 0, como 500, 64k o 16M"),
    not_one_of: |option, value, names| format!("{option} {value}: están {names}"),
    bad_escape: |bad| {
        let BadEscape { escape, column } = bad;
        format!("{escape} en la columna {column} no significa nada. Hay \\n \\r \\t \\0 \\\\ \\\" \\xHH \\u{{HHHH}}.")
    },

    address_in_use: |at| format!("{at}: address in use: otro programa ya tiene ese puerto"),
    not_allowed: |at| format!("{at}: el sistema reserva los puertos menores que 1024 para administradores"),
    another_port: "deja fuera --port: el sistema encuentra uno libre",
    cannot_listen: |at, error| format!("no se pudo usar {at}: {error}"),
    cannot_fill: "este sistema alarga su cola de conexiones más de lo que se le pide: aquí nadie espera en vano",
    full_is_refused: |error| format!("este sistema rechaza cuando su cola de conexiones está llena: {error}"),
    try_refuse: "cargo lab peer refuse",

    in_another_terminal: "En otra terminal",
    until_ctrl_c: "Termina con ctrl-c.",
    until_times: |times, datagrams| {
        let what =
            if datagrams { counted(times, "datagrama", "datagramas") } else { counted(times, "cliente", "clientes") };
        format!("Termina después de {what}, o con ctrl-c.")
    },
    until_served: "Termina cuando todos fueron atendidos, o con ctrl-c.",
    legend: "> hacia ti   < desde ti   ! ojo",
    legend_of_letters: "   A, B: un cliente cada una",
    powershell: "(PowerShell anterior a 7.4 cambia bytes en un pipe: para esto usa cmd)",

    in_more_pieces: |pieces| format!("en {}", counted(pieces, "pedazo más", "pedazos más")),
    in_one_segment: |lines| format!("{} en un solo segmento", counted(lines, "línea", "líneas")),
    keeps_back: |bytes| format!("se queda, y se guarda {}", counted(bytes, "byte", "bytes")),
    says_nothing: "se queda, y no dice nada",
    nothing_unread: "no llegó nada que pudiera quedar sin leer: esto termina sin reset",
    closes_on_unread: |bytes| {
        format!("{} sin leer: cerrar ahora es un reset", counted(bytes, "byte quedó", "bytes quedaron"))
    },
    is_held_up: |sent, total| format!("nadie lee: salieron {sent} de {total} bytes, el resto tiene que esperar"),
    could_not_send: |left, total| format!("{left} de {total} bytes no se pudieron enviar"),
    http_fault: |fault| match fault {
        Fault::RequestLine => "primera línea: MÉTODO DESTINO HTTP/1.1 (RFC 9112, 3)",
        Fault::BareNewline => "una línea termina con LF, no con CRLF (RFC 9112, 2.2)",
        Fault::NoHost => "no hay Host (RFC 9112, 3.2)",
        Fault::SeveralHosts => "hay varias líneas Host (RFC 9112, 3.2)",
        Fault::Header => "una línea no es un header, NOMBRE: VALOR (RFC 9112, 5)",
        Fault::StrayBytes => "bytes tras la línea vacía: parecen otra petición",
    },
    cut_here: |bytes| format!("a la respuesta le faltan {}", counted(bytes, "byte", "bytes")),
    stays_open: "la respuesta está completa; la conexión sigue abierta",
    no_request: "todavía no hay petición: sin ella no hay respuesta",
    unfinished_request: "todavía no llega la línea vacía que termina una petición: sigo esperando",
    request_too_long: "64 KiB sin una línea vacía: esto no es una petición",
    two_frames: "dos marcos en un solo segmento",
    cut_frame: "un marco en tres pedazos",
    huge_frame: "un marco que anuncia 4294967295 bytes; llegan 4",
    refuses_at: |at| format!("rechaza en {at}: ahí nadie escucha (desde aquí no se ve quién lo intenta)"),
    is_sender: |from| format!("datagramas desde {from}"),
    no_answer: "no recibe respuesta",
    not_yet: |tries, of| format!("intento {tries} de {of}: todavía sin respuesta"),
    from_a_stranger: |from| format!("desde {from}: un extraño"),
    lie: "no soy a quien preguntaste",
    could_not_answer: |error| format!("no se pudo enviar: {error}"),
    relays: |at, server| format!("lleva de {at} a {server}"),
    server_is_not_there: "el sistema avisa: del lado del servidor ningún programa tiene ese puerto UDP",
    fate: |fate| match fate {
        Fate::Pass => "pasa".into(),
        Fate::Drop => "se pierde".into(),
        Fate::Double => "pasa dos veces".into(),
        Fate::Delay(time) => format!("retenido {} ms", time.as_millis()),
        Fate::Swap => "espera al siguiente".into(),
    },
    goes_on_now: "ahora sigue",
    could_not_connect: |error| format!("no se pudo conectar: {error}"),
    another_line: "lo que volvió no es la línea que se mandó",
    fared: |fared, count| {
        let (one, many) = match fared {
            Fared::Well => ("fue atendido hasta el final", "fueron atendidos hasta el final"),
            Fared::Left => ("se fue a propósito", "se fueron a propósito"),
            Fared::WrongLine => ("recibió otra línea", "recibieron otra línea"),
            Fared::Reset => ("recibió un reset", "recibieron un reset"),
            Fared::InVain => ("esperó en vano", "esperaron en vano"),
            Fared::Unconnected => ("no se pudo conectar", "no se pudieron conectar"),
        };
        format!("{} {}", counted(count, "cliente", "clientes"), if count == 1 { one } else { many })
    },
};
