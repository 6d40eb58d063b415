//! What is said of verdicts that are the lab's. It is kept with them: another sentence here is another version, and a class
//! is judged anew. What is said and not kept has its place in the other files.

use std::time::Duration;

use enchufe::words::Lang;

pub struct Words {
    /// The launcher could not start a program.
    pub not_started: fn(&str) -> String,
    pub no_report: &'static str,
    pub took_too_long: fn(Duration) -> String,
    /// An exercise could not be judged.
    pub lab: fn(&str) -> String,
    pub planted_passed: fn(&str) -> String,
    pub judge_died: &'static str,
    /// In the place of a measure that is beyond its limit.
    pub more: &'static str,
    pub less: &'static str,
}

pub fn judge(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    not_started: |why| format!("The sandbox could not start the program: {why}"),
    no_report: "The test ended without a report.",
    took_too_long: |longest| format!("The tests took longer than {} s in all and were ended.", longest.as_secs()),
    lab: |error| format!("The lab could not judge this exercise: {error}"),
    planted_passed: |rule| {
        format!(
            "A program that does nothing passed the test \"{}\": the judge was tampered with.",
            rule.replace('_', " ")
        )
    },
    judge_died: "its judge ended without an answer",
    more: "more",
    less: "less",
};

static ES: Words = Words {
    not_started: |why| format!("El aislamiento no pudo iniciar el programa: {why}"),
    no_report: "La prueba terminó sin dejar un informe.",
    took_too_long: |longest| format!("Las pruebas tardaron más de {} s en total y se terminaron.", longest.as_secs()),
    lab: |error| format!("El laboratorio no pudo evaluar este ejercicio: {error}"),
    planted_passed: |rule| {
        format!(
            "Un programa que no hace nada pasó la prueba \"{}\": alguien intervino al juez.",
            rule.replace('_', " ")
        )
    },
    judge_died: "su juez terminó sin responder",
    more: "más",
    less: "menos",
};
