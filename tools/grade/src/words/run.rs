//! What is said while a class is graded.

use std::path::Path;
use std::time::Duration;

use enchufe::words::Lang;

use crate::result::Tier;

pub struct Words {
    pub tier: fn(Tier) -> String,
    pub nobody: fn(&str) -> String,
    pub names_are: &'static str,
    pub inside: fn(&Path, &Path) -> String,
    pub outside: &'static str,
    pub kept: fn(usize) -> String,
    /// Verdicts are there, and other tests, another grader or another compiler reached them.
    pub judged_otherwise: &'static str,
    pub left: fn(Duration) -> String,
    pub failed: fn(&str) -> String,
    /// How many were judged, and the command that goes on.
    pub stopped: fn(usize, &str) -> String,
    pub stopping: &'static str,
    pub no_signal: fn(&str) -> String,
    /// How many were judged again, and who got another verdict.
    pub again: fn(usize, &str) -> String,
    /// How many are in the report, of how many; how many were judged now; how many need a person.
    pub done: fn(usize, usize, usize, usize) -> String,
    pub report_at: fn(&Path) -> String,
    pub disagree: fn(&str, &str) -> String,
    pub merged: fn(usize, usize) -> String,
    pub written: fn(&Path) -> String,
}

pub fn run(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    tier: |tier| match tier {
        Tier::Namespaces => {
            "Tier 3: programs run in namespaces of their own, behind Landlock, seccomp and limits.".into()
        }
        Tier::Limits => {
            "Tier 2: programs run behind Landlock, seccomp and limits, in the network of this machine.".into()
        }
        Tier::Group => "Tier 1, practice only: nothing here keeps a stranger's program from this machine.".into(),
    },
    nobody: |name| format!("{name} is neither a student of this class nor an exercise"),
    names_are: "a student is named as the folder or the archive is; an exercise by its number or its name",
    inside: |out, submissions| {
        format!("{} lies in {}, and would be a submission itself", out.display(), submissions.display())
    },
    outside: "give a folder outside with --out",
    kept: |kept| format!("Judged before, and kept: {kept}."),
    judged_otherwise: "The tests, the grader or the compiler are not those of the last time: what was judged with them does \
                       not count, and is judged anew.",
    left: |left| match left.as_secs() {
        0..=90 => format!("about {} s left", left.as_secs().max(1)),
        seconds => format!("about {} min left", seconds.div_ceil(60)),
    },
    failed: |students| {
        format!("The grader itself failed at the submission of {students}, which has no verdict. Please report it.")
    },
    stopped: |judged, command| format!("Stopped. What was finished is kept ({judged} now). To go on:\n  {command}"),
    stopping: "Stopping …",
    no_signal: |error| format!("Ctrl-C will end the grader at once; what was finished is kept all the same: {error}"),
    again: |again, differing| match differing {
        "" => format!("Judged again: {again}, with the same verdicts as before."),
        _ => format!("Judged again: {again}. Another verdict than before: {differing}"),
    },
    done: |here, of, judged, doubtful| {
        let missing = if here < of { format!(" of {of}") } else { String::new() };
        let now = if judged == 0 { ", none of them now".into() } else { format!(", {judged} different ones now") };
        let doubtful =
            if doubtful == 0 { String::new() } else { format!("; {doubtful} need a person, see the report") };
        format!("{here}{missing} submissions graded{now}{doubtful}.")
    },
    report_at: |out| format!("The report: {}", out.join("report.html").display()),
    disagree: |one, other| {
        format!("{one} and {other} handed in the same, and got different verdicts: judge both again with --regrade")
    },
    merged: |shards, students| format!("{shards} shards merged: {students} submissions."),
    written: |path| format!("Written: {}", path.display()),
};

static ES: Words = Words {
    tier: |tier| match tier {
        Tier::Namespaces => {
            "Nivel 3: los programas corren en sus propios namespaces, tras Landlock, seccomp y límites.".into()
        }
        Tier::Limits => {
            "Nivel 2: los programas corren tras Landlock, seccomp y límites, en la red de esta máquina.".into()
        }
        Tier::Group => "Nivel 1, solo práctica: nada protege a esta máquina de un programa ajeno.".into(),
    },
    nobody: |name| format!("{name} no es estudiante de este curso ni un ejercicio"),
    names_are: "cada estudiante se nombra como su carpeta o archivo; un ejercicio, por su número o su nombre",
    inside: |out, submissions| {
        format!("{} está dentro de {}, y sería una entrega más", out.display(), submissions.display())
    },
    outside: "indica una carpeta de afuera con --out",
    kept: |kept| format!("Evaluadas antes, y guardadas: {kept}."),
    judged_otherwise: "Las pruebas, el evaluador o el compilador no son los de la última vez: lo que evaluaron no cuenta, y \
                       se evalúa de nuevo.",
    left: |left| match left.as_secs() {
        0..=90 => format!("faltan unos {} s", left.as_secs().max(1)),
        seconds => format!("faltan unos {} min", seconds.div_ceil(60)),
    },
    failed: |students| {
        format!("El propio evaluador falló con la entrega de {students}, que queda sin veredicto. Avísanos, por favor.")
    },
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
            1 => ", 1 recién ahora".into(),
            _ => format!(", {judged} distintas recién ahora"),
        };
        let doubtful =
            if doubtful == 0 { String::new() } else { format!("; hay que revisar {doubtful} a mano, ver el informe") };
        format!("{here}{missing} entregas evaluadas{now}{doubtful}.")
    },
    report_at: |out| format!("El informe: {}", out.join("report.html").display()),
    disagree: |one, other| {
        format!("{one} y {other} entregaron lo mismo, con veredictos distintos: evalúalas de nuevo con --regrade")
    },
    merged: |shards, students| format!("Se juntaron {shards} partes: {students} entregas."),
    written: |path| format!("Escrito: {}", path.display()),
};
