//! What `cargo lab solution` says.

use enchufe::words::Lang;

pub struct Words {
    pub help: &'static str,
    pub which_exercise: &'static str,
    pub hand_out: &'static str,
    pub no_solution: fn(&str) -> String,
    /// What to do without a solution.
    pub instead: fn(&str) -> String,
    pub gone: fn(&str) -> String,
    pub stub_or_whole: fn(&str) -> String,
    // Why somebody is asked first.
    pub untouched: fn(&str) -> String,
    pub unknown: fn(&str) -> String,
    pub did_not_compile: fn(&str) -> String,
    pub begun: fn(&str) -> String,
    pub ask: &'static str,
    /// The answers that mean yes.
    pub yes: &'static [&'static str],
    pub nobody_to_ask: &'static str,
    pub not_shown: &'static str,
    // The comparison.
    pub title: &'static str,
    pub yours: &'static str,
    pub solution: &'static str,
    pub left_out: &'static str,
    pub no_difference: &'static str,
    pub another_way: fn(&str) -> String,
}

pub fn solution(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    help: "\
cargo lab solution EXERCISE     where the solution differs from your program

  --whole   the solution's file, from the first line to the last
  --yes     does not ask, though not all tests pass yet

Lines with `-` are yours, lines with `+` are the solution's; the numbers in
front are those of the two files. The solution is one right program of many:
where yours passes the tests and differs, it is as right. Read its comments:
they stand where the mistakes live.
",
    which_exercise: "which exercise? By number or by name",
    hand_out: "this copy of the workbook has no solutions: who handed it out has kept them",
    no_solution: |path| format!("{path} is not in this copy of the workbook"),
    instead: |exercise| format!("a hint goes a long way: cargo lab hint {exercise}"),
    gone: |file| format!("{file} is not there, so nothing can be compared with the solution"),
    stub_or_whole: |exercise| {
        format!("cargo lab reset {exercise} (the file as it came), or cargo lab solution {exercise} --whole")
    },
    untouched: |exercise| format!("{exercise}: you have not written anything yet."),
    unknown: |exercise| {
        format!("{exercise}: your program, as it is now, has not been graded yet (cargo lab test {exercise}).")
    },
    did_not_compile: |exercise| format!("{exercise}: your program does not compile yet."),
    begun: |exercise| format!("{exercise}: not all tests pass yet."),
    ask: "What you find yourself, you keep. Show the solution all the same? [y/N]",
    yes: &["y", "yes"],
    nobody_to_ask: "The solution is not shown without asking, and here is no terminal to ask on.",
    not_shown: "Good: it will be there later. A hint instead?",
    title: "your program and the solution",
    yours: "yours",
    solution: "the solution",
    left_out: "The task at the top of the file and the comments that came with it are left out.",
    no_difference: "No difference: your program is the solution, but for the task and its comments.",
    another_way: |exercise| {
        format!(
            "The two go about it in different ways, so line by line they have little in common. Better to read: \
             cargo lab solution {exercise} --whole"
        )
    },
};

static ES: Words = Words {
    help: "\
cargo lab solution EJERCICIO   en qué se distingue la solución de tu programa

  --whole   el archivo de la solución, de la primera línea a la última
  --yes     no pregunta, aunque todavía no pasen todas las pruebas

Las líneas con `-` son tuyas, las con `+` son de la solución; los números de
la izquierda son los de cada archivo. La solución es un programa correcto
entre muchos: si el tuyo pasa las pruebas y es distinto, está igual de bien.
Lee sus comentarios (en inglés): están donde viven los errores.
",
    which_exercise: "¿qué ejercicio? Dilo por número o por nombre",
    hand_out: "esta copia del cuaderno no trae soluciones: se las guardó quien la repartió",
    no_solution: |path| format!("{path} no está en esta copia del cuaderno"),
    instead: |exercise| format!("una ayuda sirve harto: cargo lab hint {exercise}"),
    gone: |file| format!("no está {file}, así que no hay qué comparar con la solución"),
    stub_or_whole: |exercise| {
        format!("cargo lab reset {exercise} (el archivo como venía), o cargo lab solution {exercise} --whole")
    },
    untouched: |exercise| format!("{exercise}: todavía no escribes nada."),
    unknown: |exercise| {
        format!("{exercise}: tu programa, tal como está, todavía no se ha evaluado (cargo lab test {exercise}).")
    },
    did_not_compile: |exercise| format!("{exercise}: tu programa todavía no compila."),
    begun: |exercise| format!("{exercise}: todavía no pasan todas las pruebas."),
    ask: "Lo que uno descubre solo no se olvida. ¿Mostrar la solución de todos modos? [s/N]",
    yes: &["s", "sí", "si", "y", "yes"],
    nobody_to_ask: "La solución no se muestra sin preguntar, y aquí no hay un terminal donde preguntarte.",
    not_shown: "Bien: ahí estará más adelante. ¿Y si pides una ayuda?",
    title: "tu programa y la solución",
    yours: "tuyo",
    solution: "la solución",
    left_out: "Se dejó fuera la tarea que encabeza el archivo y los comentarios que venían con ella.",
    no_difference: "No hay diferencias: tu programa es la solución, salvo la tarea y sus comentarios.",
    another_way: |exercise| {
        format!(
            "Los dos lo hacen de maneras distintas, así que línea por línea tienen poco en común. Se lee mejor: \
             cargo lab solution {exercise} --whole"
        )
    },
};
