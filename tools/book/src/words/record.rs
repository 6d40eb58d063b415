//! What `cargo lab book record` says, and what is said of recordings that do not fit.

use std::io;
use std::path::Path;

use enchufe::words::Lang;

pub struct Words {
    // What a run does.
    pub building: &'static str,
    pub recording: fn(usize, usize) -> String,
    pub written: fn(&str) -> String,
    pub removed: fn(&str) -> String,
    /// The same, changed, removed, problems.
    pub summary: fn(usize, usize, usize, usize) -> String,
    pub no_such_name: fn(&str) -> String,
    pub session: fn(&str) -> String,

    // What a page names.
    pub no_test: fn(&str) -> String,
    pub no_program: fn(&str) -> String,
    pub no_session: fn(&str) -> String,
    pub no_script: fn(&Path, &io::Error) -> String,
    pub no_exercise: fn(&str) -> String,
    pub no_rule: fn(&str, &str) -> String,
    pub no_solution: fn(&str) -> String,
    pub no_example: fn(&str) -> String,
    pub no_such_program: fn(&str, &str, &str) -> String,

    // What cannot be done here.
    pub not_built: fn(&str) -> String,
    pub no_folder: fn(&io::Error) -> String,
    pub no_run: fn(&io::Error) -> String,
    pub no_sh: fn(&io::Error) -> String,
    pub no_conversation: &'static str,
    pub stopped: &'static str,
    pub cannot_write: fn(&io::Error) -> String,
    pub not_named: fn(&str) -> String,

    // What is kept.
    pub missing: &'static str,
    pub named_nowhere: &'static str,
    pub not_recorded: fn(&str, &str) -> String,
    pub unreadable: fn(&str, &str) -> String,
    pub outdated: fn(&str, &str, &str) -> String,
    pub other_verdict: fn(&str, &str) -> String,
    pub other_event: fn(&str, &str, &str) -> String,
    pub other_steps: &'static str,
    pub other_output: fn(&str, &str, &str) -> String,
    pub other_mistakes: &'static str,

    // A session's script.
    pub the_session: &'static str,
    pub the_step: fn(usize) -> String,
    pub rest_of: fn(usize) -> String,
    pub bad_key: fn(&str, &str) -> String,
    pub unknown_key: fn(&str, &str) -> String,
    pub no_steps: &'static str,
    pub bad_range: fn(&str, usize) -> String,
    pub bad_steps: fn(&str, usize) -> String,
    pub bad_ports: fn(&[u16]) -> String,
    pub no_free_ports: fn(&[u16]) -> String,

    // A session that does not go as it is written.
    pub in_step: fn(usize, &str) -> String,
    pub in_terminal: fn(usize, &str) -> String,
    pub nothing_runs: &'static str,
    pub is_not_free: fn(&str) -> String,
    pub ended_before: fn(&str) -> String,
    pub did_not_come: fn(&str, &str) -> String,
    pub still_runs: fn(&str) -> String,
    pub says_more: fn(usize, &str) -> String,
    pub other_code: fn(i32, i32) -> String,
    pub by_signal: fn(i32) -> String,
}

pub fn record() -> &'static Words {
    match super::spoken() {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    building: "building the programs that are recorded",
    recording: |figures, sessions| format!("recording {figures} figures and {sessions} sessions"),
    written: |path| format!("written: {path}"),
    removed: |path| format!("removed: {path}"),
    summary: |same, changed, removed, problems| {
        format!("{same} as they were, {changed} changed, {removed} that no page names; {problems} problems")
    },
    no_such_name: |name| {
        format!(
            "{name}: no page names a session or a figure so; name a session, an exercise, exercise/test, or mistakes"
        )
    },
    session: |name| format!("session {name}"),
    no_test: |given| format!("test = {given:?}: it is written exercise/name_of_the_graded_test"),
    no_program: |given| format!("program = {given:?}: it is \"solution\", \"wrong/NAME\" or \"right/NAME\""),
    no_session: |given| format!("name = {given:?}: a session's name is that of a file in book/sessions"),
    no_script: |path, error| format!("{}: {error}", path.display()),
    no_exercise: |slug| format!("there is no exercise {slug}"),
    no_rule: |slug, rule| format!("{slug} has no test named {rule}"),
    no_solution: |slug| format!("there is no solution of {slug} in this copy of the workbook"),
    no_example: |name| format!("there is no examples/{name}.rs"),
    no_such_program: |kind, exercise, name| format!("there is no program {name} in tests/{kind}/{exercise}"),
    not_built: |what| format!("{what} was not built"),
    no_folder: |error| format!("no temporary folder: {error}"),
    no_run: |error| format!("the graded test could not be run: {error}"),
    no_sh: |error| format!("sh could not be started: {error}"),
    no_conversation: "the test's report has no conversation in it",
    stopped: "stopped",
    cannot_write: |error| format!("cannot be changed: {error}"),
    not_named: |slug| format!("no test names it {slug}"),
    missing: "was not recorded",
    named_nowhere: "no page names it",
    not_recorded: |path, name| format!("{path} is not recorded; cargo lab book record {name}"),
    unreadable: |path, name| format!("{path} cannot be read; cargo lab book record {name}"),
    outdated: |path, file, name| format!("{path} is older than {file}; cargo lab book record {name}"),
    other_verdict: |earlier, later| format!("it was {earlier}, and is {later}"),
    other_event: |actor, earlier, later| format!("another event of {actor}\nit was {earlier}\nand is {later}"),
    other_steps: "it has another number of steps",
    other_output: |place, earlier, later| format!("{place} differs; it was\n{earlier}and is\n{later}"),
    other_mistakes: "mistakes show under other outcomes",
    the_session: "the session",
    the_step: |number| format!("step {number}"),
    rest_of: |terminal| format!("what comes at last in terminal {terminal}"),
    bad_key: |about, key| format!("{about}: its `{key}` cannot be used"),
    unknown_key: |about, key| format!("{about}: there is no key `{key}`"),
    no_steps: "the session has no [[step]]",
    bad_range: |given, count| format!("only = {given:?}: it is FIRST-LAST, of the {count} events, counted from 1"),
    bad_steps: |given, count| format!("steps = {given:?}: it is FIRST-LAST, of the {count} steps, counted from 1"),
    bad_ports: |ports| {
        format!("ports = {ports:?}: from 1000 to 65535, at most 1000 apart, all with four digits or all with five")
    },
    no_free_ports: |ports| format!("no free ports were found for {ports:?}"),
    in_step: |number, said| format!("step {number}: {said}"),
    in_terminal: |terminal, said| format!("terminal {terminal}: {said}"),
    nothing_runs: "nothing runs in this terminal",
    is_not_free: |came| format!("what runs in this terminal has not ended; this came:\n{came}"),
    ended_before: |came| format!("the program had ended before; this came:\n{came}"),
    did_not_come: |awaited, came| format!("no line holds {awaited:?}; this came:\n{came}"),
    still_runs: |came| {
        format!(
            "the program does not end: give the step an `until`, or a later step of this terminal; this came:\n{came}"
        )
    },
    says_more: |terminal, came| {
        format!(
            "terminal {terminal} says more behind its last step, and runs on: give it a step with `until`, or one that presses ctrl-c; this came:\n{came}"
        )
    },
    other_code: |expected, came| format!("exit code {came} instead of {expected}; this came:\n"),
    by_signal: |signal| format!("it was ended by signal {signal}; this came:\n"),
};

static ES: Words = Words {
    building: "compilando los programas que se graban",
    recording: |figures, sessions| format!("grabando {figures} figuras y {sessions} sesiones"),
    written: |path| format!("escrito: {path}"),
    removed: |path| format!("borrado: {path}"),
    summary: |same, changed, removed, problems| {
        format!("{same} como estaban, {changed} cambiadas, {removed} que ninguna página nombra; {problems} problemas")
    },
    no_such_name: |name| {
        format!(
            "{name}: ninguna página nombra así una sesión o una figura; nombra una sesión, un ejercicio, ejercicio/prueba, o mistakes"
        )
    },
    session: |name| format!("sesión {name}"),
    no_test: |given| format!("test = {given:?}: se escribe ejercicio/nombre_de_la_prueba"),
    no_program: |given| format!("program = {given:?}: es \"solution\", \"wrong/NOMBRE\" o \"right/NOMBRE\""),
    no_session: |given| format!("name = {given:?}: el nombre de una sesión es el de un archivo en book/sessions"),
    no_script: |path, error| format!("{}: {error}", path.display()),
    no_exercise: |slug| format!("no hay un ejercicio {slug}"),
    no_rule: |slug, rule| format!("{slug} no tiene una prueba que se llame {rule}"),
    no_solution: |slug| format!("en esta copia del cuaderno no hay una solución de {slug}"),
    no_example: |name| format!("no hay un examples/{name}.rs"),
    no_such_program: |kind, exercise, name| format!("no hay un programa {name} en tests/{kind}/{exercise}"),
    not_built: |what| format!("{what} no se compiló"),
    no_folder: |error| format!("no hay carpeta temporal: {error}"),
    no_run: |error| format!("la prueba no se pudo correr: {error}"),
    no_sh: |error| format!("no se pudo echar a andar sh: {error}"),
    no_conversation: "el informe de la prueba no tiene una conversación",
    stopped: "detenido",
    cannot_write: |error| format!("no se puede cambiar: {error}"),
    not_named: |slug| format!("ninguna prueba lo llama {slug}"),
    missing: "no estaba grabado",
    named_nowhere: "ninguna página lo nombra",
    not_recorded: |path, name| format!("{path} no está grabado; cargo lab book record {name}"),
    unreadable: |path, name| format!("{path} no se puede leer; cargo lab book record {name}"),
    outdated: |path, file, name| format!("{path} es anterior a {file}; cargo lab book record {name}"),
    other_verdict: |earlier, later| format!("era {earlier}, y es {later}"),
    other_event: |actor, earlier, later| format!("otro evento de {actor}\nera {earlier}\ny es {later}"),
    other_steps: "tiene otro número de pasos",
    other_output: |place, earlier, later| format!("{place} es distinto; era\n{earlier}y es\n{later}"),
    other_mistakes: "hay errores que se ven de otra manera",
    the_session: "la sesión",
    the_step: |number| format!("paso {number}"),
    rest_of: |terminal| format!("lo último de la terminal {terminal}"),
    bad_key: |about, key| format!("{about}: su `{key}` no se puede usar"),
    unknown_key: |about, key| format!("{about}: no hay una clave `{key}`"),
    no_steps: "la sesión no tiene ningún [[step]]",
    bad_range: |given, count| format!("only = {given:?}: es PRIMERO-ÚLTIMO, de los {count} eventos, contados desde 1"),
    bad_steps: |given, count| format!("steps = {given:?}: es PRIMERO-ÚLTIMO, de los {count} pasos, contados desde 1"),
    bad_ports: |ports| {
        format!(
            "ports = {ports:?}: de 1000 a 65535, separados por 1000 a lo más, todos de cuatro cifras o todos de cinco"
        )
    },
    no_free_ports: |ports| format!("no se encontraron puertos libres para {ports:?}"),
    in_step: |number, said| format!("paso {number}: {said}"),
    in_terminal: |terminal, said| format!("terminal {terminal}: {said}"),
    nothing_runs: "en esta terminal no corre nada",
    is_not_free: |came| format!("lo que corre en esta terminal no ha terminado; llegó esto:\n{came}"),
    ended_before: |came| format!("el programa ya había terminado; llegó esto:\n{came}"),
    did_not_come: |awaited, came| format!("ninguna línea tiene {awaited:?}; llegó esto:\n{came}"),
    still_runs: |came| {
        format!("el programa no termina: dale al paso un `until`, u otro paso a esta terminal; llegó esto:\n{came}")
    },
    says_more: |terminal, came| {
        format!(
            "la terminal {terminal} dice más después de su último paso, y sigue: dale un paso con `until`, o uno con ctrl-c; llegó esto:\n{came}"
        )
    },
    other_code: |expected, came| format!("código de salida {came} en vez de {expected}; llegó esto:\n"),
    by_signal: |signal| format!("lo terminó la señal {signal}; llegó esto:\n"),
};
