//! What `cargo lab explain` says.

use enchufe::words::Lang;

pub struct Words {
    pub help: &'static str,
    /// The exercises whose tests name a mistake.
    pub exercises: &'static str,
    /// The file of the page.
    pub page: &'static str,
    /// The exercise and the rule whose last report named the mistake.
    pub last_report: fn(&str, &str) -> String,
    /// The last verdict names none.
    pub nothing_named: &'static str,
    /// The report on the screen, or the last one, is about a panic.
    pub panicked: &'static str,
    pub grade_first: &'static str,
    pub no_such_mistake: fn(&str) -> String,
    /// The same, and several that are like it follow.
    pub did_you_mean: fn(&str) -> String,
    /// An exercise, and the file of its chapter.
    pub is_an_exercise: fn(&str, &str) -> String,
    /// The heading over mistakes that no exercise names.
    pub others: &'static str,
    /// Under the list of mistakes: how to read about one, in Markdown.
    pub read_one: &'static str,
    /// What to do about a page that cannot be used.
    pub restore_pages: &'static str,
}

pub fn explain(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    help: "\
cargo lab explain                    the mistake that your last report named
cargo lab explain MISTAKE            the page of this one, by name or title
cargo lab explain --list             all mistakes, by exercise
cargo lab explain --list EXERCISE    those of one exercise

A report has the mistake's name at the right of its second line: single-read.
",
    exercises: "Named in",
    page: "This page",
    last_report: |exercise, rule| format!("Your last report named it: {exercise} · {rule}"),
    nothing_named: "no report on this computer names a mistake",
    panicked: "Your program panicked. The report says where and why; a panic has no page.",
    grade_first: "cargo lab test EXERCISE grades a program; cargo lab explain --list shows all mistakes",
    no_such_mistake: |given| format!("{given}: no such mistake"),
    did_you_mean: |given| format!("{given}: no such mistake. Like it:"),
    is_an_exercise: |exercise, chapter| {
        format!("{exercise} is an exercise.\nIts chapter: {chapter}, or cargo lab book.\nIts mistakes:")
    },
    others: "in no exercise",
    read_one: "One of them in full: `cargo lab explain MISTAKE`",
    restore_pages: "put the book back as it came: `git checkout -- book`",
};

static ES: Words = Words {
    help: "\
cargo lab explain                    el error que nombró tu último informe
cargo lab explain ERROR              la página de ese, por nombre o título
cargo lab explain --list             todos los errores, por ejercicio
cargo lab explain --list EJERCICIO   los de un ejercicio

El informe trae el nombre del error a la derecha, en su segunda línea:
single-read.
",
    exercises: "Aparece en",
    page: "Esta página",
    last_report: |exercise, rule| format!("Lo nombró tu último informe: {exercise} · {rule}"),
    nothing_named: "en este computador ningún informe nombra un error",
    panicked: "Tu programa entró en pánico. El informe dice en qué línea y por qué; un pánico no tiene página.",
    grade_first: "cargo lab test EJERCICIO evalúa un programa; cargo lab explain --list muestra todos los errores",
    no_such_mistake: |given| format!("{given}: no hay tal error"),
    did_you_mean: |given| format!("{given}: no hay tal error. Se parecen:"),
    is_an_exercise: |exercise, chapter| {
        format!("{exercise} es un ejercicio.\nSu capítulo: {chapter}, o cargo lab book.\nSus errores:")
    },
    others: "en ningún ejercicio",
    read_one: "Uno de ellos completo: `cargo lab explain ERROR`",
    restore_pages: "deja el libro como venía: `git checkout -- book`",
};
