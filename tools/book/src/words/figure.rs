//! What figures and sessions say beside what was recorded: in the page's language.

use enchufe::words::Lang;

pub struct Words {
    // A figure.
    /// The exercise.
    pub title: fn(&str) -> String,
    pub desc: fn(usize) -> String,
    pub in_words: &'static str,
    pub datagram: &'static str,
    /// Where it was recorded: the rule, and the program.
    pub recorded: fn(&str, &str) -> String,
    pub the_solution: &'static str,
    pub a_wrong_program: fn(&str) -> String,
    pub a_right_program: fn(&str) -> String,

    // The scrubber.
    pub previous: &'static str,
    pub next: &'static str,
    pub step: &'static str,

    // A session.
    pub session: &'static str,
    pub terminal: fn(usize) -> String,
    /// What runs in a terminal goes on.
    pub goes_on: fn(usize) -> String,
    pub typed: &'static str,
    pub pressed: &'static str,
    pub ended_with: fn(i32) -> String,
    pub lines_left_out: fn(usize) -> String,
}

pub fn figure(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    title: |exercise| format!("A conversation of {exercise}, as a diagram"),
    desc: |steps| {
        if steps == 1 {
            "One step, told in words below.".into()
        } else {
            format!("{steps} steps, told in words below.")
        }
    },
    in_words: "The same in words",
    datagram: "a datagram",
    recorded: |rule, program| format!("Recorded while the rule “{rule}” was tested with {program}."),
    the_solution: "the finished program",
    a_wrong_program: |slug| format!("a program that makes the mistake {slug}"),
    a_right_program: |name| format!("another right program, {name}"),
    previous: "Previous step",
    next: "Next step",
    step: "Step",
    session: "What is typed, and what comes",
    terminal: |number| format!("terminal {number}"),
    goes_on: |number| format!("terminal {number}, goes on"),
    typed: "typed:",
    pressed: "pressed:",
    ended_with: |code| format!("ended with exit code {code}"),
    lines_left_out: |count| {
        if count == 1 { "… 1 more line …".into() } else { format!("… {count} more lines …") }
    },
};

static ES: Words = Words {
    title: |exercise| format!("Una conversación de {exercise}, dibujada"),
    desc: |steps| {
        if steps == 1 {
            "Un paso, contado en palabras más abajo.".into()
        } else {
            format!("{steps} pasos, contados en palabras más abajo.")
        }
    },
    in_words: "Lo mismo en palabras",
    datagram: "un datagrama",
    recorded: |rule, program| format!("Grabado mientras se probaba la regla «{rule}» con {program}."),
    the_solution: "el programa terminado",
    a_wrong_program: |slug| format!("un programa que comete el error {slug}"),
    a_right_program: |name| format!("otro programa correcto, {name}"),
    previous: "Paso anterior",
    next: "Paso siguiente",
    step: "Paso",
    session: "Lo que se escribe y lo que llega",
    terminal: |number| format!("terminal {number}"),
    goes_on: |number| format!("terminal {number}, sigue"),
    typed: "escrito:",
    pressed: "teclas:",
    ended_with: |code| format!("terminó con el código de salida {code}"),
    lines_left_out: |count| {
        if count == 1 { "… 1 línea más …".into() } else { format!("… {count} líneas más …") }
    },
};
