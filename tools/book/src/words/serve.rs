//! Serving.

use std::io;

use enchufe::words::Lang;

pub struct Words {
    pub building: &'static str,
    pub at: fn(&str) -> String,
    pub next_port: fn(u16, u16) -> String,
    pub no_port: fn(u16, &io::Error) -> String,
    pub how_to_end: &'static str,
    pub not_opened: fn(&io::Error) -> String,
    pub not_watched: fn(&str) -> String,
    pub saved: fn(&str) -> String,
    pub last_stays: &'static str,
    pub waits: &'static str,
}

pub fn serve() -> &'static Words {
    match super::spoken() {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    building: "Building the book …",
    at: |url| format!("The book: {url}"),
    next_port: |asked, got| format!("Port {asked} is taken: the book is at {got}."),
    no_port: |port, error| {
        format!("no port to be had for the book, from {port} on: {error}\nTry another, or any: --port 0")
    },
    how_to_end: "It is built again on every save. Ctrl-C ends it.",
    not_opened: |error| format!("The browser cannot be opened: {error}. Open the address yourself."),
    not_watched: |error| format!("Nobody tells this program about saves, so start it again to build again: {error}"),
    saved: |path| format!("{path} was saved."),
    last_stays: "The last good book stays.",
    waits: "As soon as that is mended and saved, the book is there.",
};

static ES: Words = Words {
    building: "Construyendo el libro …",
    at: |url| format!("El libro: {url}"),
    next_port: |asked, got| format!("El puerto {asked} está ocupado: el libro está en {got}."),
    no_port: |port, error| {
        format!("no hay puerto para el libro, desde {port}: {error}\nPrueba otro, o cualquiera: --port 0")
    },
    how_to_end: "Se construye de nuevo cada vez que guardas. Ctrl-C lo termina.",
    not_opened: |error| format!("No se pudo abrir el navegador: {error}. Abre tú la dirección."),
    not_watched: |error| {
        format!("Nadie le avisa a este programa cuando guardas; inícialo de nuevo para construir de nuevo: {error}")
    },
    saved: |path| format!("Se guardó {path}."),
    last_stays: "Queda el último libro bueno.",
    waits: "Apenas se arregle y se guarde, estará el libro.",
};
