//! What is said when files are written for others: a class, JPlag, Dolos.

use std::io;
use std::path::Path;

use enchufe::words::Lang;

pub struct Words {
    pub not_new: fn(&Path) -> String,
    pub give_new: &'static str,
    pub inside_workbook: fn(&Path) -> String,
    pub outside: &'static str,
    pub no_stub: fn(&str, &io::Error) -> String,
    pub restore: &'static str,
    pub test_not_found: fn(&Path) -> String,
    pub rustfmt: &'static str,
    /// A page, how what is cut begins, and how it ends.
    pub mark_not_closed: fn(&Path, &str, &str) -> String,
    pub needs_missing: fn(&Path, &str) -> String,
    /// Where, how many files, and those that name a hidden test all the same.
    pub handed_out: fn(&Path, usize, &[String]) -> String,
    /// Where, one of the exercises, and how many students.
    pub layout: fn(&Path, &str, usize) -> String,
}

pub fn handout(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

/// The command lines of both tools, for one exercise.
fn commands(out: &Path, exercise: &str) -> String {
    let folder = out.join(exercise);
    let folder = folder.display();
    format!(
        "  java -jar jplag.jar -l rust -bc {folder}/base -r jplag-{exercise} {folder}/submissions\n  \
         dolos run -l rust -i {folder}/base/main.rs -f web {folder}/info.csv"
    )
}

static EN: Words = Words {
    not_new: |path| format!("{} is there already", path.display()),
    give_new: "give a folder that is not there yet",
    inside_workbook: |path| format!("{} lies in the workbook", path.display()),
    outside: "give a folder outside",
    no_stub: |exercise, error| format!("{exercise} as it comes is not there: {error}"),
    restore: "bring the workbook back to how it came: git status shows what differs",
    test_not_found: |path| format!("a hidden rule is not found in {}", path.display()),
    rustfmt: "a test begins with `fn name(` and ends with `}` at the left edge: cargo fmt",
    mark_not_closed: |path, from, to| format!("{}: {from} and {to} do not come in pairs", path.display()),
    needs_missing: |manifest, path| format!("{} needs {path}, which is not handed out", manifest.display()),
    handed_out: |to, files, naming| {
        let warning = match naming {
            [] => String::new(),
            naming => format!("\nThese still name a hidden rule; look at them: {}", naming.join(", ")),
        };
        format!("Written: {}, {files} files, without solutions and hidden tests.{warning}", to.display())
    },
    layout: |out, exercise, students| {
        format!(
            "Written: {}, {students} submissions. One exercise at a time:\n{}",
            out.display(),
            commands(out, exercise)
        )
    },
};

static ES: Words = Words {
    not_new: |path| format!("{} ya existe", path.display()),
    give_new: "indica una carpeta que todavía no exista",
    inside_workbook: |path| format!("{} está dentro del cuaderno", path.display()),
    outside: "indica una carpeta de afuera",
    no_stub: |exercise, error| format!("{exercise} como viene no está: {error}"),
    restore: "deja el cuaderno como venía: git status muestra qué cambió",
    test_not_found: |path| format!("una regla oculta no se encuentra en {}", path.display()),
    rustfmt: "una prueba parte con `fn nombre(` y termina con `}` en el borde izquierdo: cargo fmt",
    mark_not_closed: |path, from, to| format!("{}: {from} y {to} no vienen de a pares", path.display()),
    needs_missing: |manifest, path| format!("{} necesita {path}, que no se entrega", manifest.display()),
    handed_out: |to, files, naming| {
        let warning = match naming {
            [] => String::new(),
            naming => format!("\nEstos todavía nombran una regla oculta; míralos: {}", naming.join(", ")),
        };
        format!("Escrito: {}, {files} archivos, sin soluciones ni pruebas ocultas.{warning}", to.display())
    },
    layout: |out, exercise, students| {
        format!("Escrito: {}, {students} entregas. Un ejercicio a la vez:\n{}", out.display(), commands(out, exercise))
    },
};
