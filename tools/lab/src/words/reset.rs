//! What `cargo lab reset` says.

use enchufe::words::Lang;

pub struct Words {
    pub help: &'static str,
    pub which_exercise: &'static str,
    pub not_a_number: fn(&str) -> String,
    /// The file, the folder where programs are kept, how many lines it has.
    pub ask_reset: fn(&str, &str, usize) -> String,
    pub ask_back: fn(&str, &str, usize) -> String,
    /// The answers that mean yes.
    pub yes: &'static [&'static str],
    pub nobody_to_ask: fn(&str) -> String,
    pub unchanged: &'static str,
    pub as_it_came_already: fn(&str) -> String,
    pub as_it_came_now: fn(&str) -> String,
    pub kept_at: fn(&str) -> String,
    pub bring_back: fn(&str) -> String,
    pub built_on_it: fn(&str) -> String,
    pub is_it_already: fn(&str, &str) -> String,
    pub is_back: fn(&str, &str) -> String,
    pub none_kept: fn(&str, &str) -> String,
    pub no_such_kept: fn(usize, usize) -> String,
    pub kept_in: fn(&str, &str) -> String,
    pub lines: fn(usize) -> String,
    pub nothing_lost: &'static str,
    pub restore_stubs: &'static str,
}

pub fn reset(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    help: "\
cargo lab reset EXERCISE              puts your file back as it came
cargo lab reset EXERCISE --list       the programs that were kept
cargo lab reset EXERCISE --back [N]   brings one back: number N of the list,
                                      or the last one

  --yes   does not ask

Nothing is thrown away. What you had written is kept beside the exercise, with
the date in its name: exercises/03-tcp-client/kept/main-2026-03-31-153002.rs.
Bringing one back keeps what is there now in the same way. Cargo does not
compile that folder, and git leaves it alone: `git status` does not show it,
`git clean -fd` does not take it. To commit a file from it: `git add -f`.
",
    which_exercise: "which exercise? By number or by name",
    not_a_number: |given| format!("--back {given}: this is the number of a kept program"),
    ask_reset: |file, folder, lines| {
        format!("Put {file} back as it came?\nYour program ({}) is kept in {folder}. [y/N]", en_lines(lines))
    },
    ask_back: |file, folder, lines| {
        format!("Replace {file}?\nWhat is there now ({}) is kept in {folder}. [y/N]", en_lines(lines))
    },
    yes: &["y", "yes"],
    nobody_to_ask: |file| format!("nothing was changed: {file} holds your work, and there is no terminal to ask on"),
    unchanged: "Nothing was changed.",
    as_it_came_already: |file| format!("{file} is as it came: nothing to do."),
    as_it_came_now: |file| format!("{file} is as it came."),
    kept_at: |path| format!("Your program is kept:\n  {path}"),
    bring_back: |command| format!("to bring it back: {command}"),
    built_on_it: |names| format!("Built on this exercise, and in need of it: {names}"),
    is_it_already: |file, from| format!("Nothing to do: {file}\nsays the same as {from}"),
    is_back: |file, from| format!("{file} holds again\n  {from}"),
    none_kept: |exercise, folder| format!("{exercise}: no program is kept in {folder}"),
    no_such_kept: |number, count| match count {
        1 => format!("--back {number}: one program is kept, number 1"),
        _ => format!("--back {number}: the kept programs have the numbers 1 to {count}"),
    },
    kept_in: |exercise, folder| format!("{exercise}: kept in {folder}, the oldest first"),
    lines: en_lines,
    nothing_lost: "your program is where it was; may you write to that folder, and is there space left?",
    restore_stubs: "bring the stubs back: `git checkout -- tools/lab/stubs`, or take them from a fresh copy",
};

fn en_lines(count: usize) -> String {
    if count == 1 { "1 line".to_owned() } else { format!("{count} lines") }
}

static ES: Words = Words {
    help: "\
cargo lab reset EJERCICIO              deja tu archivo como venía
cargo lab reset EJERCICIO --list       los programas guardados
cargo lab reset EJERCICIO --back [N]   trae uno de vuelta: el número N de la
                                       lista, o el último

  --yes   no pregunta

Nada se pierde. Lo que habías escrito queda guardado junto al ejercicio, con
la fecha en el nombre: exercises/03-tcp-client/kept/main-2026-03-31-153002.rs.
Al traer uno de vuelta, lo que hay ahora se guarda igual. Cargo no compila esa
carpeta y git no la toca: `git status` no la muestra y `git clean -fd` no se
la lleva. Para agregar un archivo de ahí a un commit: `git add -f`.
",
    which_exercise: "¿qué ejercicio? Dilo por número o por nombre",
    not_a_number: |given| format!("--back {given}: aquí va el número de un programa guardado"),
    ask_reset: |file, folder, lines| {
        format!("¿Dejar {file} como venía?\nTu programa ({}) queda guardado en {folder}. [s/N]", es_lines(lines))
    },
    ask_back: |file, folder, lines| {
        format!("¿Reemplazar {file}?\nLo que hay ahora ({}) queda guardado en {folder}. [s/N]", es_lines(lines))
    },
    yes: &["s", "sí", "si", "y", "yes"],
    nobody_to_ask: |file| {
        format!("no se cambió nada: en {file} está tu trabajo, y no hay un terminal donde preguntarte")
    },
    unchanged: "No se cambió nada.",
    as_it_came_already: |file| format!("{file} está como venía: no hay nada que hacer."),
    as_it_came_now: |file| format!("{file} quedó como venía."),
    kept_at: |path| format!("Tu programa está guardado:\n  {path}"),
    bring_back: |command| format!("para traerlo de vuelta: {command}"),
    built_on_it: |names| format!("Se apoyan en este ejercicio, y lo necesitan: {names}"),
    is_it_already: |file, from| format!("No hay nada que hacer: {file}\ndice lo mismo que {from}"),
    is_back: |file, from| format!("{file} tiene de nuevo\n  {from}"),
    none_kept: |exercise, folder| format!("{exercise}: no hay programas guardados en {folder}"),
    no_such_kept: |number, count| match count {
        1 => format!("--back {number}: hay un programa guardado, el número 1"),
        _ => format!("--back {number}: los programas guardados tienen los números 1 a {count}"),
    },
    kept_in: |exercise, folder| format!("{exercise}: guardados en {folder}, primero el más antiguo"),
    lines: es_lines,
    nothing_lost: "tu programa está donde estaba; ¿puedes escribir en esa carpeta?, ¿queda espacio?",
    restore_stubs: "recupera los archivos iniciales: `git checkout -- tools/lab/stubs`, o sácalos de una copia nueva",
};

fn es_lines(count: usize) -> String {
    if count == 1 { "1 línea".to_owned() } else { format!("{count} líneas") }
}
