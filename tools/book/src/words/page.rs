//! What stands on the pages beside the writers' own text: in the page's language, not in the terminal's.

use enchufe::words::Lang;
use serde_json::{Value, json};

pub struct Words {
    pub title: &'static str,
    pub description: &'static str,
    pub language_of_this: &'static str,
    pub skip: &'static str,

    // A quiz.
    pub quiz: &'static str,
    pub reasons: &'static str,
    /// The line behind which stands what a reader predicts first.
    pub look: &'static str,
    pub right: &'static str,
    pub wrong: &'static str,

    // An exercise.
    pub exercise: fn(u32) -> String,
    pub points: fn(u32) -> String,
    pub needs: &'static str,
    pub file: &'static str,
    pub grade: &'static str,
    pub by_hand: &'static str,
    pub rules: fn(usize) -> String,
    pub hints: &'static str,
    pub hint: fn(usize, &str) -> String,
    pub the_question: &'static str,
    pub the_rule: &'static str,
    pub the_section: &'static str,
    pub a_relative: &'static str,
    pub in_the_task: &'static str,

    // Mistakes.
    pub its_name: fn(&str) -> String,
    pub made_in: &'static str,

    // Evidence.
    pub of_exercises: [&'static str; 7],
    pub of_mistakes: [&'static str; 4],
    pub together: &'static str,
    pub only_seen: &'static str,
    pub no_evidence: &'static str,

    pub contents: &'static str,
}

pub fn page(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    title: "Enchufe",
    description: "A networking workbook: what programs say to each other, and how to write them in Rust",
    language_of_this: "English",
    skip: "To the text",
    quiz: "A question",
    reasons: "The answer, and why",
    look: "Look what happens",
    right: "Right.",
    wrong: "Not this one.",
    exercise: |number| format!("Exercise {number:02}"),
    points: |points| if points == 1 { "1 point".into() } else { format!("{points} points") },
    needs: "Finish first:",
    file: "Your file:",
    grade: "Grade it whenever you save:",
    by_hand: "Grade it once:",
    rules: |count| format!("Its {count} rules"),
    hints: "Hints, each more than the one before",
    hint: |number, heading| format!("Hint {number}: {heading}"),
    the_question: "a question",
    the_rule: "the rule",
    the_section: "what to read",
    a_relative: "a relative of the problem, solved",
    in_the_task: "In the task, at the top of your file:",
    its_name: |slug| format!("Its name in reports: `{slug}`"),
    made_in: "Where it is made",
    of_exercises: ["exercise", "rules", "right", "wrong", "mistakes", "caught", "named"],
    of_mistakes: ["mistake", "programs", "caught by", "named by"],
    together: "together",
    only_seen: "When these rules fail, they show what they saw, and name none of the mistakes above:",
    no_evidence: "This copy came without the wrong programs, and so there is nothing to count.",
    contents: "Table of contents",
};

static ES: Words = Words {
    title: "Enchufe",
    description: "Un cuaderno de redes: lo que los programas se dicen, y cómo escribirlos en Rust",
    language_of_this: "Castellano",
    skip: "Al texto",
    quiz: "Una pregunta",
    reasons: "La respuesta, y por qué",
    look: "Mira qué ocurre",
    right: "Correcto.",
    wrong: "Esta no es.",
    exercise: |number| format!("Ejercicio {number:02}"),
    points: |points| if points == 1 { "1 punto".into() } else { format!("{points} puntos") },
    needs: "Antes hay que terminar:",
    file: "Tu archivo:",
    grade: "Evalúalo cada vez que guardes:",
    by_hand: "Evalúalo una vez:",
    rules: |count| format!("Sus {count} reglas"),
    hints: "Pistas, cada una dice más que la anterior",
    hint: |number, heading| format!("Pista {number}: {heading}"),
    the_question: "una pregunta",
    the_rule: "la regla",
    the_section: "qué leer",
    a_relative: "un problema parecido, resuelto",
    in_the_task: "En la tarea, al comienzo de tu archivo:",
    its_name: |slug| format!("Su nombre en los informes: `{slug}`"),
    made_in: "Dónde se comete",
    of_exercises: ["ejercicio", "reglas", "correctos", "incorrectos", "errores", "detectados", "nombrados"],
    of_mistakes: ["error", "programas", "lo detectan", "lo nombran"],
    together: "en total",
    only_seen: "Cuando estas reglas fallan, muestran lo que vieron, y no nombran ninguno de los errores de arriba:",
    no_evidence: "Esta copia vino sin los programas incorrectos, así que no hay nada que contar.",
    contents: "Índice",
};

/// What the scripts say.
pub fn script(lang: Lang) -> Value {
    match lang {
        Lang::En => json!({
            "right": EN.right,
            "wrong": EN.wrong,
            "again": "Answer again",
            "check": "Check",
            "scrolls": "Scrolls sideways",
            "search": {
                "wait": "Loading what can be searched …",
                "failed": "What can be searched could not be loaded.",
                "none": "Nothing found for “{term}”.",
                "one": "1 place for “{term}”",
                "many": "{count} places for “{term}”",
                "first": "the first {shown} of {count} places for “{term}”",
            },
            "state": {
                "untouched": "On this machine: not begun.",
                "begun": "On this machine: {passed} of {all} rules held when it was last graded.",
                "solved": "On this machine: solved.",
                "replaced": "On this machine: another program than your file was graded last; {passed} of {all} rules held.",
                "changed": "On this machine: your file has changed since it was last graded; then {passed} of {all} rules held.",
            },
            "mark": { "read": "read", "solved": "solved", "begun": "begun" },
            "fold": "Show or hide what is below “{name}”",
            "forget": {
                "what": "What you have read and answered is kept in this browser only.",
                "button": "Forget it",
                "done": "Forgotten.",
            },
            "stale": "The book could not be built again. This is the last good one.",
        }),
        Lang::Es => json!({
            "right": ES.right,
            "wrong": ES.wrong,
            "again": "Responder de nuevo",
            "check": "Comprobar",
            "scrolls": "Se desplaza hacia el lado",
            "search": {
                "wait": "Cargando lo que se puede buscar …",
                "failed": "No se pudo cargar lo que se puede buscar.",
                "none": "No se encontró nada para «{term}».",
                "one": "1 lugar para «{term}»",
                "many": "{count} lugares para «{term}»",
                "first": "los primeros {shown} de {count} lugares para «{term}»",
            },
            "state": {
                "untouched": "En esta máquina: sin comenzar.",
                "begun": "En esta máquina: se cumplían {passed} de {all} reglas en la última evaluación.",
                "solved": "En esta máquina: resuelto.",
                "replaced": "En esta máquina: lo último que se evaluó fue otro programa, no tu archivo; se cumplían {passed} de {all} reglas.",
                "changed": "En esta máquina: tu archivo cambió desde la última evaluación; entonces se cumplían {passed} de {all} reglas.",
            },
            "mark": { "read": "leído", "solved": "resuelto", "begun": "comenzado" },
            "fold": "Mostrar u ocultar lo que hay bajo «{name}»",
            "forget": {
                "what": "Lo que has leído y respondido se guarda solo en este navegador.",
                "button": "Olvidarlo",
                "done": "Olvidado.",
            },
            "stale": "El libro no se pudo construir de nuevo. Este es el último bueno.",
        }),
    }
}
