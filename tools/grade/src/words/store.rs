//! What is said of a REPORT's folder, and of merging several.

use std::path::Path;

use enchufe::words::Lang;

use crate::shard::Shard;

pub struct Words {
    pub locked: fn(&Path, &str) -> String,
    pub wait_for_it: &'static str,
    pub other_form: fn(&Path) -> String,
    pub another_report: &'static str,
    pub not_a_report: fn(&Path) -> String,
    pub another_class: fn(&Path, &str) -> String,
    pub choose_another_folder: &'static str,
    pub make_room: &'static str,
    pub no_results: fn(&Path) -> String,
    pub grade_first: &'static str,
    pub bad_line: fn(&Path, usize, &serde_json::Error) -> String,
    /// `class.json` and `results.jsonl` do not belong together.
    pub of_two_runs: fn(&Path) -> String,
    pub grade_again: &'static str,

    // Merging.
    pub no_shard: fn(&Path) -> String,
    pub shard_first: &'static str,
    pub shard_twice: fn(Shard, &Path, &Path) -> String,
    pub each_once: &'static str,
    /// How many are missing, and one of them.
    pub unfinished: fn(&Path, Shard, usize, &str) -> String,
    pub finish_it: &'static str,
    pub not_together: fn(&Path, &Path, &str) -> String,
    pub students: &'static str,
    pub version: &'static str,
    pub exercises: &'static str,
    pub same_everywhere: &'static str,
    pub other_count: fn(u32, Shard) -> String,
    pub nothing_to_merge: &'static str,
    pub missing_shards: fn(&str) -> String,
    pub give_all: &'static str,
}

pub fn store(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    locked: |report, holder| format!("another grader works on {} ({holder})", report.display()),
    wait_for_it: "wait until it ends, or end it; what it has finished is kept",
    other_form: |path| format!("{} was not written by this grader", path.display()),
    another_report: "give another folder with --out, and leave this one as it is",
    not_a_report: |report| format!("{} holds other things, and is no report of this grader", report.display()),
    another_class: |report, student| {
        format!("{} is the report of another class, with {student}, for example", report.display())
    },
    choose_another_folder: "give a new folder with --out",
    make_room: "make room there; then the same command goes on where it ended",
    no_results: |report| format!("there are no results in {}", report.display()),
    grade_first: "grade first: cargo lab grade SUBMISSIONS --out REPORT",
    bad_line: |path, line, error| format!("{}:{line} does not read: {error}", path.display()),
    of_two_runs: |report| {
        format!("class.json and results.jsonl in {} are of two runs: the last one broke off", report.display())
    },
    grade_again: "the command with which it was graded writes it anew, and judges nothing again",
    no_shard: |report| format!("{} is not a shard of a class", report.display()),
    shard_first: "shards are graded with --shard 1/4, --shard 2/4, and so on",
    shard_twice: |shard, one, other| format!("shard {shard} is given twice: {} and {}", one.display(), other.display()),
    each_once: "give each shard once",
    unfinished: |report, shard, missing, student| {
        format!("shard {shard} in {} is not finished: {missing} are missing, {student} for example", report.display())
    },
    finish_it: "the command with which it was graded goes on where it ended",
    not_together: |one, other, what| {
        format!("{} and {} do not belong together: {what} differ", one.display(), other.display())
    },
    students: "the students",
    version: "the tests, the grader, the compilers or ENCHUFE_PATIENCE",
    exercises: "the exercises",
    same_everywhere: "grade all shards with the same submissions, workbook, compiler, patience, rules and N of --shard I/N",
    other_count: |count, shard| format!("a class in {count} shards has no shard {shard}"),
    nothing_to_merge: "there is nothing to merge",
    missing_shards: |shards| format!("missing: shard {shards}"),
    give_all: "give the report of every shard",
};

static ES: Words = Words {
    locked: |report, holder| format!("otro evaluador trabaja en {} ({holder})", report.display()),
    wait_for_it: "espera a que termine, o termínalo; lo que haya terminado queda guardado",
    other_form: |path| format!("{} no lo escribió este evaluador", path.display()),
    another_report: "indica otra carpeta con --out, y deja esta como está",
    not_a_report: |report| format!("{} tiene otras cosas, y no es un informe de este evaluador", report.display()),
    another_class: |report, student| {
        format!("{} es el informe de otro curso, por ejemplo con {student}", report.display())
    },
    choose_another_folder: "indica una carpeta nueva con --out",
    make_room: "haz espacio ahí; después el mismo comando sigue donde terminó",
    no_results: |report| format!("no hay resultados en {}", report.display()),
    grade_first: "evalúa primero: cargo lab grade ENTREGAS --out INFORME",
    bad_line: |path, line, error| format!("{}:{line} no se puede leer: {error}", path.display()),
    of_two_runs: |report| {
        format!("class.json y results.jsonl en {} son de dos ejecuciones: la última se cortó", report.display())
    },
    grade_again: "el comando con que se evaluó lo escribe de nuevo, sin evaluar nada otra vez",
    no_shard: |report| format!("{} no es una parte de un curso", report.display()),
    shard_first: "las partes se evalúan con --shard 1/4, --shard 2/4, y así",
    shard_twice: |shard, one, other| {
        format!("la parte {shard} está dos veces: {} y {}", one.display(), other.display())
    },
    each_once: "indica cada parte una vez",
    unfinished: |report, shard, missing, student| {
        format!("la parte {shard} en {} no está completa: faltan {missing}, por ejemplo {student}", report.display())
    },
    finish_it: "el comando con que se evaluó sigue donde terminó",
    not_together: |one, other, what| {
        format!("{} y {} no van juntos: se diferencian en {what}", one.display(), other.display())
    },
    students: "sus estudiantes",
    version: "las pruebas, el evaluador, los compiladores o ENCHUFE_PATIENCE",
    exercises: "los ejercicios",
    same_everywhere: "evalúa todas las partes con las mismas entregas, cuaderno, compilador, paciencia, reglas y N de --shard I/N",
    other_count: |count, shard| format!("un curso en {count} partes no tiene la parte {shard}"),
    nothing_to_merge: "no hay nada que juntar",
    missing_shards: |shards| format!("falta la parte {shards}"),
    give_all: "indica el informe de cada parte",
};
