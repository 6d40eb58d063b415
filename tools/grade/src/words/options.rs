//! What is said of the command line.

use enchufe::words::Lang;

use crate::export::Kind;
use crate::options::Misuse;

pub struct Words {
    pub usage: &'static str,
    pub misuse: fn(&Misuse) -> String,
    /// Where everything that can be typed is explained.
    pub see_help: &'static str,
}

pub fn options(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

fn kinds() -> String {
    Kind::ALL.map(Kind::name).join(", ")
}

static EN: Words = Words {
    usage: "\
cargo lab grade SUBMISSIONS --out REPORT    grades a class; the same command goes on
                                            where it ended
cargo lab grade merge REPORT… --out REPORT  makes one report of all shards
cargo lab grade export KIND REPORT          for classroom50, gradescope, junit, canvas,
                                            moodle; gradescope-zip needs no REPORT
cargo lab grade handout DIR                 what a class receives: without solutions
                                            and hidden tests
cargo lab grade layout SUBMISSIONS --out DIR  what was taken of each, for JPlag and Dolos
cargo lab grade rules                       an example of grade.toml
cargo lab grade tier                        what this machine can put around programs

SUBMISSIONS is a folder with one folder, .zip, .tar or .tar.gz for each student.

  --rules grade.toml    points, due date, hidden rules, who is who; without it, those of
                        the last time in REPORT; with none, the workbook's own
  --jobs N              submissions at the same time (as many as processors)
  --only NAME…          these exercises, or these students
  --regrade [STUDENT…]  judge again, and say where another verdict comes out
  --shard I/N           part I of N, on one of N machines
  --require-tier N      refuse below this tier: 3 namespaces, 2 limits, 1 practice
  --sheet FILE          export: the sheet that the other system gave out
  --out FILE            export: where it is written (REPORT/export)
  --set KEY=VALUE       export: what a format must be told
  --lang en|es          the language here, and of pages for students

It ends with 0 when all is graded, 1 when something is left, 2 when it could not begin.",
    misuse: |misuse| match misuse {
        Misuse::UnknownOption(option) => format!("there is no option {option}"),
        Misuse::Unexpected(word) => format!("this is too much: {word}"),
        Misuse::NoValue(option) => format!("{option} wants a value"),
        Misuse::NotANumber(option, text) => format!("{option} wants a whole number, not {text}"),
        Misuse::NotAShard(text) => format!("--shard wants I/N, such as 2/4, not {text}"),
        Misuse::NotATier(text) => format!("--require-tier wants 1, 2 or 3, not {text}"),
        Misuse::NotALang(text) => format!("this language is not spoken here: {text}; there are en and es"),
        Misuse::NotAKind(text) => format!("{text} is not known here; there are {}", kinds()),
        Misuse::NotASetting(text) => format!("--set wants KEY=VALUE, not {text}"),
        Misuse::Missing(what) => format!("{what} is missing"),
        Misuse::NotHere(option) => format!("{option} does not belong to this command"),
    },
    see_help: "cargo lab grade --help",
};

static ES: Words = Words {
    usage: "\
cargo lab grade ENTREGAS --out INFORME      evalúa un curso; el mismo comando sigue
                                            donde terminó
cargo lab grade merge INFORME… --out INFORME  junta los informes de todas las partes
cargo lab grade export FORMATO INFORME      para classroom50, gradescope, junit, canvas,
                                            moodle; gradescope-zip no necesita INFORME
cargo lab grade handout CARPETA             lo que recibe un curso: sin soluciones ni
                                            pruebas ocultas
cargo lab grade layout ENTREGAS --out CARPETA  lo que se tomó de cada quien, para JPlag
                                            y Dolos
cargo lab grade rules                       un ejemplo de grade.toml
cargo lab grade tier                        con qué puede encerrar programas esta máquina

ENTREGAS es una carpeta con una carpeta, .zip, .tar o .tar.gz por estudiante.

  --rules grade.toml     puntos, fecha de entrega, reglas ocultas, quién es quién; sin
                         ella, las de la última vez en INFORME; con none, las del cuaderno
  --jobs N               entregas al mismo tiempo (tantas como procesadores)
  --only NOMBRE…         estos ejercicios, o estas personas
  --regrade [PERSONA…]   evalúa de nuevo, y dice dónde sale otro veredicto
  --shard I/N            la parte I de N, en una de N máquinas
  --require-tier N       se niega por debajo: 3 namespaces, 2 límites, 1 práctica
  --sheet ARCHIVO        export: la planilla que entregó el otro sistema
  --out ARCHIVO          export: dónde se escribe (INFORME/export)
  --set CLAVE=VALOR      export: lo que un formato necesita saber
  --lang en|es           el idioma de aquí, y de las páginas para estudiantes

Termina con 0 si todo está evaluado, con 1 si algo falta, con 2 si no pudo comenzar.",
    misuse: |misuse| match misuse {
        Misuse::UnknownOption(option) => format!("no existe la opción {option}"),
        Misuse::Unexpected(word) => format!("esto sobra: {word}"),
        Misuse::NoValue(option) => format!("{option} necesita un valor"),
        Misuse::NotANumber(option, text) => format!("{option} necesita un número entero, no {text}"),
        Misuse::NotAShard(text) => format!("--shard necesita I/N, como 2/4, no {text}"),
        Misuse::NotATier(text) => format!("--require-tier necesita 1, 2 o 3, no {text}"),
        Misuse::NotALang(text) => format!("este idioma no se habla aquí: {text}; hay en y es"),
        Misuse::NotAKind(text) => format!("{text} no se conoce aquí; hay {}", kinds()),
        Misuse::NotASetting(text) => format!("--set necesita CLAVE=VALOR, no {text}"),
        Misuse::Missing(what) => format!("falta {what}"),
        Misuse::NotHere(option) => format!("{option} no va con este comando"),
    },
    see_help: "cargo lab grade --help --lang es",
};
