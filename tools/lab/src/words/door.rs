//! What is said at the doors to the other tools.

use enchufe::words::Lang;

pub struct Words {
    pub not_in_this_copy: fn(&str) -> String,
    /// What to do without a tool.
    pub instead: fn(&str) -> &'static str,
    pub compiles_first: fn(&str) -> String,
    pub compiles_again: fn(&str) -> String,
}

pub fn door(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    not_in_this_copy: |tool| format!("cargo lab {tool}: this copy of the workbook has no tools/{tool}"),
    instead: |tool| match tool {
        "book" => "the pages of the mistakes are here: cargo lab explain --list",
        "play" => "play in the terminal: cargo lab run cachipun-server, and in two more: cargo lab run cachipun-player",
        _ => "grading a class is for instructors, with the whole workbook; for your own program: cargo lab test",
    },
    compiles_first: |folder| {
        format!("Compiling {folder} for the first time. That takes some minutes; from then on it starts at once.")
    },
    compiles_again: |folder| format!("Compiling {folder}, which has changed. That may take a while."),
};

static ES: Words = Words {
    not_in_this_copy: |tool| format!("cargo lab {tool}: esta copia del cuaderno no trae tools/{tool}"),
    instead: |tool| match tool {
        "book" => "las páginas de los errores están aquí: cargo lab explain --list",
        "play" => "juega en la terminal: cargo lab run cachipun-server, y en otras dos: cargo lab run cachipun-player",
        _ => "evaluar un curso es cosa de docentes, con el cuaderno completo; para tu programa: cargo lab test",
    },
    compiles_first: |folder| {
        format!("Compilando {folder} por primera vez. Demora unos minutos; después parte al tiro.")
    },
    compiles_again: |folder| format!("Compilando {folder}, que cambió. Puede demorar un rato."),
};
