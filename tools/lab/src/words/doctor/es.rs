//! The sentences of `cargo lab doctor` in Spanish.

use super::Words;

pub static WORDS: Words = Words {
    help: "\
cargo lab doctor    qué puede este computador, y qué hacer con lo demás

  --json   lo mismo, para avisar de una falla o para otra herramienta

Cada línea dice \"ok\"; o es una nota: el cuaderno funciona, y algo podría
estar mejor; o es un problema: falta algo necesario. Debajo está qué hacer. Lo
que se puede probar se prueba de verdad, y nada sale de este computador.
Termina con código 1 si hay un problema.
",
    looking: "revisando este computador",
    level: |slug| match slug {
        "ok" => "ok",
        "note" => "nota",
        _ => "problema",
    },
    group: |slug| match slug {
        "tools" => "Rust y otros programas",
        "workbook" => "El cuaderno",
        "network" => "La red",
        "machine" => "Este computador",
        "terminal" => "Esta terminal",
        "settings" => "Ajustes",
        _ => "Solo para autores y docentes",
    },
    given_up: |check| format!("{check}: esta revisión no terminó a tiempo"),
    ask_again: "¿está ocupado el computador? prueba de nuevo: cargo lab doctor",
    silent: |command| format!("{command}: no respondió a tiempo"),
    ask_it_yourself: "ejecútalo tú, y mira qué espera",
    fails: |command, said| format!("{command} falla: {said}"),
    all_well: "Está todo lo que el cuaderno necesita.",
    not_well: "Falta algo necesario, o está mal: aparece arriba, donde dice «problema».",
    for_a_report: "Para avisar de una falla, copia esto, o todo `cargo lab doctor --json`:",

    // Rust and other programs.
    rust: |is| format!("Rust {is}"),
    new_enough_rust: |is, needed| format!("Rust {is}; el cuaderno necesita {needed} o más nuevo"),
    old_rust: |is, needed| format!("Rust {is} es muy antiguo: el cuaderno necesita {needed} o más nuevo"),
    no_rust: "no se encuentra rustc",
    no_cargo: "no se encuentra cargo",
    get_rust: "instala Rust y abre una terminal nueva: https://www.rust-lang.org/tools/install",
    is_there: |said| said.to_owned(),
    no_git: "no se encuentra git; solo hace falta para actualizar el cuaderno, o para volver atrás",
    get_git: "https://git-scm.com/downloads",
    python: |said| format!("{said}, para programas que no están en Rust (cargo lab test --with)"),
    python_of_another_name: |said| format!("{said}, pero aquí se llama `python`, no `python3`"),
    use_that_name: "escríbelo así: cargo lab test tcp-client --with \"python cliente.py\"",
    no_python: "no se encuentra python3; solo hace falta para evaluar programas en Python",
    get_python: "https://www.python.org/downloads",
    wireshark: |name| format!("{name}, para leer las capturas de cargo lab trace --pcap ARCHIVO"),
    no_wireshark: "no se encuentra Wireshark ni tshark; cargo lab trace muestra las conversaciones sin ellos",
    get_wireshark: "para abrir capturas: https://www.wireshark.org/download.html",
    chromium: |name| format!("{name}, con el que se prueba el cachipún del navegador"),
    no_chromium: "no se encuentra Chromium; con él se prueba el cachipún del navegador, y para jugar sirve cualquiera",
    get_chromium: "instala chromium y chromium-driver, si cambias tools/play",

    // The workbook.
    complete: |exercises, pages| {
        format!("completo: {exercises} ejercicios con sus archivos iniciales y pruebas, {pages} páginas de errores")
    },
    missing: |path| format!("falta {path}"),
    restore: |path| format!("git checkout -- {path}, o sácalo de una copia nueva del cuaderno"),
    more_missing: |count| format!("faltan {count} archivos más"),
    fresh_copy: "saca una copia nueva del cuaderno, y lleva tus programas: exercises/*/src",
    with_solutions: "con soluciones",
    hand_out: "una copia para el curso, sin soluciones",
    writable: |place| format!("se puede escribir en {place}"),
    not_writable: |place, error| format!("no se puede escribir en {place}: {error}"),
    make_writable: "¿de quién es la carpeta? Pon el cuaderno en una carpeta tuya",
    skewed: |place, seconds| {
        format!("{place}: ese disco fecha los archivos con {seconds} s de diferencia del reloj de este computador")
    },
    mend_skew: "cargo puede no ver lo que guardas, o compilar de más: pon los relojes a la hora, o usa un disco de \
         este computador",
    space: |free, kind| match kind {
        Some(kind) => format!("{free} libres para lo que se compila, en {kind}"),
        None => format!("{free} libres para lo que se compila"),
    },
    nearly_full: |free| format!("solo {free} libres: compilar todo ocupa unos 2 GB"),
    full: |free| format!("solo {free} libres: no alcanza para compilar el primer ejercicio"),
    make_space: "haz espacio; `cargo clean` en el cuaderno borra lo que se puede compilar de nuevo",
    far: |kind| format!("el cuaderno está en {kind}, un disco de otro computador o sistema: ahí compilar es lento"),
    move_near: "muévelo a un disco de este computador (con WSL: a tu carpeta personal de Linux)",
    notified: "cargo lab se entera cuando se guarda un archivo",
    not_notified: "el sistema no avisa cuando se guarda un archivo",
    cannot_watch: |error| format!("el sistema no avisa cuando se guarda un archivo: {error}"),
    polls: "no hay que hacer nada: en ese caso cargo lab mira los archivos una y otra vez",

    // The network.
    tcp: "TCP en 127.0.0.1: probado, funciona",
    tcp_silent: "TCP en 127.0.0.1: alguien escucha, y lo que se envía no llega",
    no_tcp: |error| format!("TCP en 127.0.0.1 no funciona: {error}"),
    udp: "UDP en 127.0.0.1: probado, funciona",
    udp_silent: "UDP en 127.0.0.1: lo que se envía no llega",
    no_udp: |error| format!("UDP en 127.0.0.1 no funciona: {error}"),
    look_at_firewall: "algo en este computador lo bota, como un firewall o un antivirus: permite las conexiones a \
         127.0.0.1",
    mend_loopback: "todas las pruebas lo necesitan; en Linux: ip link set lo up",
    ipv6: "TCP y UDP en ::1 (IPv6): probados, funcionan",
    no_ipv6: |error| format!("no hay IPv6 en ::1: {error}"),
    without_ipv6: "no hay que hacer nada: aquí las pruebas de IPv6 se omiten, y eso no cuenta ni a favor ni en contra",
    localhost: |found| format!("localhost es {found}"),
    localhost_alone: |found| {
        format!("localhost es solo {found}: aquí se omiten las reglas que necesitan una segunda dirección de un nombre")
    },
    no_localhost: |error| format!("no se conoce el nombre localhost: {error}"),
    strange_localhost: |found| format!("localhost es {found}, que no es este computador"),
    localhost_without_v4: |found| format!("localhost es {found}, y no 127.0.0.1"),
    name_localhost: "en el archivo hosts falta la línea `127.0.0.1 localhost`; mientras tanto escribe 127.0.0.1",
    use_numbers: "escribe 127.0.0.1 si es ahí donde escucha un programa",
    of_cachipun: "del cachipún",
    of_the_examples: "de los ejemplos",
    port_free: |port, meaning| format!("puerto {port}, {meaning}: libre"),
    port_taken: |port, meaning| {
        format!("puerto {port}, {meaning}: ahí escucha un programa, quizás uno que se te quedó en otra terminal")
    },
    port_refused: |port, meaning, error| format!("puerto {port}, {meaning}: el sistema no lo da: {error}"),
    who_has_it: |command| format!("quién es: {command}. Termínalo, o usa otro puerto; las pruebas no necesitan este"),

    // The computer and the terminal.
    cores: |system, cores| format!("{system}, {cores} procesadores"),
    one_core: |system| format!("{system}, un procesador: las pruebas demoran más"),
    be_patient: "si una prueba falla a veces: ENCHUFE_PATIENCE=3, y cada espera dura el triple",
    clock: |now| format!("el reloj dice {now}"),
    clock_behind: |now| format!("el reloj dice {now}, y este programa se compiló después"),
    set_clock: "pon el reloj a la hora: cargo compara fechas, y las descargas fallan si está muy corrido",
    size: |columns, rows, name| format!("{columns} columnas por {rows} filas ({name})"),
    small: |columns, rows| format!("{columns} columnas por {rows} filas: los informes están hechos para 80 por 24"),
    enlarge: "agranda la ventana, o achica la letra; si no se puede, nada se rompe",
    dumb: "TERM=dumb: esta terminal no puede mover el cursor",
    use_another_terminal: "aquí cargo lab funciona línea por línea; en otra terminal sigue lo que guardas",
    no_terminal: "no es una terminal: esto va a un archivo o a otro programa",
    unicode: "letras más allá de ASCII (UTF-8): ñ á → ✓",
    ascii: "este locale no tiene UTF-8: los acentos y las líneas se reemplazan",
    set_utf8: "si la terminal los puede mostrar: export LANG=C.UTF-8",
    colours: |is_coloured, because_of| match (is_coloured, because_of) {
        (true, None) => "con colores".to_owned(),
        (false, None) => "sin colores".to_owned(),
        (true, Some(name)) => format!("con colores, porque está {name}"),
        (false, Some(name)) => format!("sin colores, porque está {name}"),
    },

    // Settings. What is shown is `NAME=value`.
    no_variables: "no hay ninguna variable ENCHUFE_…",
    unset: |name| {
        if cfg!(windows) { format!("para quitarla: set {name}=") } else { format!("para quitarla: unset {name}") }
    },
    replaces: |shown, exercise| format!("{shown}: en {exercise} se evalúa este programa en vez del tuyo"),
    replaces_nothing: |shown| format!("{shown}: no hay un ejercicio con ese nombre"),
    sets_language: |shown| format!("{shown}: el idioma en que te hablamos"),
    no_language: |shown| format!("{shown}: hay en y es, así que vale como en"),
    sets_patience: |shown| format!("{shown}: cada espera de las pruebas dura esas veces más"),
    no_patience: |shown| format!("{shown}: no es un número sobre 0 y hasta 1000, así que no corre ninguna prueba"),
    sets_reports: |shown| format!("{shown}: los informes van ahí"),
    for_authors: |shown| format!("{shown}: cambia cómo el cuaderno se revisa a sí mismo, nada más"),
    unknown_variable: |shown| format!("{shown}: nadie lee esta variable; ¿está bien el nombre?"),

    // What `cargo lab grade` can put around the programs of strangers.
    namespaces: "user namespaces: probados, funcionan; los programas ajenos tienen una red propia",
    no_namespaces: |said| format!("los user namespaces no están permitidos: {said}"),
    allow_namespaces: "solo los usa cargo lab grade; Ubuntu: sudo sysctl \
         kernel.apparmor_restrict_unprivileged_userns=0. En un contenedor decide su configuración",
    cannot_try: |program| format!("user namespaces: no se probaron, porque no se encuentra {program}"),
    grade_tries: "no hay que hacer nada: cargo lab grade lo prueba solo, y dice con qué cuenta",
    landlock: "Landlock: el kernel lo tiene; los programas ajenos ven solo sus archivos",
    no_landlock: "Landlock: no está activo en este kernel",
    enable_landlock: "solo lo usa cargo lab grade: Linux 5.13 o más nuevo, con landlock en lsm= al partir",
    unknown_landlock: |error| format!("Landlock: no se sabe, no se puede leer la lista del kernel ({error})"),
    bubblewrap: "bubblewrap: probado, funciona",
    bubblewrap_fails: |said| format!("bubblewrap está, y no puede hacer lo suyo: {said}"),
    no_bubblewrap: "no se encuentra bubblewrap (bwrap)",
    get_bubblewrap: "solo lo aprovecha cargo lab grade, y funciona sin él; Debian y Ubuntu: apt install bubblewrap",
};
