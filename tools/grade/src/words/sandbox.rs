//! What is said of the sandbox.

use std::io;
use std::path::Path;

use enchufe::words::Lang;

use crate::result::Tier;
use crate::sandbox::trial::Walls;

pub struct Words {
    /// The tier that was reached, and what it holds back: a line or two, with their ends.
    pub walls: fn(Walls) -> String,
    /// A better one, and what came back there: nothing, where there is no bubblewrap.
    pub refused: fn(Walls, &str) -> String,
    pub no_trial: fn(&io::Error) -> String,
    pub no_user: fn(&io::Error) -> String,
    /// For how many lanes there are users, and the folder in which they are claimed.
    pub fewer_lanes: fn(usize, &Path) -> String,
    pub too_low: fn(Tier, Tier) -> String,
    pub too_low_advice: &'static str,
}

pub fn sandbox(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    walls: |walls| {
        let what = match walls {
            Walls::Namespaces => {
                "each submission in a network of its own, each program in namespaces of its own, \
                 and Landlock, limits and a list of refused system calls around it"
            }
            Walls::Bubblewrap => {
                "Landlock, limits and a list of refused system calls around each program; \
                 each submission in a network of its own, by bubblewrap"
            }
            Walls::Limits => {
                "Landlock, limits and a list of refused system calls around each program; \
                 the network is this machine's"
            }
            Walls::Group => "not isolated: programs run as any other, with a time limit. For practice only",
        };
        format!("Sandbox: tier {} of 3: {what}.\n", walls.tier())
    },
    refused: |walls, why| match walls {
        Walls::Bubblewrap if why.is_empty() => {
            "  bubblewrap (bwrap) is not here: unless you are root, it may give each submission a network of its own\n"
                .into()
        }
        Walls::Bubblewrap => format!("  bubblewrap does not help here: {why}\n"),
        _ => format!("  tier {} is not possible here: {why}\n", walls.tier()),
    },
    no_user: |error| format!("no number is free for the user of another lane: {error}"),
    fewer_lanes: |lanes, folder| match lanes {
        0 => format!(
            "end other graders on this machine; in {} each lane has a file that must be written",
            folder.display()
        ),
        _ => format!("--jobs {lanes} is the most that is possible here now"),
    },
    no_trial: |error| format!("the sandbox could not be tried: {error}\n"),
    too_low: |required, found| {
        format!("the sandbox reaches tier {found} on this machine, and tier {required} is required")
    },
    too_low_advice: "cargo lab grade tier says what is missing; a Linux machine where root or user namespaces are allowed has tier 3",
};

static ES: Words = Words {
    walls: |walls| {
        let what = match walls {
            Walls::Namespaces => {
                "cada entrega en una red propia, cada programa en espacios de nombres propios, \
                 y alrededor Landlock, límites y una lista de llamadas al sistema que se niegan"
            }
            Walls::Bubblewrap => {
                "alrededor de cada programa Landlock, límites y una lista de llamadas al sistema que se niegan; \
                 cada entrega en una red propia, gracias a bubblewrap"
            }
            Walls::Limits => {
                "alrededor de cada programa Landlock, límites y una lista de llamadas al sistema que se niegan; \
                 la red es la de esta máquina"
            }
            Walls::Group => {
                "sin aislamiento: los programas corren como cualquier otro, con un límite de tiempo. Solo para practicar"
            }
        };
        format!("Aislamiento: nivel {} de 3: {what}.\n", walls.tier())
    },
    refused: |walls, why| match walls {
        Walls::Bubblewrap if why.is_empty() => {
            "  no está bubblewrap (bwrap): a quien no es root puede darle una red propia para cada entrega\n".into()
        }
        Walls::Bubblewrap => format!("  bubblewrap no ayuda aquí: {why}\n"),
        _ => format!("  el nivel {} no es posible aquí: {why}\n", walls.tier()),
    },
    no_user: |error| format!("no queda un número para el usuario de otra pista: {error}"),
    fewer_lanes: |lanes, folder| match lanes {
        0 => {
            format!("termina otros evaluadores de esta máquina; cada pista escribe un archivo en {}", folder.display())
        }
        _ => format!("--jobs {lanes} es lo más que se puede aquí por ahora"),
    },
    no_trial: |error| format!("no se pudo probar el aislamiento: {error}\n"),
    too_low: |required, found| {
        format!("el aislamiento llega al nivel {found} en esta máquina, y se exige el nivel {required}")
    },
    too_low_advice: "cargo lab grade tier dice qué falta; una máquina con Linux donde se permite root o espacios de nombres de usuario tiene el nivel 3",
};
