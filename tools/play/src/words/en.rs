//! English.

use super::Words;
use crate::farewell::Unreachable;
use crate::options::Misuse;
use crate::server::NotStarted;

pub(super) static WORDS: Words = Words {
    usage: "\
usage: play [SERVER] [--port N] [--lan] [--lang en|es] [--open]

  SERVER      where the game is played, HOST or HOST:PORT. Without it: 127.0.0.1:1238, and if nobody
              listens there, the solution's server is started
  --port N    the page's port (8019; 0: any)
  --lan       also phones and other machines of the network may play
  --lang      en or es: the language here, and in which the page begins
  --open      open the page in the browser",
    misuse: |misuse| match misuse {
        Misuse::Server(text) => {
            format!("this is not a server's address: {text}\nIt looks like 127.0.0.1:1238, [::1]:1238 or name:1238.")
        }
        Misuse::Port(text) => format!("this is not a port: {text}\nA port is a number from 0 to 65535."),
        Misuse::Lang(text) => format!("this language is not spoken here: {text}\nThere are en and es."),
        Misuse::NoValue(option) => format!("{option} wants a value"),
        Misuse::Unknown(text) => format!("not understood: {text}"),
    },
    no_port: |port, error| format!("no port for the page, from {port} on: {error}\nTry another one, or any: --port 0"),
    next_port: |asked, got| format!("Port {asked} is taken, so the page is at {got}."),
    starting_server: |server| format!("Nobody listens at {server}. Building and starting the solution's server …"),
    server_started: |server| format!("The solution's server plays at {server}, until this program ends."),
    server_found: |server| format!("A server listens at {server}: playing there."),
    not_started: |problem, server| {
        let problem = match problem {
            NotStarted::NoSolution => "There is no solution of cachipun-server here.".into(),
            NotStarted::NoCargo(error) => format!("cargo could not be started: {error}."),
            NotStarted::Ended => "The solution's server did not start (see above).".into(),
        };
        format!(
            "{problem}\nStart a server yourself, yours for example: cargo run -p cachipun-server\n\
             The page keeps trying at {server}."
        )
    },
    plays_at: |server| format!("Playing at {server}."),
    page_at: |url| format!("The page: {url}"),
    each_tab: "Every tab is a player: open it at least twice.",
    phones_at: |url| format!("For phones and other machines of this network: {url}"),
    no_lan_address: |port| {
        format!(
            "This machine's address in the network could not be found out.\n\
             Look it up (ip addr, ifconfig, ipconfig) and open http://ADDRESS:{port}/ on the phone."
        )
    },
    browser_not_opened: |error| format!("The browser could not be opened: {error}. Open the address yourself."),
    how_to_end: "Ctrl-C ends it.",
    unreachable: |why, server| {
        let why = match why {
            Unreachable::Refused => "connection refused: nobody listens there",
            Unreachable::Timeout => "no answer in time",
            Unreachable::Name => "unknown name",
            Unreachable::Other => "it cannot be reached",
        };
        format!("{server} does not answer ({why}). The page keeps trying.")
    },
    answers_again: |server| format!("{server} answers."),
    unsaid: |error| format!("standard output cannot be written: {error}"),
    no_signal: |error| format!("Ctrl-C will not end the server that this program started: {error}"),
};
