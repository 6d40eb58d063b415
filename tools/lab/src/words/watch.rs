//! What the watch screen says.

use std::io::Error;

use enchufe::words::Lang;

pub struct Words {
    pub solved_of: fn(usize, usize) -> String,
    pub chapter: fn(&str) -> String,
    /// Where it is to be read: its file.
    pub read_chapter: fn(&str) -> String,
    // In a few words, how the current exercise stands.
    pub stuck: &'static str,
    pub solved: &'static str,
    pub unwritten: &'static str,
    pub did_not_compile: &'static str,
    pub hold: fn(usize, usize) -> String,

    // What to do with an exercise.
    pub open: fn(&str) -> String,
    pub needs: fn(&str) -> String,
    pub rules: &'static str,
    pub praise: fn(&str) -> String,

    pub only_looking: &'static str,
    /// From which line to which, and of how many.
    pub place: fn(usize, usize, usize) -> String,
    /// Keys and what they do, in the order of their importance; the last two are always shown.
    pub keys: &'static [(&'static str, &'static str)],
    pub page_keys: &'static [(&'static str, &'static str)],
    pub hint_keys: &'static [(&'static str, &'static str)],
    pub list_keys: &'static [(&'static str, &'static str)],
    /// All keys and what they do; an empty one is an empty line.
    pub all_keys: &'static [(&'static str, &'static str)],
    pub arguments: fn(&str) -> String,
    pub enter_to_go_back: &'static str,
    /// In the place of a mistake's page.
    pub no_mistake: &'static str,
    pub no_screen: fn(&Error) -> String,
    /// How many exercises are not finished.
    pub left: fn(usize) -> String,
}

pub fn watch(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    solved_of: |solved, all| format!("{solved} of {all} solved"),
    chapter: |chapter| format!("chapter: {chapter}"),
    read_chapter: |file| format!("the chapter: {file}, or cargo lab book"),
    stuck: "not graded",
    solved: "✓ solved",
    unwritten: "not written yet",
    did_not_compile: "✗ does not compile",
    hold: |hold, all| format!("✗ {hold} of {all} rules hold"),
    open: |file| {
        format!(
            "Open {file} in your editor. The task stands at its top. Write what is missing, and save: it is graded here at once."
        )
    },
    needs: |exercise| format!("It is built on your {exercise}: finish that first."),
    rules: "Its rules",
    praise: |slug| {
        format!("Solved. `n` goes on to the next exercise; `s` shows how the solution of {slug} differs from yours.")
    },
    only_looking: "This drive sends no notifications: the files are looked at twice a second.",
    place: |from, to, all| format!("↑↓ {from}-{to} of {all}"),
    keys: &[
        ("n", "next"),
        ("h", "hint"),
        ("e", "explain"),
        ("t", "trace"),
        ("r", "run"),
        ("l", "list"),
        ("s", "solution"),
        ("x", "reset"),
        ("?", "keys"),
        ("q", "quit"),
    ],
    page_keys: &[("↑↓", "scroll"), ("q", "back")],
    hint_keys: &[("↑↓", "scroll"), ("h", "one more"), ("q", "back")],
    list_keys: &[("↑↓", "choose"), ("enter", "go there"), ("q", "back")],
    all_keys: &[
        ("n", "the next exercise that is not solved"),
        ("l", "the list of all exercises; enter goes to one"),
        ("h", "a hint; once more, the next one"),
        ("e", "the page of the mistake that the report names"),
        ("t", "the conversation of that report, as a diagram"),
        ("r", "run your program by hand"),
        ("s", "where the solution differs from your program"),
        ("x", "put the exercise back as it came (asks first)"),
        ("enter", "grade it again"),
        ("", ""),
        ("↑ ↓ j k", "a line up or down"),
        ("space", "a page down"),
        ("home end", "to the top, to the bottom"),
        ("", ""),
        ("q ctrl-c", "quit. Your progress is kept."),
    ],
    arguments: |slug| format!("{slug}, arguments:"),
    no_mistake: "No report names a mistake now. `cargo lab explain --list` shows all pages.",
    enter_to_go_back: "Press enter to go back.",
    no_screen: |error| format!("the terminal cannot be used: {error}"),
    left: |left| match left {
        0 => "All exercises are finished.".into(),
        1 => "1 exercise is not finished.".into(),
        left => format!("{left} exercises are not finished."),
    },
};

static ES: Words = Words {
    solved_of: |solved, all| format!("{solved} de {all} resueltos"),
    chapter: |chapter| format!("capítulo: {chapter}"),
    read_chapter: |file| format!("el capítulo: {file}, o cargo lab book"),
    stuck: "sin evaluar",
    solved: "✓ resuelto",
    unwritten: "sin escribir",
    did_not_compile: "✗ no compila",
    hold: |hold, all| format!("✗ {hold} de {all} reglas"),
    open: |file| {
        format!(
            "Abre {file} en tu editor. La tarea está al comienzo. Escribe lo que falta y guarda: se evalúa aquí enseguida."
        )
    },
    needs: |exercise| format!("Se apoya en tu {exercise}: termina ese primero."),
    rules: "Sus reglas",
    praise: |slug| {
        format!(
            "Resuelto. `n` pasa al ejercicio que sigue; `s` muestra en qué se distingue la solución de {slug} de la tuya."
        )
    },
    only_looking: "Esta unidad no avisa de los cambios: los archivos se miran dos veces por segundo.",
    place: |from, to, all| format!("↑↓ {from}-{to} de {all}"),
    keys: &[
        ("n", "sigue"),
        ("h", "pista"),
        ("e", "explica"),
        ("t", "traza"),
        ("r", "ejecuta"),
        ("l", "lista"),
        ("s", "solución"),
        ("x", "repone"),
        ("?", "teclas"),
        ("q", "sale"),
    ],
    page_keys: &[("↑↓", "mueve"), ("q", "vuelve")],
    hint_keys: &[("↑↓", "mueve"), ("h", "otra más"), ("q", "vuelve")],
    list_keys: &[("↑↓", "elige"), ("enter", "va ahí"), ("q", "vuelve")],
    all_keys: &[
        ("n", "el próximo ejercicio sin resolver"),
        ("l", "la lista de todos los ejercicios; enter va a uno"),
        ("h", "una pista; otra vez, la que sigue"),
        ("e", "la página del error que nombra el informe"),
        ("t", "la conversación de ese informe, como diagrama"),
        ("r", "ejecuta tu programa a mano"),
        ("s", "en qué se distingue la solución de tu programa"),
        ("x", "deja el ejercicio como venía (pregunta antes)"),
        ("enter", "lo evalúa otra vez"),
        ("", ""),
        ("↑ ↓ j k", "una línea arriba o abajo"),
        ("espacio", "una página abajo"),
        ("home end", "al comienzo, al final"),
        ("", ""),
        ("q ctrl-c", "sale. Lo que llevas queda guardado."),
    ],
    arguments: |slug| format!("{slug}, argumentos:"),
    no_mistake: "Ahora ningún informe nombra un error. `cargo lab explain --list` muestra todas las páginas.",
    enter_to_go_back: "Aprieta enter para volver.",
    no_screen: |error| format!("no se puede usar la terminal: {error}"),
    left: |left| match left {
        0 => "Todos los ejercicios están terminados.".into(),
        1 => "Falta terminar 1 ejercicio.".into(),
        left => format!("Faltan {left} ejercicios por terminar."),
    },
};
