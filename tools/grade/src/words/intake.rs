//! What is said of submissions that are taken in.

use std::path::Path;

use enchufe::words::Lang;

use crate::intake::Reason;

pub struct Words {
    pub reason: fn(Reason) -> &'static str,
    pub no_such_folder: fn(&Path) -> String,
    pub give_the_folder: &'static str,
    pub is_one_submission: fn(&Path) -> String,
    pub give_its_parent: &'static str,
    pub nothing_there: fn(&Path) -> String,
    pub what_a_submission_is: &'static str,
    /// A student's name and the two that have it.
    pub same_student: fn(&str, &str, &str) -> String,
    pub keep_one: &'static str,
    pub left_out: fn(&str) -> String,
    /// How many students have several entries, and some of their names.
    pub together: fn(usize, &str) -> String,
}

pub fn intake(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    reason: |reason| match reason {
        Reason::Damaged => "it is damaged or cut off",
        Reason::NotAnArchive => "it is named like an archive, and is none",
        Reason::UnknownArchive => "this kind of archive is not opened; hand in a folder, .zip, .tar or .tar.gz",
        Reason::Encrypted => "it is encrypted",
        Reason::UnknownCompression => "it is compressed in a way that is not read here",
        Reason::Bomb => "it grows far beyond what anybody hands in",
        Reason::TooManyEntries => "there are more than 20,000 entries, and the rest was not looked at",
        Reason::TwoSubmissions => "another one of the same student has another file at the same place",
        Reason::Unreadable => "it could not be read",
        Reason::AnotherCopy => "another copy of the exercises was taken",
        Reason::Elsewhere => "a Rust file that does not lie at exercises/NAME/src",
        Reason::HardLink => "it is a hard link",
        Reason::Climbs => "its path leads out of the submission",
        Reason::AbsolutePath => "its path begins at the root of a disk",
        Reason::OddName => "its name holds characters that are not taken",
        Reason::Symlink => "it is a link",
        Reason::Special => "it is a device, a pipe or a socket",
        Reason::Duplicate => "the same path comes again later, and that one was taken",
        Reason::CaseCollision => "the same name but for capitals was taken",
        Reason::TooBig => "it is larger than 1 MiB",
        Reason::TooMany => "there are more than 200 files",
        Reason::TooMuch => "the files have more than 8 MiB together",
        Reason::TooDeep => "its path is too long or too deep",
        Reason::NestedArchive => "an archive inside a submission is not opened",
        Reason::UnknownExercise => "it belongs to no exercise of the workbook",
        Reason::MacOs => "macOS adds it, and nobody needs it",
        Reason::NotJudged => "only .rs files at exercises/NAME/src are judged",
        Reason::More => "not listed one by one",
    },
    no_such_folder: |path| format!("there is no folder {}", path.display()),
    give_the_folder: "give the folder that holds the submissions: one folder or archive for each student",
    is_one_submission: |path| format!("{} is one submission, not a folder of submissions", path.display()),
    give_its_parent: "put it into a folder, under the student's name, and give that folder",
    nothing_there: |path| format!("there is no submission in {}", path.display()),
    what_a_submission_is: "a submission is a folder, .zip, .tar or .tar.gz with the student's name",
    same_student: |student, first, second| format!("two submissions are named {student}: {first} and {second}"),
    keep_one: "keep the one that counts, or give the other another name",
    left_out: |names| format!("Not submissions, and left out: {names}"),
    together: |count, names| match count {
        1 => format!("The files of one student lie apart, and are taken as one submission: {names}"),
        _ => format!("The files of {count} students lie apart, and are taken as one submission of each: {names}"),
    },
};

static ES: Words = Words {
    reason: |reason| match reason {
        Reason::Damaged => "está dañado o cortado",
        Reason::NotAnArchive => "se llama como un archivo comprimido, y no lo es",
        Reason::UnknownArchive => "esta clase de archivo no se abre; entrega una carpeta, .zip, .tar o .tar.gz",
        Reason::Encrypted => "está cifrado",
        Reason::UnknownCompression => "está comprimido de una forma que aquí no se lee",
        Reason::Bomb => "crece mucho más de lo que alguien entrega",
        Reason::TooManyEntries => "hay más de 20.000 entradas, y el resto no se miró",
        Reason::TwoSubmissions => "otra de la misma persona trae otro archivo en el mismo lugar",
        Reason::Unreadable => "no se pudo leer",
        Reason::AnotherCopy => "se tomó otra copia de los ejercicios",
        Reason::Elsewhere => "un archivo de Rust que no está en exercises/NOMBRE/src",
        Reason::HardLink => "es un enlace duro",
        Reason::Climbs => "su ruta sale de la entrega",
        Reason::AbsolutePath => "su ruta parte en la raíz de un disco",
        Reason::OddName => "su nombre tiene caracteres que no se toman",
        Reason::Symlink => "es un enlace",
        Reason::Special => "es un dispositivo, un pipe o un socket",
        Reason::Duplicate => "la misma ruta viene de nuevo después, y se tomó esa",
        Reason::CaseCollision => "se tomó el mismo nombre con otras mayúsculas",
        Reason::TooBig => "mide más de 1 MiB",
        Reason::TooMany => "hay más de 200 archivos",
        Reason::TooMuch => "los archivos suman más de 8 MiB",
        Reason::TooDeep => "su ruta es demasiado larga o profunda",
        Reason::NestedArchive => "un archivo comprimido dentro de una entrega no se abre",
        Reason::UnknownExercise => "no es de ningún ejercicio del cuaderno",
        Reason::MacOs => "lo agrega macOS, y nadie lo necesita",
        Reason::NotJudged => "solo se evalúan los archivos .rs de exercises/NOMBRE/src",
        Reason::More => "no se nombran uno por uno",
    },
    no_such_folder: |path| format!("no existe la carpeta {}", path.display()),
    give_the_folder: "indica la carpeta con las entregas: una carpeta o un archivo comprimido por estudiante",
    is_one_submission: |path| format!("{} es una sola entrega, no una carpeta con entregas", path.display()),
    give_its_parent: "ponla dentro de una carpeta, con el nombre de quien la entregó, e indica esa carpeta",
    nothing_there: |path| format!("no hay ninguna entrega en {}", path.display()),
    what_a_submission_is: "una entrega es una carpeta, .zip, .tar o .tar.gz con el nombre de quien entrega",
    same_student: |student, first, second| format!("dos entregas se llaman {student}: {first} y {second}"),
    keep_one: "deja la que cuenta, o ponle otro nombre a la otra",
    left_out: |names| format!("No son entregas, y quedan fuera: {names}"),
    together: |count, names| match count {
        1 => format!("Lo que entregó una persona viene por separado, y se toma como una sola entrega: {names}"),
        _ => format!(
            "Lo que entregaron {count} personas viene por separado, y se toma como una entrega de cada una: {names}"
        ),
    },
};
