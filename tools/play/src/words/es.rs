//! Castellano.

use super::Words;
use crate::farewell::Unreachable;
use crate::options::Misuse;
use crate::server::NotStarted;

pub(super) static WORDS: Words = Words {
    usage: "\
uso: play [SERVIDOR] [--port N] [--lan] [--lang en|es] [--open]

  SERVIDOR    dónde se juega, HOST o HOST:PUERTO. Si falta: 127.0.0.1:1238, y si nadie escucha ahí,
              se inicia el servidor de la solución
  --port N    el puerto de la página (8019; 0: cualquiera)
  --lan       también pueden jugar teléfonos y otras máquinas de la red
  --lang      en o es: el idioma de aquí, y en el que parte la página
  --open      abre la página en el navegador",
    misuse: |misuse| match misuse {
        Misuse::Server(text) => {
            format!(
                "esto no es la dirección de un servidor: {text}\nSe ve así: 127.0.0.1:1238, [::1]:1238 o nombre:1238."
            )
        }
        Misuse::Port(text) => format!("esto no es un puerto: {text}\nUn puerto es un número entre 0 y 65535."),
        Misuse::Lang(text) => format!("este idioma no se habla aquí: {text}\nHay en y es."),
        Misuse::NoValue(option) => format!("{option} necesita un valor"),
        Misuse::Unknown(text) => format!("no se entiende: {text}"),
    },
    no_port: |port, error| {
        format!("no hay puerto para la página, desde {port}: {error}\nPrueba otro, o cualquiera: --port 0")
    },
    next_port: |asked, got| format!("El puerto {asked} está ocupado: la página está en {got}."),
    starting_server: |server| format!("Nadie escucha en {server}. Compilando e iniciando el servidor de la solución …"),
    server_started: |server| format!("El servidor de la solución juega en {server}, hasta que termine este programa."),
    server_found: |server| format!("Un servidor escucha en {server}: se juega ahí."),
    not_started: |problem, server| {
        let problem = match problem {
            NotStarted::NoSolution => "Aquí no está la solución de cachipun-server.".into(),
            NotStarted::NoCargo(error) => format!("No se pudo iniciar cargo: {error}."),
            NotStarted::Ended => "El servidor de la solución no partió (ver arriba).".into(),
        };
        format!(
            "{problem}\nInicia tú un servidor, por ejemplo el tuyo: cargo run -p cachipun-server\n\
             La página sigue intentando en {server}."
        )
    },
    plays_at: |server| format!("Se juega en {server}."),
    page_at: |url| format!("La página: {url}"),
    each_tab: "Cada pestaña es un jugador: ábrela al menos dos veces.",
    phones_at: |url| format!("Para teléfonos y otras máquinas de esta red: {url}"),
    no_lan_address: |port| {
        format!(
            "No se pudo averiguar la dirección de esta máquina en la red.\n\
             Búscala (ip addr, ifconfig, ipconfig) y abre http://DIRECCIÓN:{port}/ en el teléfono."
        )
    },
    browser_not_opened: |error| format!("No se pudo abrir el navegador: {error}. Abre tú la dirección."),
    how_to_end: "Ctrl-C lo termina.",
    unreachable: |why, server| {
        let why = match why {
            Unreachable::Refused => "conexión rechazada: nadie escucha ahí",
            Unreachable::Timeout => "no respondió a tiempo",
            Unreachable::Name => "nombre desconocido",
            Unreachable::Other => "no se puede llegar",
        };
        format!("{server} no responde ({why}). La página sigue intentando.")
    },
    answers_again: |server| format!("{server} responde."),
    unsaid: |error| format!("no se puede escribir en la salida estándar: {error}"),
    no_signal: |error| format!("Ctrl-C no terminará el servidor que inició este programa: {error}"),
};
