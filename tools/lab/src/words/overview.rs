//! What the list of exercises says.

use enchufe::words::Lang;

pub struct Words {
    pub help: &'static str,
    /// How many of how many are solved, and the points.
    pub title: fn((usize, usize), (u32, u32)) -> String,
    /// Rules that hold, of how many, and how many were skipped.
    pub rules: fn(usize, usize, usize) -> String,
    pub untouched: &'static str,
    /// Since its last verdict.
    pub has_changed: &'static str,
    pub not_graded: &'static str,
    pub did_not_compile: &'static str,
    pub points: fn(u32) -> String,
    pub just_now: &'static str,
    pub minutes_ago: fn(u64) -> String,
    pub hours_ago: fn(u64) -> String,
    pub days_ago: fn(u64) -> String,
    pub next: fn(&str) -> String,
}

pub fn overview(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    help: "\
cargo lab list

All exercises: how each stands, how many of its rules hold, its points, and when
that was found out. `✓` solved, `✗` begun, `·` not begun, `?` changed since it was
graded, or not graded yet: `cargo lab`, while it waits for you, finds out, and so
does `cargo lab test`.
",
    title: |(solved, all), (points, of)| {
        format!("Enchufe: {solved} of {all} exercises solved, {points} of {of} points")
    },
    rules: |hold, all, skipped| match skipped {
        0 => format!("{hold}/{all}"),
        skipped => format!("{hold}/{all} ({skipped} skip)"),
    },
    untouched: "not begun",
    has_changed: "changed since",
    not_graded: "not graded",
    did_not_compile: "did not compile",
    points: |points| format!("{points} p"),
    just_now: "just now",
    minutes_ago: |count| format!("{count} min ago"),
    hours_ago: |count| format!("{count} h ago"),
    days_ago: |count| if count == 1 { "yesterday".into() } else { format!("{count} days ago") },
    next: |name| format!("Next: {name}. Type `cargo lab`."),
};

static ES: Words = Words {
    help: "\
cargo lab list

Todos los ejercicios: cómo va cada uno, cuántas de sus reglas se cumplen, sus
puntos y cuándo se supo. `✓` resuelto, `✗` empezado, `·` sin empezar, `?` cambió
después de su evaluación, o no tiene: `cargo lab` lo averigua mientras te espera,
y también `cargo lab test`.
",
    title: |(solved, all), (points, of)| {
        format!("Enchufe: {solved} de {all} ejercicios resueltos, {points} de {of} puntos")
    },
    rules: |hold, all, skipped| match skipped {
        0 => format!("{hold}/{all}"),
        skipped => format!("{hold}/{all} ({skipped} omit)"),
    },
    untouched: "sin empezar",
    has_changed: "cambió después",
    not_graded: "sin evaluar",
    did_not_compile: "no compiló",
    points: |points| format!("{points} p"),
    just_now: "recién",
    minutes_ago: |count| format!("hace {count} min"),
    hours_ago: |count| format!("hace {count} h"),
    days_ago: |count| if count == 1 { "ayer".into() } else { format!("hace {count} días") },
    next: |name| format!("Sigue: {name}. Escribe `cargo lab`."),
};
