//! What stands on the pages: the class's and the students'.

use enchufe::words::Lang;

use crate::report::standing::Standing;
use crate::result::Tier;

pub struct Words {
    // The class's page.
    pub title: &'static str,
    /// When the file was written: a date follows.
    pub written: &'static str,
    pub on_this_page: &'static str,
    pub students_label: &'static str,
    pub students_what: &'static str,
    pub needs_a_person: &'static str,
    pub tier: &'static str,
    pub tier_is: fn(Tier) -> String,
    pub version: &'static str,
    pub nobody: &'static str,
    pub nothing: &'static str,
    pub tampering: &'static str,
    pub group: &'static str,
    pub submission: &'static str,
    pub back: &'static str,
    pub ignored: &'static str,
    pub ignored_what: &'static str,
    /// Files that nobody misses, and one of them.
    pub usual: fn(usize, &str) -> String,

    // The table.
    pub grades: &'static str,
    pub student: &'static str,
    pub points: &'static str,
    pub exercise: &'static str,
    pub state: &'static str,
    pub standing: fn(Standing) -> &'static str,
    pub mean: &'static str,
    pub solved_by: &'static str,
    pub find: &'static str,
    pub show: &'static str,
    pub everybody: &'static str,
    pub not_solved: fn(&str) -> String,
    /// `{0}` are shown of `{1}`: the script fills it in.
    pub shown_of: &'static str,

    // What the class misunderstood, and who is stuck.
    pub misunderstood: &'static str,
    pub misunderstood_what: &'static str,
    pub stuck: &'static str,
    pub stuck_what: &'static str,
    pub students: fn(usize) -> String,
    /// So many of all who worked on it.
    pub students_of: fn(usize, usize) -> String,
    pub its_page: &'static str,
    pub who: &'static str,
    /// So many mistakes that one student each has made, and whether others stand before them.
    pub made_by_one: fn(usize, bool) -> String,

    // One exercise of one student.
    pub points_of: fn(&str, &str) -> String,
    pub rules_hold: fn(usize, usize) -> String,
    pub hidden_hold: fn(usize, usize) -> String,
    pub they_hold: &'static str,
    pub skipped: &'static str,
    pub hidden: &'static str,
    pub submitted: &'static str,
    pub late_label: &'static str,
    /// The sign behind a name.
    pub see_person: &'static str,
    /// What stands behind the points of whoever was late.
    pub taken_off: &'static str,
    /// Days, what it costs, and of how many points.
    pub late: fn(u32, &str, &str) -> String,
    /// When it was due, and when it was handed in.
    pub late_since: fn(&str, &str) -> String,

    // A student's page.
    pub your_title: &'static str,
    pub may_change: &'static str,
    pub nothing_taken: &'static str,
    /// What to do about a program that does not compile.
    pub compile_first: fn(&str) -> String,
    pub ignored_yours: &'static str,
    pub how_to_read: &'static str,
    pub signs: &'static [(&'static str, &'static str)],
}

pub fn report(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    title: "The class's grades",
    written: "Written",
    on_this_page: "On this page",
    students_label: "Students",
    students_what: "Each exercise with its first failing rule in full. The student's own page has all of them.",
    needs_a_person: "Needs a person",
    tier: "Isolation",
    tier_is: |tier| {
        let is = match tier {
            Tier::Namespaces => "namespaces, Landlock, limits",
            Tier::Limits => "Landlock and limits; no namespaces for each program",
            Tier::Group => "none: practice only",
        };
        format!("tier {tier} ({is})")
    },
    version: "Version",
    nobody: "Nobody.",
    nothing: "Nothing.",
    tampering: "Looks like a trick",
    group: "group",
    submission: "submission",
    back: "Back to the table",
    ignored: "Files that were not taken",
    ignored_what: "Only the Rust files of known exercises are judged. The rest has no influence on the points.",
    usual: |count, example| match count {
        1 => format!("{example}: not needed"),
        _ => format!("{count} that are not needed, such as {example}"),
    },
    grades: "Grades",
    student: "Student",
    points: "Points",
    exercise: "Exercise",
    state: "State",
    standing: |standing| match standing {
        Standing::Solved => "all rules hold",
        Standing::Part => "some rules hold",
        Standing::NoRule => "no rule holds",
        Standing::Untouched => "not written yet",
        Standing::NotCompiled => "does not compile",
        Standing::NotSubmitted => "not handed in",
        Standing::LabError => "the lab failed: a person must look",
        Standing::Doubtful => "in doubt: a person must look",
    },
    mean: "Mean",
    solved_by: "Solved by",
    find: "Find a student",
    show: "Show",
    everybody: "everybody",
    not_solved: |exercise| format!("has not solved {exercise}"),
    shown_of: "{0} of {1} shown",
    misunderstood: "What the class misunderstood",
    misunderstood_what: "The mistakes that the evidence points to, by how many of those who worked on the exercise made \
                         them, each with a question to ask in class.",
    stuck: "Who is stuck at the same place",
    stuck_what: "The same rule is their first that does not hold, for the same reason.",
    students: |count| if count == 1 { "1 student".into() } else { format!("{count} students") },
    students_of: |count, of| format!("{count} of {of}"),
    its_page: "Its page",
    who: "Who",
    made_by_one: |count, is_more| {
        let more = if is_more { " more" } else { "" };
        match count {
            1 => format!("1{more} mistake, made by one student"),
            _ => format!("{count}{more} mistakes, each made by one student"),
        }
    },
    points_of: |points, max| format!("{points} of {max} points"),
    rules_hold: |holding, of| match of {
        1 => format!("{holding} of 1 rule holds."),
        _ => format!("{holding} of {of} rules hold."),
    },
    hidden_hold: |holding, of| format!("Of the rules that are not shown, {holding} of {of}."),
    they_hold: "These hold",
    skipped: "Skipped, and counted neither way",
    hidden: "hidden",
    submitted: "handed in",
    late_label: "Late",
    see_person: "behind a name: see Needs a person",
    taken_off: "taken off for lateness already",
    late: |days, penalty, raw| {
        let days = if days == 1 { "1 day".into() } else { format!("{days} days") };
        format!("{days} late: {penalty} of {raw} points are taken off.")
    },
    late_since: |due, submitted| format!("It was due {due}, and handed in {submitted}."),
    your_title: "Your report",
    may_change: "Your instructor looks at this submission in person: the points may still change.",
    nothing_taken: "No file of an exercise was found in what you handed in. Each is expected at exercises/NAME/src, in a \
                    folder, .zip or .tar.gz.",
    compile_first: |exercise| format!("Run `cargo check -p {exercise}` and begin with the first error."),
    ignored_yours: "Only the Rust files of the exercises are judged. These were handed in too, and had no influence.",
    how_to_read: "How to read the conversations",
    signs: &[
        ("►", "goes from one to the other: a full line is a TCP connection, a broken one a UDP datagram"),
        ("✕", "lost, refused, or torn down by a reset"),
        ("#", "what your program printed"),
        ("$", "what the lab typed on its input"),
        ("!", "something that did not happen"),
    ],
};

static ES: Words = Words {
    title: "Las notas del curso",
    written: "Escrito el",
    on_this_page: "En esta página",
    students_label: "Estudiantes",
    students_what: "Cada ejercicio con la primera regla que no se cumple, completa. En la página de cada estudiante \
                    están todas.",
    needs_a_person: "Para revisar a mano",
    tier: "Aislamiento",
    tier_is: |tier| {
        let is = match tier {
            Tier::Namespaces => "namespaces, Landlock y límites",
            Tier::Limits => "Landlock y límites; sin espacios de nombres para cada programa",
            Tier::Group => "ninguno: solo para practicar",
        };
        format!("nivel {tier} ({is})")
    },
    version: "Versión",
    nobody: "Nadie.",
    nothing: "Nada.",
    tampering: "Parece una trampa",
    group: "grupo",
    submission: "entrega",
    back: "Volver a la tabla",
    ignored: "Archivos que no se tomaron",
    ignored_what: "Solo se evalúan los archivos de Rust de los ejercicios conocidos. El resto no influye en los puntos.",
    usual: |count, example| match count {
        1 => format!("{example}: no se necesita"),
        _ => format!("{count} que no se necesitan, como {example}"),
    },
    grades: "Notas",
    student: "Estudiante",
    points: "Puntos",
    exercise: "Ejercicio",
    state: "Estado",
    standing: |standing| match standing {
        Standing::Solved => "se cumplen todas las reglas",
        Standing::Part => "se cumplen algunas reglas",
        Standing::NoRule => "no se cumple ninguna regla",
        Standing::Untouched => "todavía sin escribir",
        Standing::NotCompiled => "no compila",
        Standing::NotSubmitted => "no entregado",
        Standing::LabError => "falló el lab: hay que revisarlo a mano",
        Standing::Doubtful => "en duda: hay que revisarlo a mano",
    },
    mean: "Promedio",
    solved_by: "Lo resolvieron",
    find: "Buscar estudiante",
    show: "Mostrar",
    everybody: "a todo el curso",
    not_solved: |exercise| format!("a quien no resolvió {exercise}"),
    shown_of: "se muestran {0} de {1}",
    misunderstood: "Qué entendió mal el curso",
    misunderstood_what: "Los errores a los que apunta la evidencia, según cuántos de quienes trabajaron en el ejercicio \
                         los cometieron, cada uno con una pregunta para hacer en clase.",
    stuck: "Quiénes están pegados en el mismo punto",
    stuck_what: "La misma regla es la primera que no se les cumple, por la misma razón.",
    students: |count| if count == 1 { "1 estudiante".into() } else { format!("{count} estudiantes") },
    students_of: |count, of| format!("{count} de {of}"),
    its_page: "Su página",
    who: "Quiénes",
    made_by_one: |count, is_more| {
        let more = if is_more { " más" } else { "" };
        match count {
            1 => format!("1 error{more}, de una sola persona"),
            _ => format!("{count} errores{more}, cada uno de una sola persona"),
        }
    },
    points_of: |points, max| format!("{points} de {max} puntos"),
    rules_hold: |holding, of| match of {
        1 => format!("Se cumple {holding} de 1 regla."),
        _ => format!("Se cumplen {holding} de {of} reglas."),
    },
    hidden_hold: |holding, of| format!("De las reglas que no se muestran, {holding} de {of}."),
    they_hold: "Se cumplen",
    skipped: "Omitidas: no suman ni restan",
    hidden: "oculta",
    submitted: "entregado",
    late_label: "Con atraso",
    see_person: "tras un nombre: mira «Para revisar a mano»",
    taken_off: "ya descontado por atraso",
    late: |days, penalty, raw| {
        let days = if days == 1 { "1 día".into() } else { format!("{days} días") };
        format!("{days} de atraso: se descuentan {penalty} de {raw} puntos.")
    },
    late_since: |due, submitted| format!("El plazo era {due}, y se entregó {submitted}."),
    your_title: "Tu informe",
    may_change: "Esta entrega se va a revisar a mano: los puntos todavía pueden cambiar.",
    nothing_taken: "En lo que entregaste no se encontró ningún archivo de los ejercicios. Cada uno se busca en \
                    exercises/NOMBRE/src, dentro de una carpeta, un .zip o un .tar.gz.",
    compile_first: |exercise| format!("Corre `cargo check -p {exercise}` y parte por el primer error."),
    ignored_yours: "Solo se evalúan los archivos de Rust de los ejercicios. Estos también venían en la entrega, y no \
                    influyeron.",
    how_to_read: "Cómo se leen las conversaciones",
    signs: &[
        ("►", "va de un lado al otro: la línea continua es una conexión TCP; la discontinua, un datagrama UDP"),
        ("✕", "perdido, rechazado o cortado por un reset"),
        ("#", "lo que imprimió tu programa"),
        ("$", "lo que el lab tecleó en su entrada"),
        ("!", "algo que no ocurrió"),
    ],
};
