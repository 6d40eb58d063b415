//! What `cargo lab run` says.

use enchufe::words::Lang;

pub struct Words {
    pub help: &'static str,
    pub which_exercise: &'static str,
    pub whose_option: fn(&str, &str) -> String,
    /// The cargo command that does the same.
    pub plainly: fn(&str) -> String,
    pub gone: fn(&str) -> String,
}

pub fn exercise(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    help: "\
cargo lab run EXERCISE [--] [ARGS]    builds your program and runs it

What you type is its standard input, ctrl-c is for it, and its exit code is
the command's own. Files in ARGS are looked for in the folder where you are.
`--` is needed when ARGS begin with a dash. Without ARGS, a program says how
it is used.

  cargo lab run addresses 192.168.0.1
  cargo lab run tcp-client 127.0.0.1:9001 --timeout 500
  cargo lab run cachipun-player -- --name Ana

The first line on standard error is the plain cargo command that does the
same.
",
    which_exercise: "which exercise? By number or by name",
    whose_option: |option, exercise| format!("{option}: for {exercise}? Then `--` goes before it"),
    plainly: |command| format!("→ {command}"),
    gone: |file| format!("{file} is not there"),
};

static ES: Words = Words {
    help: "\
cargo lab run EJERCICIO [--] [ARGS]    compila tu programa y lo ejecuta

Lo que escribes es su entrada estándar, ctrl-c es para él, y su código de
salida es el del comando. Los archivos en ARGS se buscan en la carpeta donde
estás. El `--` hace falta cuando ARGS empieza con un guion. Sin ARGS, cada
programa dice cómo se usa.

  cargo lab run addresses 192.168.0.1
  cargo lab run tcp-client 127.0.0.1:9001 --timeout 500
  cargo lab run cachipun-player -- --name Ana

La primera línea en el error estándar es el comando de cargo que hace lo
mismo.
",
    which_exercise: "¿qué ejercicio? Dilo por número o por nombre",
    whose_option: |option, exercise| format!("{option}: ¿es para {exercise}? Entonces va `--` antes"),
    plainly: |command| format!("→ {command}"),
    gone: |file| format!("no está {file}"),
};
