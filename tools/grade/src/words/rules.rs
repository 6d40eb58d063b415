//! What is said of `grade.toml`, of the list of people, and of points.

use std::path::Path;

use enchufe::words::Lang;

use crate::points::Points;
use crate::result::Clock;

pub struct Words {
    // Why a person must look.
    pub tampering: fn(&str, &str) -> String,
    pub not_judged: fn(&str, &str) -> String,
    pub lab_errors: fn(&str, &str) -> String,
    pub not_taken: fn(&str, &str) -> String,
    /// Entries of one student that differ: how many, and all of them.
    pub two_submissions: fn(usize, &str) -> String,
    /// Rust files in other places: how many, and some of them.
    pub elsewhere: fn(usize, &str) -> String,
    /// The Rust files that were found instead, if there are any.
    pub nothing_taken: fn(&str) -> String,
    /// Archives inside, how many, and whether there is nothing else.
    pub archives: fn(usize, &str, bool) -> String,
    pub changed: &'static str,
    pub no_time: &'static str,
    /// Late by a clock that may be hours off, and the points that this would cost.
    pub late_by: fn(Clock, Points) -> String,
    /// What tells when a submission was handed in; nothing where that is certain.
    pub by_clock: fn(Clock) -> &'static str,

    // What is wrong with a file of rules. The first is its place, `grade.toml:12`.
    pub fault: fn(&Path, usize, &str) -> String,
    pub no_toml: fn(&str) -> String,
    pub unknown_key: fn(&str, &str) -> String,
    pub unknown_exercise: fn(&str, &str) -> String,
    pub unknown_rule: fn(&str, &str, &str) -> String,
    pub wants: fn(&str, &str) -> String,
    pub a_table: &'static str,
    pub a_text: &'static str,
    pub yes_or_no: &'static str,
    pub a_number: fn(u32, u32) -> String,
    pub points: &'static str,
    pub a_time: &'static str,
    pub a_list: &'static str,
    pub a_lang: &'static str,
    pub needs_due: &'static str,
    pub last_before_due: &'static str,
    pub nothing_counts: &'static str,
    /// What to do about a list of people that cannot be read.
    pub no_list: &'static str,
    pub not_utf8: &'static str,
    pub save_as_utf8: &'static str,
    pub save_list_as_utf8: &'static str,
    pub see_example: &'static str,

    // And with the list of people.
    pub no_student_column: fn(&str) -> String,
    pub unknown_column: fn(&str, &str) -> String,
    pub twice: fn(&str) -> String,
    pub no_time_in: fn(&str, &str) -> String,
    pub strangers: fn(&str) -> String,
    pub unlisted: fn(&str) -> String,
}

pub fn rules(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    tampering: |exercise, sign| {
        if exercise.is_empty() { sign.to_owned() } else { format!("{exercise}: {sign}") }
    },
    not_judged: |exercise, why| format!("{exercise} could not be judged, and counts neither way: {why}"),
    lab_errors: |exercise, rules| format!("{exercise}: the lab failed at {rules}, which count neither way"),
    not_taken: |path, why| format!("{path} was not taken: {why}"),
    two_submissions: |count, names| {
        let count = if count == 2 { "two".into() } else { count.to_string() };
        format!(
            "{count} submissions of one student with other files at the same place, none of which was taken: {names}; \
             keep the one that counts, or put what counts into one folder, and grade again"
        )
    },
    elsewhere: |count, paths| match count {
        1 => format!("a Rust file was not taken, for it does not lie at exercises/NAME/src: {paths}"),
        _ => format!("{count} Rust files were not taken, for they do not lie at exercises/NAME/src: {paths}"),
    },
    nothing_taken: |found| {
        let found = if found.is_empty() { String::new() } else { format!("; found: {found}") };
        format!("no file of an exercise was found in it; it must lie at exercises/NAME/src{found}")
    },
    archives: |count, paths, is_all| match (count, is_all) {
        (1, _) => format!("an archive inside was not opened: {paths}"),
        (2, true) => format!("two archives: which one counts? {paths}"),
        (_, true) => format!("{count} archives: which one counts? {paths}"),
        _ => format!("{count} archives inside were not opened: {paths}"),
    },
    changed: "files were changed after the last commit",
    no_time: "nothing says when it was handed in, so it was taken for punctual",
    late_by: |clock, penalty| {
        let why = match clock {
            Clock::Local => "only by the times in its zip, which do not say in which time zone",
            Clock::Commit => "only by its last commit, which may be about other files: its history is not whole",
            _ => "only by the times of its files, which may be those of copying them",
        };
        format!(
            "it is late {why}: {penalty} points were not taken off; write when it was handed in into `submitted` of the \
             list of people"
        )
    },
    by_clock: |clock| match clock {
        Clock::Certain => "",
        Clock::Local => "by the times in the zip, without a time zone",
        Clock::Files => "by the times of the files",
        Clock::Commit => "by the last commit of a history that is not whole",
    },
    fault: |path, line, what| format!("{}:{line}: {what}", path.display()),
    no_toml: |what| format!("this is no TOML: {what}"),
    unknown_key: |key, known| format!("nothing is called `{key}` here; there are {known}"),
    unknown_exercise: |name, known| format!("there is no exercise `{name}`; there are {known}"),
    unknown_rule: |name, exercise, known| format!("{exercise} has no rule `{name}`; there are {known}"),
    wants: |key, what| format!("`{key}` wants {what}"),
    a_table: "a table, in [square brackets]",
    a_text: "a text, in \"quotes\"",
    yes_or_no: "true or false",
    a_number: |least, most| format!("a whole number from {least} to {most}"),
    points: "a number of points from 0 to 100000, with at most two decimals",
    a_time: "a day and a time with its zone, such as 2026-12-01T23:59:00-03:00",
    a_list: "a list of names, such as [\"one\", \"two\"]",
    a_lang: "\"en\" or \"es\"",
    needs_due: "lateness needs a `due` date",
    last_before_due: "`last` is before `due`",
    nothing_counts: "no exercise counts",
    no_list: "it is the list of people that grade.toml names, and lies beside it: write it, or take the line `people` out",
    not_utf8: "this is no text in UTF-8",
    save_as_utf8: "save it as UTF-8",
    save_list_as_utf8: "save it as \"CSV UTF-8\", as spreadsheets call it: in a plain \"CSV\" letters such as ñ are \
                        written otherwise",
    see_example: "cargo lab grade rules shows an example with everything there is",
    no_student_column: |known| format!("no column is called `student`; there are {known}"),
    unknown_column: |name, known| format!("no column may be called `{name}`; there are {known}"),
    twice: |student| format!("{student} is there twice"),
    no_time_in: |text, what| format!("`{text}` is not {what}"),
    strangers: |names| format!("On the list of people, without a submission of this name: {names}"),
    unlisted: |names| {
        format!(
            "Handed in, and not on the list of people, so that nothing in it holds for them, such as `due`: {names}"
        )
    },
};

static ES: Words = Words {
    tampering: |exercise, sign| {
        if exercise.is_empty() { sign.to_owned() } else { format!("{exercise}: {sign}") }
    },
    not_judged: |exercise, why| format!("{exercise} no se pudo evaluar, y no cuenta ni a favor ni en contra: {why}"),
    lab_errors: |exercise, rules| {
        format!("{exercise}: el laboratorio falló en {rules}, que no cuentan ni a favor ni en contra")
    },
    not_taken: |path, why| format!("{path} no se tomó: {why}"),
    two_submissions: |count, names| {
        let count = if count == 2 { "dos".into() } else { count.to_string() };
        format!(
            "{count} entregas de una misma persona traen archivos distintos en un mismo lugar, y no se tomó ninguna: \
             {names}; deja la que cuenta, o junta en una carpeta lo que cuenta, y evalúa de nuevo"
        )
    },
    elsewhere: |count, paths| match count {
        1 => format!("no se tomó un archivo de Rust, porque no está en exercises/NOMBRE/src: {paths}"),
        _ => format!("no se tomaron {count} archivos de Rust, porque no están en exercises/NOMBRE/src: {paths}"),
    },
    nothing_taken: |found| {
        let found = if found.is_empty() { String::new() } else { format!("; se encontró: {found}") };
        format!(
            "no se encontró en la entrega ningún archivo de los ejercicios; debe estar en exercises/NOMBRE/src{found}"
        )
    },
    archives: |count, paths, is_all| match (count, is_all) {
        (1, _) => format!("no se abrió un archivo comprimido que venía dentro: {paths}"),
        (2, true) => format!("dos archivos comprimidos: ¿cuál cuenta? {paths}"),
        (_, true) => format!("{count} archivos comprimidos: ¿cuál cuenta? {paths}"),
        _ => format!("no se abrieron {count} archivos comprimidos que venían dentro: {paths}"),
    },
    changed: "hay archivos cambiados después del último commit",
    no_time: "no consta cuándo se entregó: cuenta como entregada a tiempo",
    late_by: |clock, penalty| {
        let why = match clock {
            Clock::Local => "solo según las horas de su zip, que no dicen de qué zona horaria son",
            Clock::Commit => {
                "solo según su último commit, que puede ser de otros archivos: su historia no está completa"
            }
            _ => "solo según las horas de sus archivos, que pueden ser las de cuando se copiaron",
        };
        format!(
            "está atrasada {why}: no se descontaron {} puntos; anota cuándo se entregó en `submitted` de la lista de \
             personas",
            penalty.to_string().replace('.', ",")
        )
    },
    by_clock: |clock| match clock {
        Clock::Certain => "",
        Clock::Local => "según las horas del zip, sin zona horaria",
        Clock::Files => "según las horas de los archivos",
        Clock::Commit => "según el último commit de una historia que no está completa",
    },
    fault: |path, line, what| format!("{}:{line}: {what}", path.display()),
    no_toml: |what| format!("este archivo no es TOML válido: {what}"),
    unknown_key: |key, known| format!("aquí no existe `{key}`; existen {known}"),
    unknown_exercise: |name, known| format!("no existe el ejercicio `{name}`; hay {known}"),
    unknown_rule: |name, exercise, known| format!("{exercise} no tiene la regla `{name}`; hay {known}"),
    wants: |key, what| format!("`{key}` necesita {what}"),
    a_table: "una tabla, entre [corchetes]",
    a_text: "un texto, entre \"comillas\"",
    yes_or_no: "true o false",
    a_number: |least, most| format!("un número entero de {least} a {most}"),
    points: "una cantidad de puntos de 0 a 100000, con dos decimales a lo más",
    a_time: "un día y una hora con su zona, como 2026-12-01T23:59:00-03:00",
    a_list: "una lista de nombres, como [\"uno\", \"dos\"]",
    a_lang: "\"en\" o \"es\"",
    needs_due: "para los atrasos hace falta una fecha `due`",
    last_before_due: "`last` está antes de `due`",
    nothing_counts: "ningún ejercicio cuenta",
    no_list: "es la lista de personas que nombra grade.toml, y va a su lado: escríbela, o saca la línea `people`",
    not_utf8: "este texto no está en UTF-8",
    save_as_utf8: "guárdalo en UTF-8",
    save_list_as_utf8: "guarda la lista como «CSV UTF-8», que así se llama en las planillas: en un «CSV» a secas, \
                        letras como la ñ quedan escritas de otra forma",
    see_example: "cargo lab grade rules muestra un ejemplo con todo lo que hay",
    no_student_column: |known| format!("ninguna columna se llama `student`; hay {known}"),
    unknown_column: |name, known| format!("ninguna columna puede llamarse `{name}`; hay {known}"),
    twice: |student| format!("{student} está dos veces"),
    no_time_in: |text, what| format!("`{text}` no es {what}"),
    strangers: |names| format!("En la lista de personas, sin una entrega con ese nombre: {names}"),
    unlisted: |names| {
        format!(
            "Con entrega, y fuera de la lista de personas, así que nada de ella vale para ellas, como `due`: {names}"
        )
    },
};
