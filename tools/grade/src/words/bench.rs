//! What is said when nothing can be judged.

use std::path::Path;

use enchufe::words::Lang;

pub struct Words {
    pub tests_do_not_compile: fn(&str, &str) -> String,
    pub no_planted_rule: fn(&str) -> String,
    /// A folder that whoever programs run as cannot enter, and one in it that they must reach.
    pub closed_to_others: fn(&Path, &Path) -> String,
    pub open_it: fn(&Path) -> String,
    pub set_patience: &'static str,
}

pub fn bench(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    tests_do_not_compile: |slug, errors| format!("the graded tests of {slug} do not compile:\n{errors}"),
    no_planted_rule: |slug| {
        format!("a program that does nothing passes every test of {slug}: nothing can be judged by them")
    },
    closed_to_others: |folder, inside| {
        format!(
            "at tier 2 root runs each program as another user, and {} does not let others through to {}",
            folder.display(),
            inside.display()
        )
    },
    open_it: |folder| {
        format!(
            "chmod o+x {}, or have the workbook and REPORT in a folder that everybody may enter, such as one in /srv",
            folder.display()
        )
    },
    set_patience: "with ENCHUFE_PATIENCE=5 the tests wait five times as long; unset ENCHUFE_PATIENCE takes it away",
};

static ES: Words = Words {
    tests_do_not_compile: |slug, errors| format!("las pruebas de {slug} no compilan:\n{errors}"),
    no_planted_rule: |slug| {
        format!("un programa que no hace nada pasa todas las pruebas de {slug}: con ellas no se puede evaluar nada")
    },
    closed_to_others: |folder, inside| {
        format!(
            "en el nivel 2 root corre cada programa como otro usuario, y {} no deja pasar a otros hasta {}",
            folder.display(),
            inside.display()
        )
    },
    open_it: |folder| {
        format!(
            "chmod o+x {}, o deja el cuaderno y el INFORME en una carpeta donde entre cualquiera, por ejemplo en /srv",
            folder.display()
        )
    },
    set_patience: "con ENCHUFE_PATIENCE=5 las pruebas esperan cinco veces más; unset ENCHUFE_PATIENCE la quita",
};
