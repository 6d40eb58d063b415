//! What `cargo lab hint` says.

use std::io;

use enchufe::words::Lang;

pub struct Words {
    pub help: &'static str,
    /// The titles of the stages.
    pub stages: [&'static str; 4],
    /// At the right of the exercise's name: which hint of how many this is.
    pub which: fn(usize, usize) -> String,
    /// The mistake that the hints are about: its title and slug.
    pub from_report: fn(&str, &str) -> String,
    pub from_exercise: &'static str,
    /// The same when the last report is about a panic.
    pub from_panic: &'static str,
    /// The program has changed since the report.
    pub has_changed: fn(&str) -> String,
    pub does_not_compile: &'static str,
    /// The report that names the mistake is about a program that answered in place of this file.
    pub of_another: fn(&str) -> String,
    /// Such a program keeps all rules.
    pub another_is_right: &'static str,

    // What to read, in Markdown.
    /// The title of the chapter, and what a heading in it says.
    pub chapter: fn(&str, Option<&str>) -> String,
    /// The file of the chapter, and how to read it in the browser.
    pub chapter_file: fn(&str) -> String,
    /// Where a paragraph of the task stands.
    pub paragraph: fn(&str) -> String,
    /// Where the task stands, and the rule that did not hold.
    pub task_and_rule: fn(&str, &str) -> String,

    // What comes next, in Markdown.
    /// How many are left, and the command for the next one.
    pub left: fn(usize, &str) -> String,
    /// The command for all of them, and the one to start over.
    pub none_left: fn(&str, &str) -> String,
    pub solved: fn(&str) -> String,
    pub hints_all_the_same: fn(&str) -> String,
    pub all_solved: &'static str,
    pub name_an_exercise: &'static str,
    pub not_remembered: fn(&str, &io::Error) -> String,
}

pub fn hint(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    help: "\
cargo lab hint [EXERCISE]            the next hint: a question first; then the
                                     rule, what to read, and a relative of the
                                     problem, solved
cargo lab hint [EXERCISE] --all      all hints at once
cargo lab hint [EXERCISE] --again    begins with the question again

The hints are about the mistake that your last report named. While there is
none, they say how to begin. Without EXERCISE: the one that you saved last, or
the first one, of those that are not solved.
",
    stages: ["A question", "The rule", "What to read", "A relative of the problem, solved"],
    which: |stage, all| format!("hint {stage} of {all}"),
    from_report: |title, slug| format!("From your last report: {title} (`{slug}`)."),
    from_exercise: "How to begin: no report of yours names a mistake.",
    from_panic: "Your program panicked: the report says where and why. What follows is how to begin.",
    has_changed: |file| format!("`{file}` has changed since that report."),
    does_not_compile: "Your program does not compile at the moment: begin with what the compiler says.",
    of_another: |file| format!("That report is about another program, which answered in place of `{file}`."),
    another_is_right: "The last verdict is about another program than yours: it keeps all the rules.",
    chapter: |chapter, heading| match heading {
        Some(heading) => format!("In the book: **{chapter}**, under *{heading}*."),
        None => format!("In the book: **{chapter}**."),
    },
    chapter_file: |file| format!("`{file}`, or in the browser: `cargo lab book`"),
    paragraph: |place| format!("In the task, `{place}`:"),
    task_and_rule: |place, rule| {
        format!(
            "The task stands at the top of your file, `{place}`. Read it once more with this rule in mind:\n\n> {rule}"
        )
    },
    left: |left, command| match left {
        1 => format!("One more hint: `{command}`"),
        _ => format!("{left} more hints. The next one: `{command}`"),
    },
    none_left: |all, again| format!("That was the last hint. All of them: `{all}`. From the beginning: `{again}`"),
    solved: |exercise| format!("{exercise} is solved: all its rules hold."),
    hints_all_the_same: |command| format!("Its hints all the same: `{command}`"),
    all_solved: "All exercises are solved.",
    name_an_exercise: "The hints of one of them all the same: `cargo lab hint EXERCISE --all`",
    not_remembered: |file, error| format!("could not write {file}: {error}; the next hint will be this one again"),
};

static ES: Words = Words {
    help: "\
cargo lab hint [EJERCICIO]           la próxima ayuda: primero una pregunta;
                                     después la regla, qué leer, y un problema
                                     parecido, resuelto
cargo lab hint [EJERCICIO] --all     todas las ayudas de una vez
cargo lab hint [EJERCICIO] --again   parte de nuevo con la pregunta

Las ayudas tratan del error que nombró tu último informe. Mientras no haya
ninguno, dicen cómo empezar. Sin EJERCICIO: de los que no están resueltos, el
que guardaste al último, o el primero.
",
    stages: ["Una pregunta", "La regla", "Qué leer", "Un problema parecido, resuelto"],
    which: |stage, all| format!("ayuda {stage} de {all}"),
    from_report: |title, slug| format!("De tu último informe: {title} (`{slug}`)."),
    from_exercise: "Cómo empezar: ningún informe tuyo nombra un error.",
    from_panic: "Tu programa entró en pánico: el informe dice en qué línea y por qué. Lo que sigue dice cómo empezar.",
    has_changed: |file| format!("`{file}` cambió después de ese informe."),
    does_not_compile: "Por ahora tu programa no compila: parte por lo que dice el compilador.",
    of_another: |file| format!("Ese informe trata de otro programa, que respondió en lugar de `{file}`."),
    another_is_right: "El último veredicto trata de otro programa, no del tuyo: ese cumple todas las reglas.",
    chapter: |chapter, heading| match heading {
        Some(heading) => format!("En el libro: **{chapter}**, bajo *{heading}*."),
        None => format!("En el libro: **{chapter}**."),
    },
    chapter_file: |file| format!("`{file}`, o en el navegador: `cargo lab book`"),
    paragraph: |place| format!("En la tarea, `{place}`:"),
    task_and_rule: |place, rule| {
        format!(
            "La tarea está al comienzo de tu archivo, `{place}`. Léela otra vez pensando en esta regla:\n\n> {rule}"
        )
    },
    left: |left, command| match left {
        1 => format!("Queda una ayuda: `{command}`"),
        _ => format!("Quedan {left} ayudas. La próxima: `{command}`"),
    },
    none_left: |all, again| format!("Esa fue la última ayuda. Todas juntas: `{all}`. Desde el principio: `{again}`"),
    solved: |exercise| format!("{exercise} está resuelto: se cumplen todas sus reglas."),
    hints_all_the_same: |command| format!("Sus ayudas, de todas formas: `{command}`"),
    all_solved: "Todos los ejercicios están resueltos.",
    name_an_exercise: "Las ayudas de uno de ellos, de todas formas: `cargo lab hint EJERCICIO --all`",
    not_remembered: |file, error| format!("no se pudo escribir {file}: {error}; la próxima ayuda será esta otra vez"),
};
