//! What `cargo lab trace` says. What the reports say too, they say for it.

use std::path::Path;

use enchufe::words::Lang;

pub struct Words {
    pub help: &'static str,

    // The diagram.
    pub nothing_happened: &'static str,
    /// The file was saved after the conversation was held.
    pub changed_since: &'static str,
    pub ago: fn(u64) -> String,

    // Which conversation.
    pub nothing_recorded: &'static str,
    pub record_one: fn(&str) -> String,
    pub not_recorded: fn(&str) -> String,
    pub rule_not_recorded: fn(&str, &str) -> String,
    pub no_such_rule: fn(&str) -> String,
    pub no_such_rule_of: fn(&str, &str) -> String,
    pub several_rules: fn(&str, &str) -> String,
    pub see_the_list: &'static str,
    /// While it takes long.
    pub reading: &'static str,
    pub not_understood: fn(&str, &str) -> String,
    pub no_conversation: fn(&str) -> String,
    pub test_it_again: fn(&str) -> String,

    // Files.
    pub is_there: fn(&Path) -> String,
    pub use_force: &'static str,
    pub is_a_folder: fn(&Path) -> String,
    pub one_to_stdout: &'static str,
    pub not_to_a_terminal: &'static str,
    pub send_it_on: &'static str,
    pub only_one_of: fn(&str) -> String,
    pub written: fn(&str) -> String,
    pub open_capture: fn(&str) -> String,
    pub open_page: fn(&str) -> String,
    pub empty_capture: &'static str,

    // The screen.
    pub place: fn(usize, usize) -> String,
    pub keys: &'static str,
    pub keys_short: &'static str,
    pub keys_of_bytes: &'static str,
    pub keys_of_bytes_short: &'static str,
    pub all_keys: &'static [(&'static str, &'static str)],
    pub any_key: &'static str,
    pub no_bytes: &'static str,
    pub kept_not: fn(usize) -> String,
    pub no_screen: fn(&std::io::Error) -> String,

    // The page.
    pub conversation: &'static str,
    pub how_to_read: &'static str,
    pub signs: &'static [(&'static str, &'static str)],
    pub all_bytes: fn(usize) -> String,
    pub recorded: fn(&str) -> String,
    pub explain: &'static str,
}

pub fn trace(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    help: "\
cargo lab trace [TEST]        the last conversation of a test, as a diagram:
                              your program on the left, the lab on the right,
                              time running down

TEST is an exercise (tcp-client, 3), a test (tcp-client/sends_nothing), or a
part of its name (sends_nothing). Without it: the test of your last run that
has most to tell.

--list [EXERCISE]   which conversations there are, and how they ended
--print             prints the diagram, as it does without a terminal
--pcap FILE         the packets, for Wireshark
--html FILE         a page for the browser that needs nothing else
--json              the events, for a program of yours
--force             replaces a FILE that is there already

A FILE of - is standard output. In the diagram: ? shows the keys.
",
    nothing_happened: "Nothing happened: no program, no byte.",
    changed_since: "your file has changed since",
    ago: |seconds| match seconds {
        0..=59 => "just now".into(),
        60..=3599 => format!("{} min ago", seconds / 60),
        3600..=172_799 => format!("{} h ago", seconds / 3600),
        _ => format!("{} days ago", seconds / 86_400),
    },
    nothing_recorded: "nothing is recorded yet: a conversation is recorded when a test runs",
    record_one: |slug| format!("cargo lab test {slug}"),
    not_recorded: |slug| format!("{slug}: nothing is recorded; its tests have not run, or it did not compile"),
    rule_not_recorded: |slug, rule| format!("{slug}/{rule}: nothing is recorded for this test"),
    no_such_rule: |given| format!("{given}: neither an exercise nor a part of a test's name"),
    no_such_rule_of: |given, slug| format!("{given}: no test of {slug} has this in its name"),
    several_rules: |given, found| format!("{given}: this could be any of\n{found}"),
    see_the_list: "cargo lab trace --list",
    reading: "reading the reports",
    not_understood: |path, problem| format!("{path}: this report cannot be read: {problem}"),
    no_conversation: |path| format!("{path}: the report is damaged; there is no conversation in it"),
    test_it_again: |slug| format!("run the test again: cargo lab test {slug}"),
    is_there: |path| format!("{} is there already; nothing was written", path.display()),
    use_force: "choose another name, or replace it with --force",
    is_a_folder: |path| format!("{} is a folder: name a file", path.display()),
    one_to_stdout: "only one thing at a time can go to standard output",
    not_to_a_terminal: "a capture is no text: it would only confuse this terminal",
    send_it_on: "name a file, or send it on: cargo lab trace --pcap - | wireshark -k -i -",
    only_one_of: |options| format!("only one of {options} at a time"),
    written: |path| format!("written: {path}"),
    open_capture: |path| format!("open it with: wireshark {path}"),
    open_page: |path| format!("open it in your browser: {path}"),
    empty_capture: "there is no packet in it: nothing went over the wire",
    place: |index, all| format!("{index}/{all}"),
    keys: "↑↓ move   Enter bytes   ←→ other test   ? keys   q leave",
    keys_short: "↑↓ Enter ←→ ?=keys q=leave",
    keys_of_bytes: "↑↓ scroll   ←→ other event   q back",
    keys_of_bytes_short: "↑↓ ←→ q=back",
    all_keys: &[
        ("↑ ↓  k j", "one line up, down"),
        ("PgUp PgDn", "one screen; space too"),
        ("Home End", "the beginning, the end"),
        ("Enter  b", "the bytes of this line, all of them"),
        ("← →  p n", "the test before, the next"),
        ("?", "these keys"),
        ("q  Esc", "leave"),
    ],
    any_key: "any key: back",
    no_bytes: "No bytes belong to this.",
    kept_not: |count| format!("… {count} bytes in between were not kept …"),
    no_screen: |error| format!("the terminal does not let itself be used: {error}"),
    conversation: "The conversation",
    how_to_read: "How to read this",
    signs: &[
        ("►", "goes from one to the other: a full line is a TCP connection, a broken one a UDP datagram"),
        ("╳", "lost, refused, or torn down by a reset"),
        ("#", "what your program printed"),
        ("$", "what the lab typed on its input"),
        ("!", "something that did not happen"),
    ],
    all_bytes: |count| if count == 1 { "1 byte".into() } else { format!("all {count} bytes") },
    recorded: |when| format!("recorded {when}"),
    explain: "What it means",
};

static ES: Words = Words {
    help: "\
cargo lab trace [PRUEBA]      la última conversación de una prueba, dibujada:
                              tu programa a la izquierda, el lab a la derecha,
                              el tiempo hacia abajo

PRUEBA es un ejercicio (tcp-client, 3), una prueba (tcp-client/sends_nothing)
o una parte de su nombre (sends_nothing, «no envía nada»). Sin ella: de tu
última ejecución, la prueba que más tiene que contar.

--list [EJERCICIO]  qué conversaciones hay, y cómo terminaron
--print             imprime el diagrama, como lo hace sin terminal
--pcap ARCHIVO      los paquetes, para Wireshark
--html ARCHIVO      una página para el navegador que no necesita nada más
--json              los eventos, para un programa tuyo
--force             reemplaza un ARCHIVO que ya existe

Un ARCHIVO - es la salida estándar. En el diagrama, ? muestra las teclas.
",
    nothing_happened: "No pasó nada: ni un programa, ni un byte.",
    changed_since: "tu archivo cambió después",
    ago: |seconds| match seconds {
        0..=59 => "recién".into(),
        60..=3599 => format!("hace {} min", seconds / 60),
        3600..=172_799 => format!("hace {} h", seconds / 3600),
        _ => format!("hace {} días", seconds / 86_400),
    },
    nothing_recorded: "todavía no hay nada grabado: una conversación se graba cuando corre una prueba",
    record_one: |slug| format!("cargo lab test {slug}"),
    not_recorded: |slug| format!("{slug}: no hay nada grabado; sus pruebas no han corrido, o no compiló"),
    rule_not_recorded: |slug, rule| format!("{slug}/{rule}: no hay nada grabado de esta prueba"),
    no_such_rule: |given| format!("{given}: no es un ejercicio ni parte del nombre de una prueba"),
    no_such_rule_of: |given, slug| format!("{given}: ninguna prueba de {slug} tiene esto en su nombre"),
    several_rules: |given, found| format!("{given}: podría ser cualquiera de estas\n{found}"),
    see_the_list: "cargo lab trace --list",
    reading: "leyendo los informes",
    not_understood: |path, problem| format!("{path}: este informe no se puede leer: {problem}"),
    no_conversation: |path| format!("{path}: el informe está dañado; no tiene una conversación"),
    test_it_again: |slug| format!("corre la prueba otra vez: cargo lab test {slug}"),
    is_there: |path| format!("{} ya existe; no se escribió nada", path.display()),
    use_force: "elige otro nombre, o reemplázalo con --force",
    is_a_folder: |path| format!("{} es una carpeta: nombra un archivo", path.display()),
    one_to_stdout: "a la salida estándar solo puede ir una cosa a la vez",
    not_to_a_terminal: "una captura no es texto: solo confundiría a esta terminal",
    send_it_on: "nombra un archivo, o pásala a otro programa: cargo lab trace --pcap - | wireshark -k -i -",
    only_one_of: |options| format!("solo una de {options} a la vez"),
    written: |path| format!("escrito: {path}"),
    open_capture: |path| format!("ábrelo con: wireshark {path}"),
    open_page: |path| format!("ábrelo en tu navegador: {path}"),
    empty_capture: "no tiene ningún paquete: nada pasó por el cable",
    place: |index, all| format!("{index}/{all}"),
    keys: "↑↓ mover   Enter bytes   ←→ otra prueba   ? teclas   q salir",
    keys_short: "↑↓ Enter ←→ ?=teclas q=salir",
    keys_of_bytes: "↑↓ mover   ←→ otro evento   q volver",
    keys_of_bytes_short: "↑↓ ←→ q=volver",
    all_keys: &[
        ("↑ ↓  k j", "una línea arriba, abajo"),
        ("PgUp PgDn", "una pantalla; también espacio"),
        ("Home End", "el comienzo, el final"),
        ("Enter  b", "los bytes de esta línea, todos"),
        ("← →  p n", "la prueba anterior, la siguiente"),
        ("?", "estas teclas"),
        ("q  Esc", "salir"),
    ],
    any_key: "cualquier tecla: volver",
    no_bytes: "Esto no lleva bytes.",
    kept_not: |count| format!("… {count} bytes del medio no se guardaron …"),
    no_screen: |error| format!("la terminal no se deja usar: {error}"),
    conversation: "La conversación",
    how_to_read: "Cómo se lee",
    signs: &[
        ("►", "va de un lado al otro: una línea entera es una conexión TCP, una cortada un datagrama UDP"),
        ("╳", "perdido, rechazado o cortado por un reset"),
        ("#", "lo que imprimió tu programa"),
        ("$", "lo que el lab tecleó en su entrada"),
        ("!", "algo que no ocurrió"),
    ],
    all_bytes: |count| if count == 1 { "1 byte".into() } else { format!("los {count} bytes") },
    recorded: |when| format!("grabado {when}"),
    explain: "Qué significa",
};
