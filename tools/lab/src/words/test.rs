//! What grading says.

use enchufe::words::Lang;

pub struct Words {
    pub help: &'static str,
    pub with_needs_an_exercise: &'static str,
    pub no_such_program: fn(&str) -> String,
    pub building: &'static str,
    pub compiled: fn(&str) -> String,
    pub waiting: &'static str,
    pub running: &'static str,
    pub rules_tested: fn(usize, usize) -> String,
    /// Under a rule that could not be tested here: why.
    pub skipped: fn(&str) -> String,
    pub were_skipped: fn(usize) -> String,
    /// The same of an exercise that is solved.
    pub skipped_though_solved: fn(usize) -> String,
    /// Rules on which the lab failed, not the program.
    pub not_tested: fn(usize) -> String,
    pub solved: fn(usize) -> String,
    pub unwritten: fn(&str) -> String,
    pub did_not_compile: fn(&str) -> String,
    pub hold: fn(usize, usize) -> String,
    /// Another program than this file was graded.
    pub another_program: fn(&str) -> String,
    pub look_at: fn(&str) -> String,
}

pub fn test(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    help: "\
cargo lab test [EXERCISE] [--with COMMAND]

Grades an exercise: each of its rules, and the report that helps most. Without an
exercise it grades all of them and shows the list. The exit code is 0 when every
rule holds, 1 when not.

--with COMMAND    grades another program instead, in any language:
                  cargo lab test tcp-client --with \"python3 client.py\"
                  Paths count from the folder in which you type; double quotes
                  keep a path with blanks together.
",
    with_needs_an_exercise: "--with COMMAND: which exercise shall the program answer for?",
    no_such_program: |program| format!("--with {program}: there is no such program"),
    building: "building",
    compiled: |name| format!("building: {name}"),
    waiting: "another cargo is building here; waiting for it",
    running: "testing",
    rules_tested: |done, all| format!("testing: {done} of {all} rules"),
    skipped: |reason| format!("skipped: {reason}"),
    were_skipped: |count| format!(" {count} skipped."),
    skipped_though_solved: |count| {
        if count == 1 {
            "One rule was skipped, not tested: check it yourself.".into()
        } else {
            format!("{count} rules were skipped, not tested: check them yourself.")
        }
    },
    not_tested: |count| format!(" {count} could not be tested: a problem of the lab, not of your program."),
    solved: |all| format!("Solved: all {all} rules hold."),
    unwritten: |file| format!("Not written yet. The task stands at the top of {file}."),
    did_not_compile: |file| format!("It does not compile yet: {file}."),
    hold: |hold, all| format!("{hold} of {all} rules hold."),
    another_program: |file| format!("Another program answered, so this does not count for {file}."),
    look_at: |slug| format!("What does not hold: cargo lab test {slug}"),
};

static ES: Words = Words {
    help: "\
cargo lab test [EJERCICIO] [--with COMANDO]

Evalúa un ejercicio: cada una de sus reglas, y el informe que más ayuda. Sin
ejercicio los evalúa todos y muestra la lista. El código de salida es 0 si se
cumplen todas las reglas, y 1 si no.

--with COMANDO    evalúa otro programa en su lugar, en cualquier lenguaje:
                  cargo lab test tcp-client --with \"python3 cliente.py\"
                  Las rutas se cuentan desde la carpeta en que escribes; las
                  comillas dobles mantienen junta una ruta con espacios.
",
    with_needs_an_exercise: "--with COMANDO: ¿por cuál ejercicio debe responder el programa?",
    no_such_program: |program| format!("--with {program}: no hay tal programa"),
    building: "compilando",
    compiled: |name| format!("compilando: {name}"),
    waiting: "otro cargo está compilando aquí; esperando que termine",
    running: "probando",
    rules_tested: |done, all| format!("probando: {done} de {all} reglas"),
    skipped: |reason| format!("omitida: {reason}"),
    were_skipped: |count| if count == 1 { " 1 omitida.".into() } else { format!(" {count} omitidas.") },
    skipped_though_solved: |count| {
        if count == 1 {
            "Una regla quedó omitida, no probada: revísala tú.".into()
        } else {
            format!("{count} reglas quedaron omitidas, no probadas: revísalas tú.")
        }
    },
    not_tested: |count| {
        let could = if count == 1 { "no se pudo" } else { "no se pudieron" };
        format!(" {count} {could} probar: un problema del laboratorio, no de tu programa.")
    },
    solved: |all| format!("Resuelto: se cumplen las {all} reglas."),
    unwritten: |file| format!("Todavía sin escribir. La tarea está al comienzo de {file}."),
    did_not_compile: |file| format!("Todavía no compila: {file}."),
    hold: |hold, all| format!("Se cumplen {hold} de {all} reglas."),
    another_program: |file| format!("Respondió otro programa, así que esto no cuenta para {file}."),
    look_at: |slug| format!("Lo que no se cumple: cargo lab test {slug}"),
};
