//! What is said while a class is graded.

use std::path::Path;
use std::time::Duration;

use enchufe::words::Lang;

pub struct Words {
    pub nobody: fn(&str) -> String,
    pub names_are: &'static str,
    pub inside: fn(&Path, &Path) -> String,
    pub outside: &'static str,
    /// No rules were named, and the REPORT has those of the last time.
    pub kept_rules: fn(&Path) -> String,
    pub kept: fn(usize) -> String,
    /// Verdicts are there, and other tests, another grader or another compiler reached them.
    pub judged_otherwise: &'static str,
    pub left: fn(Duration) -> String,
    pub failed: fn(&str) -> String,
    /// The grader itself failed before anything could be judged: whose submission, and why in its report.
    pub not_taken_in: fn(&str) -> String,
    pub failed_to_take: &'static str,
    /// How many were judged, and the command that goes on.
    pub stopped: fn(usize, &str) -> String,
    pub stopping: &'static str,
    pub no_signal: fn(&str) -> String,
    /// How many were judged again, and who got another verdict.
    pub again: fn(usize, &str) -> String,
    /// How many are in the report, of how many; how many were judged now; how many need a person.
    pub done: fn(usize, usize, usize, usize) -> String,
    /// How many submissions have no verdict yet, and some of their names.
    pub missing: fn(usize, &str) -> String,
    pub report_at: fn(&Path) -> String,
    pub disagree: fn(&str, &str) -> String,
    pub merged: fn(usize, usize) -> String,
    pub written: fn(&Path) -> String,
}

/// So many names are said of many.
const NAMES: usize = 12;

impl Words {
    /// That these have handed in and are not in the report.
    pub fn missing_from(&self, missing: &[String]) -> String {
        (self.missing)(missing.len(), &some(missing))
    }
}

/// Some of these names.
pub fn some(names: &[String]) -> String {
    let some = names.iter().take(NAMES).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > NAMES { some + ", …" } else { some }
}

pub fn run(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    nobody: |name| format!("{name} is neither a student of this class nor an exercise"),
    names_are: "a student is named as the folder or the archive is; an exercise by its number or its name",
    inside: |out, submissions| {
        format!("{} lies in {}, and would be a submission itself", out.display(), submissions.display())
    },
    outside: "give a folder outside with --out",
    kept_rules: |report| {
        let rules = report.join("rules/grade.toml");
        format!("With the rules of the last time, {}; --rules none goes back to the workbook's own.", rules.display())
    },
    kept: |kept| format!("Judged before, and kept: {kept}."),
    judged_otherwise: "The tests, the grader, the compiler or ENCHUFE_PATIENCE are not those of the last time: what was judged \
                       with them does not count, and is judged anew.",
    left: |left| match left.as_secs() {
        0..=90 => format!("about {} s left", left.as_secs().max(1)),
        seconds => format!("about {} min left", seconds.div_ceil(60)),
    },
    failed: |students| {
        format!("The grader itself failed at the submission of {students}, which has no verdict. Please report it.")
    },
    not_taken_in: |student| {
        format!("The grader itself failed when it took in the submission of {student}: a lab error. Please report it.")
    },
    failed_to_take: "the grader itself failed when it took the submission in",
    stopped: |judged, command| format!("Stopped. What was finished is kept ({judged} now). To go on:\n  {command}"),
    stopping: "Stopping …",
    no_signal: |error| format!("Ctrl-C will end the grader at once; what was finished is kept all the same: {error}"),
    again: |again, differing| match differing {
        "" => format!("Judged again: {again}, with the same verdicts as before."),
        _ => format!("Judged again: {again}. Another verdict than before: {differing}"),
    },
    done: |here, of, judged, doubtful| {
        let missing = if here < of { format!(" of {of}") } else { String::new() };
        let now = match judged {
            0 => ", none of them now".into(),
            _ if judged < here => {
                format!(", {judged} of them now (the others had the same sources, or were judged before)")
            }
            _ => String::new(),
        };
        let doubtful = match doubtful {
            0 => String::new(),
            1 => "; 1 needs a person, see the report".into(),
            _ => format!("; {doubtful} need a person, see the report"),
        };
        let submissions = if here == 1 && missing.is_empty() { "submission" } else { "submissions" };
        format!("{here}{missing} {submissions} graded{now}{doubtful}.")
    },
    missing: |count, names| {
        let submissions = if count == 1 { "1 submission has".into() } else { format!("{count} submissions have") };
        format!(
            "Not the whole class: {submissions} no verdict of this version, and no grade here ({names}). The same command \
             without the names behind --only judges the rest."
        )
    },
    report_at: |out| format!("The report: {}", out.join("report.html").display()),
    disagree: |one, other| {
        format!("{one} and {other} handed in the same, and got different verdicts: judge both again with --regrade")
    },
    merged: |shards, students| format!("{shards} shards merged: {students} submissions."),
    written: |path| format!("Written: {}", path.display()),
};

static ES: Words = Words {
    nobody: |name| format!("{name} no es estudiante de este curso ni un ejercicio"),
    names_are: "cada estudiante se nombra como su carpeta o archivo; un ejercicio, por su número o su nombre",
    inside: |out, submissions| {
        format!("{} está dentro de {}, y sería una entrega más", out.display(), submissions.display())
    },
    outside: "indica una carpeta de afuera con --out",
    kept_rules: |report| {
        let rules = report.join("rules/grade.toml");
        format!("Con las reglas de la última vez, {}; --rules none vuelve a las del cuaderno.", rules.display())
    },
    kept: |kept| format!("Evaluadas antes, y guardadas: {kept}."),
    judged_otherwise: "Las pruebas, el evaluador, el compilador o ENCHUFE_PATIENCE no son los de la última vez: lo que se \
                       evaluó con ellos no cuenta, y se evalúa de nuevo.",
    left: |left| match left.as_secs() {
        0..=90 => format!("faltan unos {} s", left.as_secs().max(1)),
        seconds => format!("faltan unos {} min", seconds.div_ceil(60)),
    },
    failed: |students| {
        format!("El propio evaluador falló con la entrega de {students}, que queda sin veredicto. Avísanos, por favor.")
    },
    not_taken_in: |student| {
        format!(
            "El propio evaluador falló al recibir la entrega de {student}: es un error del laboratorio. Avísanos, por favor."
        )
    },
    failed_to_take: "el propio evaluador falló al recibir la entrega",
    stopped: |judged, command| {
        format!("Detenido. Lo terminado queda guardado ({judged} ahora). Para seguir:\n  {command}")
    },
    stopping: "Deteniendo …",
    no_signal: |error| {
        format!("Ctrl-C terminará el evaluador de inmediato; lo terminado queda guardado igual: {error}")
    },
    again: |again, differing| match differing {
        "" => format!("Evaluadas de nuevo: {again}, con los mismos veredictos de antes."),
        _ => format!("Evaluadas de nuevo: {again}. Con otro veredicto que antes: {differing}"),
    },
    done: |here, of, judged, doubtful| {
        let missing = if here < of { format!(" de {of}") } else { String::new() };
        let now = match judged {
            0 => ", ninguna recién ahora".into(),
            _ if judged < here => {
                format!(", {judged} recién ahora (las demás traían lo mismo o ya estaban evaluadas)")
            }
            _ => String::new(),
        };
        let doubtful =
            if doubtful == 0 { String::new() } else { format!("; hay que revisar {doubtful} a mano, ver el informe") };
        let submissions = if here == 1 && missing.is_empty() { "entrega evaluada" } else { "entregas evaluadas" };
        format!("{here}{missing} {submissions}{now}{doubtful}.")
    },
    missing: |count, names| {
        let submissions = if count == 1 { "1 entrega no tiene".into() } else { format!("{count} entregas no tienen") };
        format!(
            "No está el curso completo: {submissions} veredicto de esta versión, ni nota aquí ({names}). El mismo comando, \
             sin los nombres de --only, evalúa el resto."
        )
    },
    report_at: |out| format!("El informe: {}", out.join("report.html").display()),
    disagree: |one, other| {
        format!("{one} y {other} entregaron lo mismo, con veredictos distintos: evalúalas de nuevo con --regrade")
    },
    merged: |shards, students| format!("Se juntaron {shards} partes: {students} entregas."),
    written: |path| format!("Escrito: {}", path.display()),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_says_how_many_were_judged_and_why_no_more() {
        let said = |here, judged, doubtful| Lang::ALL.map(|lang| (run(lang).done)(here, here, judged, doubtful));
        assert_eq!(said(14, 14, 0), ["14 submissions graded.", "14 entregas evaluadas."]);
        assert_eq!(
            said(14, 10, 0),
            [
                "14 submissions graded, 10 of them now (the others had the same sources, or were judged before).",
                "14 entregas evaluadas, 10 recién ahora (las demás traían lo mismo o ya estaban evaluadas)."
            ]
        );
        assert_eq!(
            said(1, 0, 1),
            [
                "1 submission graded, none of them now; 1 needs a person, see the report.",
                "1 entrega evaluada, ninguna recién ahora; hay que revisar 1 a mano, ver el informe."
            ]
        );
    }
}
