//! What is said of the formats of other systems.

use std::path::Path;

use enchufe::words::Lang;

pub struct Words {
    pub no_class: fn(&str) -> String,
    /// A setting that a format needs.
    pub not_told: fn(&str) -> String,
    pub tell: fn(&str) -> String,
    pub odd_scale: &'static str,
    pub no_time: fn(&str) -> String,
    pub tell_time: &'static str,
    /// How many scores a person must look at, above the list of them.
    pub need_a_person: fn(usize) -> String,
    pub cannot_zip: fn(&str) -> String,

    // Sheets.
    pub no_sheet: fn(&str) -> String,
    pub name_a_sheet: fn(&str) -> String,
    pub not_a_sheet: fn(&Path) -> String,
    pub export_again: &'static str,
    pub no_headers: fn(&str, &str) -> String,
    pub no_column: &'static str,
    pub not_one_column: fn(&str, usize) -> String,
    pub name_a_column: fn(&str) -> String,
    pub other_max: fn(&str, &str) -> String,
    pub say_scale: &'static str,
    pub filled: fn(usize, usize) -> String,
    pub locked: &'static str,
    pub waits_for_a_person: &'static str,
    pub two_submissions: &'static str,
    pub short_line: &'static str,
    pub not_in_class: &'static str,
    pub not_in_sheet: &'static str,
    pub bring_together: &'static str,
}

pub fn export(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    no_class: |kind| format!("{kind} is made of a class, and none was given"),
    not_told: |key| format!("this format needs to be told its {key}"),
    tell: |key| format!("--set {key}=…"),
    odd_scale: "scale is 1, for whole points, or 100, for hundredths",
    no_time: |student| format!("nobody knows when {student} was handed in, and this format must say it"),
    tell_time: "--set datetime=2026-12-01T23:59:00-03:00, for those of whom nobody knows it",
    need_a_person: |count| match count {
        0 => "No score waits for a person.".into(),
        1 => "A person must look at 1 score. It was written as it is now:".into(),
        _ => format!("A person must look at {count} scores. They were written as they are now:"),
    },
    cannot_zip: |error| format!("the zip could not be made: {error}"),
    no_sheet: |system| format!("the grades of {system} go into the sheet that it gives out, and none was named"),
    name_a_sheet: |system| match system {
        "moodle" => "in the assignment: Download grading worksheet; then --sheet FILE".into(),
        _ => "in the gradebook: Export; then --sheet FILE".into(),
    },
    not_a_sheet: |path| format!("{} is no CSV in UTF-8 with a line of headers", path.display()),
    export_again: "take the file as the other system gave it out: a spreadsheet that saves it may change it",
    no_headers: |path, headers| format!("{path} does not have the columns {headers}"),
    no_column: "nobody said which assignment the grades are for",
    not_one_column: |column, found| match found {
        0 => format!("no assignment of the sheet is {column}"),
        _ => format!("{found} assignments of the sheet are {column}"),
    },
    name_a_column: |all| format!("--set column=… with one of: {all}"),
    other_max: |there, here| format!("there {there} points are possible, here {here}"),
    say_scale: "--set scale=yes makes the same part of theirs of them, --set scale=no leaves them as they are",
    filled: |filled, all| {
        format!("{filled} of {all} grades were filled in. Everything else stands as it was exported.")
    },
    locked: "excused or locked there, left alone",
    waits_for_a_person: "a person must look first, not filled in",
    two_submissions: "two submissions of one student, not filled in",
    short_line: "its line has no such cell, not filled in",
    not_in_class: "in the sheet, no submission here",
    not_in_sheet: "a submission here, not found in the sheet",
    bring_together: "To bring the two together: the list of people that grade.toml names, with the submission's name in \
                     `student` and what the sheet calls the student in `name`.",
};

static ES: Words = Words {
    no_class: |kind| format!("{kind} se exporta de un INFORME, y no se indicó ninguno"),
    not_told: |key| format!("este formato necesita saber {key}"),
    tell: |key| format!("--set {key}=…"),
    odd_scale: "scale es 1, para puntos enteros, o 100, para centésimos",
    no_time: |student| format!("nadie sabe cuándo se entregó {student}, y este formato debe decirlo"),
    tell_time: "--set datetime=2026-12-01T23:59:00-03:00, para quienes no se sabe",
    need_a_person: |count| match count {
        0 => "No hay puntajes que revisar a mano.".into(),
        1 => "Hay que revisar a mano 1 puntaje. Se escribió como está ahora:".into(),
        _ => format!("Hay que revisar a mano {count} puntajes. Se escribieron como están ahora:"),
    },
    cannot_zip: |error| format!("no se pudo hacer el zip: {error}"),
    no_sheet: |system| {
        format!("las notas de {system} van en la planilla que ese sistema entrega, y no se indicó ninguna")
    },
    name_a_sheet: |system| match system {
        "moodle" => "en la tarea: Descargar planilla de calificaciones; después, --sheet ARCHIVO".into(),
        _ => "en el libro de calificaciones: Exportar; después, --sheet ARCHIVO".into(),
    },
    not_a_sheet: |path| format!("{} no es un CSV en UTF-8 con una línea de encabezados", path.display()),
    export_again: "usa el archivo tal como lo entregó el otro sistema: un programa de planillas lo puede cambiar al guardarlo",
    no_headers: |path, headers| format!("{path} no tiene las columnas {headers}"),
    no_column: "falta decir para qué tarea son las notas",
    not_one_column: |column, found| match found {
        0 => format!("ninguna tarea de la planilla se llama {column}"),
        _ => format!("{found} tareas de la planilla se llaman {column}"),
    },
    name_a_column: |all| format!("--set column=… con una de estas: {all}"),
    other_max: |there, here| format!("allá se pueden obtener {there} puntos, aquí {here}"),
    say_scale: "--set scale=yes los convierte en proporción a los de allá; --set scale=no los deja como están",
    filled: |filled, all| {
        format!("Se pusieron las notas de {filled} de {all} entregas. Todo lo demás quedó como estaba.")
    },
    locked: "eximido o bloqueado allá, sin cambios",
    waits_for_a_person: "sin nota: primero hay que revisarla a mano",
    two_submissions: "sin nota: dos entregas de una misma persona",
    short_line: "sin nota: su línea no tiene esa celda",
    not_in_class: "en la planilla, sin entrega aquí",
    not_in_sheet: "una entrega de aquí, no está en la planilla",
    bring_together: "Para emparejarlos: la lista de personas que nombra grade.toml, con el nombre de la entrega en \
                     `student` y en `name` el que la planilla le da.",
};
