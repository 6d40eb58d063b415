//! What is wrong with a block.

use std::path::Path;

use enchufe::words::Lang;

pub struct Words {
    pub unknown_key: fn(&str, &str) -> String,
    pub missing_key: fn(&str) -> String,
    pub not_a_text: fn(&str) -> String,
    pub not_a_truth: fn(&str) -> String,
    pub not_toml: fn(&str) -> String,
    pub unknown_kind: fn(&str, &str) -> String,
    pub bad_id: fn(&str) -> String,
    pub options_wanted: &'static str,
    pub option_keys: fn(usize, &str) -> String,
    pub option_key_missing: fn(usize, &str) -> String,
    pub one_right: fn(usize) -> String,
    pub no_such_exercise: fn(&str, &str) -> String,
    pub other_chapter: fn(&str, &str) -> String,
    pub by_exercise_or_symptom: &'static str,
    pub not_recorded: fn(&Path) -> String,
    pub bad_recording: fn(&Path, &str) -> String,
    pub exercises_or_mistakes: &'static str,
    pub no_matrix: fn(&str) -> String,
    pub bad_matrix: fn(&str) -> String,
}

pub fn blocks() -> &'static Words {
    match super::spoken() {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    unknown_key: |key, known| format!("no key `{key}` here; there are: {known}"),
    missing_key: |key| format!("the key `{key}` is missing"),
    not_a_text: |key| format!("the key `{key}` must be a text that is not empty"),
    not_a_truth: |key| format!("the key `{key}` must be true or false"),
    not_toml: |why| format!("this is no TOML: {why}"),
    unknown_kind: |name, known| format!("no block and no language is called `{name}`; there are: {known}"),
    bad_id: |id| format!("`{id}` is no id: small letters, digits and dashes"),
    options_wanted: "a quiz has 3 or 4 `[[option]]`",
    option_keys: |number, key| format!("option {number}: no key `{key}` here; there are: text, why, right"),
    option_key_missing: |number, key| format!("option {number}: `{key}` must be a text that is not empty"),
    one_right: |count| format!("one option must have `right = true`; {count} have"),
    no_such_exercise: |slug, known| format!("there is no exercise `{slug}`; there are: {known}"),
    other_chapter: |slug, chapter| format!("the manifest of `{slug}` says that its chapter is {chapter}.md"),
    by_exercise_or_symptom: "`by` must be \"exercise\" or \"symptom\"",
    not_recorded: |path| format!("{} is missing: cargo lab book record", path.display()),
    bad_recording: |path, why| format!("{}: {why}. Record it again: cargo lab book record", path.display()),
    exercises_or_mistakes: "`show` must be \"exercises\" or \"mistakes\"",
    no_matrix: |path| format!("{path} is missing: cargo run -- matrix, in tools/evidence"),
    bad_matrix: |path| format!("{path} is no matrix. Make it again: cargo run -- matrix, in tools/evidence"),
};

static ES: Words = Words {
    unknown_key: |key, known| format!("aquí no hay una clave `{key}`; hay: {known}"),
    missing_key: |key| format!("falta la clave `{key}`"),
    not_a_text: |key| format!("la clave `{key}` tiene que ser un texto que no esté vacío"),
    not_a_truth: |key| format!("la clave `{key}` tiene que ser true o false"),
    not_toml: |why| format!("esto no es TOML: {why}"),
    unknown_kind: |name, known| format!("ningún bloque ni lenguaje se llama `{name}`; hay: {known}"),
    bad_id: |id| format!("`{id}` no es un id: minúsculas, dígitos y guiones"),
    options_wanted: "un quiz tiene 3 o 4 `[[option]]`",
    option_keys: |number, key| format!("opción {number}: aquí no hay una clave `{key}`; hay: text, why, right"),
    option_key_missing: |number, key| format!("opción {number}: `{key}` tiene que ser un texto que no esté vacío"),
    one_right: |count| format!("una opción tiene que decir `right = true`; lo dicen {count}"),
    no_such_exercise: |slug, known| format!("no hay un ejercicio `{slug}`; hay: {known}"),
    other_chapter: |slug, chapter| format!("el manifiesto de `{slug}` dice que su capítulo es {chapter}.md"),
    by_exercise_or_symptom: "`by` tiene que ser \"exercise\" o \"symptom\"",
    not_recorded: |path| format!("falta {}: cargo lab book record", path.display()),
    bad_recording: |path, why| format!("{}: {why}. Grábalo de nuevo: cargo lab book record", path.display()),
    exercises_or_mistakes: "`show` tiene que ser \"exercises\" o \"mistakes\"",
    no_matrix: |path| format!("falta {path}: cargo run -- matrix, en tools/evidence"),
    bad_matrix: |path| format!("{path} no es una matriz. Hazla de nuevo: cargo run -- matrix, en tools/evidence"),
};
