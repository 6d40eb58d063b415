//! What several commands say.

use std::path::Path;

use enchufe::words::Lang;

pub struct Words {
    pub help: &'static str,
    /// What to do next: a command or a sentence.
    pub advice: fn(&str) -> String,
    pub no_such_language: fn(&str) -> String,
    pub no_such_command: fn(&str) -> String,
    pub no_such_exercise: fn(&str, &str) -> String,
    pub several_exercises: fn(&str, &str) -> String,
    pub no_exercises: fn(&Path) -> String,
    pub restore_manifest: &'static str,
    pub needs_a_value: fn(&str) -> String,
    pub takes_no_value: fn(&str) -> String,
    pub not_expected: fn(&str) -> String,
    pub cannot_read: fn(&Path, &std::io::Error) -> String,
    pub cannot_write: fn(&Path, &std::io::Error) -> String,
    pub cannot_start: fn(&str, &std::io::Error) -> String,
    pub cargo_failed: fn(&str) -> String,
    pub file_is_gone: fn(&str) -> String,
}

pub fn general(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    help: "\
cargo lab                     the path through the exercises: shows what to do
                              next, and grades your program whenever you save
cargo lab EXERCISE            the same, from this exercise on
cargo lab --poll              the same, on a drive that tells of no changes

cargo lab list                all exercises, and how far you are
cargo lab test [EXERCISE]     grades one exercise, or all
cargo lab hint [EXERCISE]     a little help, then a little more
cargo lab explain MISTAKE     the page of a mistake that a report named
cargo lab trace [TEST]        the last conversation, as a diagram
cargo lab run EXERCISE        runs your program by hand
cargo lab peer PROBE          the lab's end of the wire, for you to try things
cargo lab talk ADDR           a small netcat that shows each byte
cargo lab reset EXERCISE      puts the exercise back as it came
cargo lab solution EXERCISE   where the solution differs from your program
cargo lab doctor              what this computer can do, and what to mend

cargo lab book                the book, in your browser
cargo lab play                cachipún, in your browser
cargo lab grade               for instructors: grades a class

An EXERCISE is a number or a name: 3, tcp-client, tcp.
`cargo lab COMMAND --help` says more. `cargo lab --lang es …` speaks Spanish.
",
    advice: |advice| format!("  → {advice}"),
    no_such_language: |given| format!("--lang {given}: en and es are there"),
    no_such_command: |given| format!("{given}: neither a command nor an exercise"),
    no_such_exercise: |given, all| format!("{given}: no such exercise. There are: {all}"),
    several_exercises: |given, found| format!("{given}: this could be any of {found}"),
    no_exercises: |folder| format!("no exercise in {}", folder.display()),
    restore_manifest: "put that file back as it came: `git checkout -- exercises`",
    needs_a_value: |option| format!("{option} needs a value"),
    takes_no_value: |option| format!("{option} takes no value"),
    not_expected: |given| format!("{given}: not expected here"),
    cannot_read: |path, error| format!("could not read {}: {error}", path.display()),
    cannot_write: |path, error| format!("could not write {}: {error}", path.display()),
    cannot_start: |program, error| format!("could not start {program}: {error}"),
    file_is_gone: |file| format!("{file} is gone. It can be put back as it came:"),
    cargo_failed: |said| format!("cargo could not build the exercises:\n{}", said.trim_end()),
};

static ES: Words = Words {
    help: "\
cargo lab                     el camino por los ejercicios: muestra qué sigue y
                              evalúa tu programa cada vez que guardas
cargo lab EJERCICIO           lo mismo, desde ese ejercicio
cargo lab --poll              lo mismo, en una unidad que no avisa los cambios

cargo lab list                todos los ejercicios, y cuánto llevas
cargo lab test [EJERCICIO]    evalúa un ejercicio, o todos
cargo lab hint [EJERCICIO]    una ayuda pequeña, después una más grande
cargo lab explain ERROR       la página de un error que nombró un informe
cargo lab trace [PRUEBA]      la última conversación, como diagrama
cargo lab run EJERCICIO       ejecuta tu programa a mano
cargo lab peer SONDA          el lado del lab en el cable, para que pruebes
cargo lab talk DIRECCIÓN      un netcat pequeño que muestra cada byte
cargo lab reset EJERCICIO     deja el ejercicio como venía
cargo lab solution EJERCICIO  en qué se distingue la solución de tu programa
cargo lab doctor              qué puede este computador, y qué hacer si no

cargo lab book                el libro, en tu navegador
cargo lab play                cachipún, en tu navegador
cargo lab grade               para docentes: evalúa un curso

Un EJERCICIO es un número o un nombre: 3, tcp-client, tcp.
`cargo lab COMANDO --help` dice más. `cargo lab --lang en …` habla en inglés.
",
    advice: |advice| format!("  → {advice}"),
    no_such_language: |given| format!("--lang {given}: hay en y es"),
    no_such_command: |given| format!("{given}: no es un comando ni un ejercicio"),
    no_such_exercise: |given, all| format!("{given}: no hay tal ejercicio. Están: {all}"),
    several_exercises: |given, found| format!("{given}: podría ser cualquiera de {found}"),
    no_exercises: |folder| format!("no hay ejercicios en {}", folder.display()),
    restore_manifest: "deja ese archivo como venía: `git checkout -- exercises`",
    needs_a_value: |option| format!("a {option} le falta un valor"),
    takes_no_value: |option| format!("{option} no lleva valor"),
    not_expected: |given| format!("{given}: aquí no corresponde"),
    cannot_read: |path, error| format!("no se pudo leer {}: {error}", path.display()),
    cannot_write: |path, error| format!("no se pudo escribir {}: {error}", path.display()),
    cannot_start: |program, error| format!("no se pudo iniciar {program}: {error}"),
    file_is_gone: |file| format!("{file} no está. Se puede reponer como venía:"),
    cargo_failed: |said| format!("cargo no pudo compilar los ejercicios:\n{}", said.trim_end()),
};
