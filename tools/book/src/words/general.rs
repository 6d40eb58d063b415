//! The command line.

use std::io;
use std::path::Path;

use enchufe::words::Lang;

use crate::options::Misuse;

pub struct Words {
    pub usage: &'static str,
    pub misuse: fn(&Misuse) -> String,
    /// Before what to do next.
    pub advice: fn(&str) -> String,
    pub no_book: fn(&Path) -> String,
    pub no_handler: fn(&str) -> String,
    pub unsaid: fn(&io::Error) -> String,
    pub no_chromium: &'static str,
    pub install_chromium: &'static str,
    pub chromium_failed: fn(&str) -> String,
    pub pdf_not_written: fn(&Path, &str) -> String,
    pub printing: &'static str,
    pub pdf_written: fn(&Path, u64) -> String,
}

pub fn general() -> &'static Words {
    match super::spoken() {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    usage: "\
usage: cargo lab book [--open] [--port N]
           builds the book and serves it; builds again on save
       cargo lab book build --out DIR
           both languages as a folder, for a disk or any web host
       cargo lab book pdf --out FILE
           the book as a PDF; needs Chromium
       cargo lab book check
           everything that can be wrong with the book
       cargo lab book record [NAME…] [--check]
           records sessions and figures again, or compares them
       cargo lab book translated PAGE… | --all
           notes that Spanish pages say again what the English ones say

  --lang en|es   the language of what is said here, and of the book that is
                 opened or printed
  --port N       where to serve (3000, or the next that is free; 0: any)
  --open         opens the book in the browser
  --drafts       chapters, listings and recordings that are not there yet are
                 left out, and said",
    misuse: |misuse| match misuse {
        Misuse::Command(text) => format!("there is no `{text}` here"),
        Misuse::Unknown(text) => format!("not understood: {text}"),
        Misuse::NoValue(option) => format!("{option} needs a value"),
        Misuse::Port(text) => format!("not a port: {text}\nA port is a number from 0 to 65535."),
        Misuse::Lang(text) => format!("the book is not written in this language: {text}\nThere are en and es."),
        Misuse::NoOut(command, example) => {
            format!("`{command}` must be told where to write: cargo lab book {command} --out {example}")
        }
    },
    advice: |what| format!("What to do: {what}"),
    no_book: |root| format!("there is no book in {}: book/en and book/es are missing", root.display()),
    no_handler: |error| format!("Ctrl-C will end this at once, without tidying up: {error}"),
    unsaid: |error| format!("standard output cannot be written: {error}"),
    no_chromium: "a PDF is printed by Chromium, and there is none here",
    install_chromium: "install it (on Debian: apt install chromium), or print print.html of a built book with your browser",
    chromium_failed: |why| format!("Chromium did not print the book: {why}"),
    pdf_not_written: |path, error| format!("the PDF cannot be written to {}: {error}", path.display()),
    printing: "Printing …",
    pdf_written: |path, kilobytes| format!("{} ({kilobytes} KB)", path.display()),
};

static ES: Words = Words {
    usage: "\
uso: cargo lab book [--open] [--port N]
         construye el libro y lo sirve; al guardar lo construye de nuevo
     cargo lab book build --out CARPETA
         los dos idiomas en una carpeta, para un disco o cualquier sitio web
     cargo lab book pdf --out ARCHIVO
         el libro como PDF; necesita Chromium
     cargo lab book check
         todo lo que puede estar mal en el libro
     cargo lab book record [NOMBRE…] [--check]
         graba de nuevo las sesiones y las figuras, o las compara
     cargo lab book translated PÁGINA… | --all
         anota que páginas en castellano dicen otra vez lo mismo que en inglés

  --lang en|es   el idioma de lo que se dice aquí, y del libro que se abre o se
                 imprime
  --port N       dónde servir (3000, o el siguiente que esté libre; 0:
                 cualquiera)
  --open         abre el libro en el navegador
  --drafts       los capítulos, listados y grabaciones que aún no están se
                 dejan afuera, y se dice",
    misuse: |misuse| match misuse {
        Misuse::Command(text) => format!("aquí no hay `{text}`"),
        Misuse::Unknown(text) => format!("no se entiende: {text}"),
        Misuse::NoValue(option) => format!("{option} necesita un valor"),
        Misuse::Port(text) => format!("esto no es un puerto: {text}\nUn puerto es un número entre 0 y 65535."),
        Misuse::Lang(text) => format!("el libro no está escrito en este idioma: {text}\nHay en y es."),
        Misuse::NoOut(command, example) => {
            format!("a `{command}` hay que decirle dónde escribir: cargo lab book {command} --out {example}")
        }
    },
    advice: |what| format!("Qué hacer: {what}"),
    no_book: |root| format!("no hay un libro en {}: faltan book/en y book/es", root.display()),
    no_handler: |error| format!("Ctrl-C terminará esto de golpe, sin ordenar: {error}"),
    unsaid: |error| format!("no se puede escribir en la salida estándar: {error}"),
    no_chromium: "un PDF lo imprime Chromium, y aquí no hay",
    install_chromium: "instálalo (en Debian: apt install chromium), o imprime con tu navegador el print.html de un libro construido",
    chromium_failed: |why| format!("Chromium no imprimió el libro: {why}"),
    pdf_not_written: |path, error| format!("no se puede escribir el PDF en {}: {error}", path.display()),
    printing: "Imprimiendo …",
    pdf_written: |path, kilobytes| format!("{} ({kilobytes} KB)", path.display()),
};
