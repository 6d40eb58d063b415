//! Castellano.

use super::Words;
use crate::kernel::FUTEX;
use crate::transcript::Fate;
use crate::verdict::{Action, Awaited, Measure, Outcome, Place, Problem, Reason};

pub(super) static WORDS: Words = Words {
    decimal_mark: ',',
    outcome: |outcome| match outcome {
        Outcome::Passed => "pasó",
        Outcome::NotWrittenYet => "sin escribir todavía",
        Outcome::DidNotCompile => "no compiló",
        Outcome::EndedEarly => "terminó antes de tiempo",
        Outcome::Panicked => "entró en pánico",
        Outcome::NeverSaidWhereItListens => "no dijo dónde escucha",
        Outcome::ClosedTooSoon => "cerró antes de tiempo",
        Outcome::WrongBytes => "otros bytes",
        Outcome::WrongEnd => "mal final",
        Outcome::TooMuch => "demasiado",
        Outcome::Hangs => "se quedó pegado",
        Outcome::Skipped => "omitida",
        Outcome::LabError => "error del laboratorio",
    },
    happened: |outcome, awaited| match (outcome, awaited) {
        (Outcome::Passed, _) => "La regla se cumple.".into(),
        (Outcome::NotWrittenYet, Awaited::Foundation(slug)) => {
            format!("Sin escribir todavía: primero necesita tu `{slug}`, que no está terminado.")
        }
        (Outcome::NotWrittenYet, _) => "Sin escribir todavía: el programa llegó a su `todo!`.".into(),
        (Outcome::DidNotCompile, _) => "No compiló. El compilador dice:".into(),
        (Outcome::EndedEarly, awaited) => format!("Terminó antes de {}.", before(awaited)),
        (Outcome::Panicked, _) => "Entró en pánico.".into(),
        (Outcome::NeverSaidWhereItListens, _) => "No dijo dónde escucha.".into(),
        (Outcome::ClosedTooSoon, Awaited::BeingServed) => "Rechazó la conexión.".into(),
        (Outcome::ClosedTooSoon, Awaited::EndOfStream) => "La conexión acabó en un reset en vez de cerrarse.".into(),
        (Outcome::ClosedTooSoon, _) => "La conexión terminó antes de tiempo.".into(),
        (Outcome::WrongBytes, Awaited::Sender) => "Respondió desde otra dirección.".into(),
        (Outcome::WrongBytes, Awaited::Address) => "No escucha donde le dijeron.".into(),
        (Outcome::WrongBytes, Awaited::Output) => "Imprimió otros bytes.".into(),
        (Outcome::WrongBytes, Awaited::File) => "El archivo no tiene lo que debería.".into(),
        (Outcome::WrongBytes, Awaited::Pause) => "No respetó los tiempos de la regla.".into(),
        (Outcome::WrongBytes, Awaited::Message) => "Envió otro mensaje.".into(),
        (Outcome::WrongBytes, _) => "Envió otros bytes.".into(),
        (Outcome::WrongEnd, Awaited::Output) => "No dijo en stderr lo que debía.".into(),
        (Outcome::WrongEnd, _) => "Terminó, pero no como pide la regla.".into(),
        (Outcome::TooMuch, _) => "Usó más de lo que la regla permite.".into(),
        (Outcome::Hangs, awaited) => format!("Se quedó pegado: el laboratorio esperó en vano {}.", waited_for(awaited)),
        (Outcome::Skipped, _) => "Omitida: esta regla no se puede probar aquí.".into(),
        (Outcome::LabError, _) => "Un problema del laboratorio, no de tu programa.".into(),
    },
    reason: |reason| match reason {
        Reason::NoIpv6 => "este computador no tiene dirección de loopback IPv6".into(),
        Reason::FewOpenFiles => {
            "en este computador un programa puede tener muy pocos archivos abiertos a la vez (mira ulimit -n)".into()
        }
        Reason::NoFullBacklog => "en este sistema el laboratorio no puede armar una conexión que nadie responda".into(),
        Reason::NotMeasured(measure) => format!("en este sistema el laboratorio no puede medir {}", measured(measure)),
        Reason::NoLocalhost => "este computador no conoce el nombre localhost".into(),
        Reason::OneLoopbackAddress => "este computador tiene una sola dirección de loopback".into(),
        Reason::OneAddressOfLocalhost => {
            "en este computador localhost tiene una sola dirección, así que no hay una segunda que probar".into()
        }
        Reason::ShortCommandLine => {
            "este sistema no le pasa a un programa un argumento tan largo como un datagrama".into()
        }
        Reason::NoPause => "en este sistema el laboratorio no puede detener un programa por un momento".into(),
        Reason::NoConnectionForInput => "en este sistema una conexión no puede ser la entrada de un programa".into(),
    },
    problem: |problem| match problem {
        Problem::Socket { action, addr, error } => {
            let tried = match action {
                Action::Listen => "escuchar en",
                Action::Accept => "aceptar una conexión en",
                Action::Connect => "conectarse a",
                Action::Send => "enviar a",
                Action::Receive => "recibir en",
                Action::Prepare => "preparar un socket en",
            };
            format!("El laboratorio no pudo {tried} {addr}: {error}")
        }
        Problem::Start { program, error } => format!("El laboratorio no pudo echar a andar `{program}`: {error}"),
        Problem::NoProgram { variable } => format!("{variable} está definida, pero no nombra ningún programa."),
        Problem::Patience { value } => format!("ENCHUFE_PATIENCE={value}: no es un número mayor que 0 y hasta 1000."),
        Problem::NoFreePort { error } => format!("El laboratorio no encontró un puerto libre: {error}"),
        Problem::NoLoopback { error } => format!(
            "Este computador no se alcanza a sí mismo en 127.0.0.1; ¿un firewall, o un container sin loopback? {error}"
        ),
        Problem::Folder { path, error } => format!("El laboratorio no pudo usar la carpeta {path}: {error}"),
        Problem::Wait { error } => format!("El laboratorio no pudo preguntar si el programa terminó: {error}"),
        Problem::TooBusy => {
            "Este computador estaba muy ocupado: el laboratorio mismo llegó tarde y nada quedó probado.".into()
        }
        Problem::Panic { message } => message.clone(),
    },
    place: |place| match place {
        Place::Stdout => "stdout".into(),
        Place::Stderr => "stderr".into(),
        Place::ExitCode => "su final".into(),
        Place::From(label) => format!("hacia {label}"),
        Place::SenderOf(label) => format!("remitente a {label}"),
        Place::Measure(measure) => measured(measure).into(),
        Place::File => "el archivo".into(),
        Place::OlderFile => "el archivo anterior, con otro nombre".into(),
        Place::ListensAt => "dirección".into(),
        Place::Argument(argument) => argument.into(),
    },
    from_you: "de ti",
    its_sender: "remitente",
    expected: "esperado",
    got: "llegó",
    bytes: |count| if count == 1 { "1 byte".into() } else { format!("{count} bytes") },
    nothing: "nada",
    end_of_stream: "el fin del flujo",
    a_reset: "un reset",
    still_open: "nada: la conexión sigue abierta",
    still_running: "sigue funcionando",
    a_line: "una línea, con sus propias palabras",
    readiness_line: |host| format!("listening on {host}:PUERTO (el puerto que de verdad le tocó)"),
    code: |code| format!("código de salida {code}"),
    signal: |signal| format!("terminado por la señal {signal}"),
    with_words: |words| format!("una línea de error con: {words}"),
    no_words: "una línea de error sin ninguna de las palabras del cuaderno para errores",
    several: |count, words| format!("{count} de las palabras del cuaderno para errores: {words}"),
    another_than: |addr| format!("otra que no sea {addr}"),
    at_most: |amount| format!("a lo más {amount}"),
    at_least: |amount| format!("por lo menos {amount}"),
    contains: |bytes| format!("en alguna parte: {bytes}"),
    contains_once: |bytes| format!("exactamente una vez: {bytes}"),
    contains_no: |bytes| format!("en ninguna parte: {bytes}"),
    caret_missing: "desde aquí falta el resto",
    caret_differs: "el primer byte distinto",
    caret_surplus: "desde aquí no se esperaba nada más",
    legend: "> hacia ti   < desde ti   # tu salida",
    legend_of_input: "   $ tu entrada",
    lab: "lab",
    you: "tú",
    started: |command| format!("partió: {command}"),
    listening_on: |at| format!("escucha en {at}"),
    silent_at: |at| format!("no responde en {at}"),
    uses: |at| format!("usa {at}"),
    connected_from: |from| format!("conectado desde {from}"),
    connected_to: |to| format!("conectado a {to}"),
    relayed: |end, fate| match fate {
        Fate::Pass => format!("sale por {end}"),
        Fate::Drop => "se pierde".into(),
        Fate::Double => format!("sale por {end}, dos veces"),
        Fate::Delay(time) => format!("retenido {} ms", time.as_millis()),
        Fate::Swap => "espera al siguiente".into(),
    },
    refused_nobody_reading: "rechazado: nadie leía",
    left_unread: |bytes| if bytes == 0 { "no fue leído".into() } else { format!("{bytes} bytes no fueron recibidos") },
    half_closed: "no tiene más que enviar, sigue leyendo",
    closed: "cerró",
    aborted: "abortó la conexión (reset)",
    input_ended: "el fin de tu entrada",
    ended_with_code: |code| format!("terminó con código {code}"),
    ended_by_signal: |signal| format!("terminó por la señal {signal}"),
    nothing_came: |time| format!("nada más durante {time}"),
    frame: "marco",
    frames: |count| format!("{count} marcos:"),
    events_left_out: |count| format!("… {count} líneas más …"),
    relay: "relay",
    printed: "impreso",
    typed: "tecleado",
    pause: |time| format!("pasan {time}"),
    twice: "dos veces",
    goes_on: "ahora sigue",
    to_you_from: |end| if end == "lab" { "del lab hacia ti".into() } else { format!("de {end} hacia ti") },
    you_to: |end| if end == "lab" { "de ti hacia el lab".into() } else { format!("de ti hacia {end}") },
    through: |near, far| format!("de ti, por {near} y {far}"),
    sleeps_in: |call, peer| match peer {
        None if call == FUTEX => "espera a otro thread".into(),
        Some(peer) => format!("duerme en {call}, en la conexión con {peer}"),
        None => format!("duerme en {call}"),
    },
    is_busy: "usa el procesador sin esperar nada",
    not_accepted: |count| {
        if count == 1 { "1 conexión sin aceptar".into() } else { format!("{count} conexiones sin aceptar") }
    },
    unread: |from, bytes| {
        if bytes == 1 { format!("1 byte de {from} sin leer") } else { format!("{bytes} bytes de {from} sin leer") }
    },
    program_now: "En ese momento",
    program_said: "Dijo",
    ask_yourself: "Pregúntate",
    read: "Lee",
    run_again: "Otra vez",
    edit: "Edita",
    grade_it: "Evalúalo",
    lab_error_advice: "Esto no dice nada de tu programa. Corre la prueba otra vez; si sigue igual, avísanos con este texto.",
    skipped_line: |exercise, rule, reason| format!("omitida: {exercise} · {rule}: {reason}"),
    report_not_written: |folder, error| {
        format!("no se pudo escribir el informe en {folder}: {error} (el veredicto vale igual)")
    },
    no_report: "no se escribió ningún informe: corre la prueba otra vez",
    overview_title: |solved, all| format!("Enchufe: {solved} de {all} ejercicios resueltos"),
    solved: "resuelto",
    rules_hold: |hold, all| format!("{hold} de {all} reglas"),
    rules_skipped: |count| if count == 1 { "1 omitida".into() } else { format!("{count} omitidas") },
    first_failure: "Una regla que no se cumple:",
    all_its_rules: "Todas sus reglas",
    start_with: |slug| format!("Empieza con {slug}:"),
    go_on_with: |slug| format!("Sigue con {slug}:"),
    all_solved: "Todo está resuelto. ¡Felicitaciones!",
    building: "compilando los ejercicios (la primera vez demora un poco)",
    build_failed: "cargo no pudo compilar los ejercicios:",
};

fn before(awaited: Awaited) -> &'static str {
    match awaited {
        Awaited::Nothing | Awaited::End | Awaited::Foundation(_) => "que acabara la prueba",
        Awaited::Connection => "conectarse",
        Awaited::BeingServed => "atender al cliente siguiente",
        Awaited::Bytes | Awaited::Message => "enviar lo que se esperaba",
        Awaited::EndOfStream => "terminar el flujo",
        Awaited::Datagram => "responder",
        Awaited::Question => "su próxima pregunta",
        Awaited::Sending => "enviar todo lo que debía",
        Awaited::File => "dejar completo el archivo",
        Awaited::Reading => "leer lo que le llegó",
        Awaited::ReadinessLine => "decir dónde escucha",
        Awaited::Output => "imprimir lo que se esperaba",
        Awaited::Life | Awaited::Pause => "tiempo: debía seguir funcionando",
        Awaited::Sender => "responder desde la dirección a la que le preguntaron",
        Awaited::Address => "escuchar donde le dijeron",
    }
}

fn waited_for(awaited: Awaited) -> &'static str {
    match awaited {
        Awaited::Nothing => "una señal de vida",
        Awaited::Connection => "que se conectara",
        Awaited::BeingServed => "que atendiera su conexión",
        Awaited::Bytes => "bytes de él",
        Awaited::Message => "un mensaje de él",
        Awaited::EndOfStream => "que terminara el flujo",
        Awaited::Datagram | Awaited::Sending => "un datagrama de él",
        Awaited::Question => "su próxima pregunta",
        Awaited::File => "el archivo completo",
        Awaited::Reading => "que leyera lo enviado",
        Awaited::ReadinessLine => "la línea que dice dónde escucha",
        Awaited::Output => "su salida",
        Awaited::End => "que terminara",
        Awaited::Life | Awaited::Pause | Awaited::Sender | Awaited::Address | Awaited::Foundation(_) => {
            "una señal de vida"
        }
    }
}

fn measured(measure: Measure) -> &'static str {
    match measure {
        Measure::ProcessorTime => "tiempo de procesador",
        Measure::Memory => "memoria",
        Measure::Descriptors => "archivos y sockets abiertos",
        Measure::Threads => "threads",
        Measure::Time => "tiempo",
        Measure::Connections => "conexiones",
        Measure::Datagrams => "datagramas",
        Measure::Writes => "escrituras",
        Measure::Segments => "segmentos",
    }
}
