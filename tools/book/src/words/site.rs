//! Building: what is said, and what is wrong with a page.

use std::path::Path;
use std::time::Duration;

use enchufe::report::conversation::seconds;
use enchufe::words::Lang;

pub struct Words {
    pub built: fn(usize, Duration) -> String,
    pub built_at: fn(&Path, usize, Duration) -> String,
    pub faults: fn(usize) -> String,
    pub left_out: fn(usize) -> String,

    // The folder.
    pub not_ours: fn(&Path) -> String,
    pub choose_another: &'static str,
    pub not_a_folder: fn(&Path) -> String,
    pub not_writable: fn(&Path, &str) -> String,
    pub inside_the_book: fn(&Path) -> String,

    // A page.
    pub unreadable: fn(&str) -> String,
    pub bad_summary: fn(&str) -> String,
    pub no_page: fn(&str) -> String,
    pub twice_in_summary: fn(&str) -> String,
    pub not_in_summary: &'static str,
    pub no_title: &'static str,
    pub no_id: fn(&str) -> String,
    pub bad_id: fn(&str) -> String,
    pub id_twice: fn(&str, usize) -> String,
    pub no_file: fn(&str, &Path) -> String,
    pub no_anchor: fn(&str, &str) -> String,
    pub anchor_open: fn(&str, &str) -> String,
    pub anchor_empty: fn(&str, &str) -> String,
    pub bad_include: fn(&str) -> String,
    pub fence_open: &'static str,
    pub no_tab: &'static str,

    // The renderer.
    pub renderer_says: fn(&str) -> String,
    pub template_changed: fn(&str) -> String,
}

pub fn site() -> &'static Words {
    match super::spoken() {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words = Words {
    built: |pages, took| format!("{pages} pages in {}.", seconds(took, Lang::En.words())),
    built_at: |out, pages, took| {
        format!("{}: {pages} pages in {}. Open index.html.", out.display(), seconds(took, Lang::En.words()))
    },
    faults: |count| match count {
        1 => "One thing is wrong; no book was written.".into(),
        _ => format!("{count} things are wrong; no book was written."),
    },
    left_out: |count| format!("Left out, since they are not there yet: {count}"),

    not_ours: |path| format!("{} is not empty, and no book of this tool is in it", path.display()),
    choose_another: "name another folder, or empty this one",
    not_a_folder: |path| format!("{} is a file", path.display()),
    not_writable: |path, error| format!("{} cannot be written: {error}", path.display()),
    inside_the_book: |path| format!("{} is where the book's sources are", path.display()),

    unreadable: |error| format!("cannot be read: {error}"),
    bad_summary: |why| format!("this is no table of contents: {why}"),
    no_page: |page| {
        format!("`{page}` is in the table of contents, but there is no such page. Write it, or take the line out")
    },
    twice_in_summary: |page| format!("`{page}` is in the table of contents twice"),
    not_in_summary: "this page is not in the table of contents, SUMMARY.md. Add it there",
    no_title: "a page must begin with its title: # Title {#id}",
    no_id: |heading| format!("the heading `{heading}` has no id: add {{#an-id}}, the same in both languages"),
    bad_id: |id| format!("`{id}` is no id: small letters, digits and dashes"),
    id_twice: |id, line| format!("the id `{id}` is already that of line {line}"),
    no_file: |file, path| format!("no file for this include: {file} (looked at {})", path.display()),
    no_anchor: |file, anchor| {
        format!(
            "{file} has no part called `{anchor}`: mark it with `// ANCHOR: {anchor}` and `// ANCHOR_END: {anchor}`"
        )
    },
    anchor_open: |file, anchor| format!("{file}: the part `{anchor}` does not end; it needs `// ANCHOR_END: {anchor}`"),
    anchor_empty: |file, anchor| format!("{file}: the part `{anchor}` is empty"),
    bad_include: |text| {
        format!("not understood: {text}. There is {{{{#include FILE}}}} and {{{{#include FILE:PART}}}}")
    },
    fence_open: "this block does not end: it needs a closing ```",
    no_tab: "a block of the book's own stands at the beginning of a line, not in a list or a quotation",

    renderer_says: |what| format!("mdBook says: {what}"),
    template_changed: |what| {
        format!(
            "mdBook's own page no longer has what is replaced on it: {what}. Put there what it has instead, or in src/site/dress/chrome.rs"
        )
    },
};

static ES: Words = Words {
    built: |pages, took| format!("{pages} páginas en {}.", seconds(took, Lang::Es.words())),
    built_at: |out, pages, took| {
        format!("{}: {pages} páginas en {}. Abre index.html.", out.display(), seconds(took, Lang::Es.words()))
    },
    faults: |count| match count {
        1 => "Una cosa está mal; no se escribió ningún libro.".into(),
        _ => format!("{count} cosas están mal; no se escribió ningún libro."),
    },
    left_out: |count| format!("Quedaron afuera, porque aún no están: {count}"),

    not_ours: |path| format!("{} no está vacía, y no hay en ella un libro de esta herramienta", path.display()),
    choose_another: "di otra carpeta, o vacía esta",
    not_a_folder: |path| format!("{} es un archivo", path.display()),
    not_writable: |path, error| format!("no se puede escribir {}: {error}", path.display()),
    inside_the_book: |path| format!("en {} están las fuentes del libro", path.display()),

    unreadable: |error| format!("no se puede leer: {error}"),
    bad_summary: |why| format!("esto no es un índice: {why}"),
    no_page: |page| format!("`{page}` está en el índice, pero no hay tal página. Escríbela, o saca la línea"),
    twice_in_summary: |page| format!("`{page}` está dos veces en el índice"),
    not_in_summary: "esta página no está en el índice, SUMMARY.md. Agrégala ahí",
    no_title: "una página tiene que empezar con su título: # Título {#id}",
    no_id: |heading| format!("el título `{heading}` no tiene id: agrega {{#un-id}}, el mismo en los dos idiomas"),
    bad_id: |id| format!("`{id}` no es un id: minúsculas, dígitos y guiones"),
    id_twice: |id, line| format!("el id `{id}` ya es el de la línea {line}"),
    no_file: |file, path| format!("no hay archivo para este include: {file} (se buscó en {})", path.display()),
    no_anchor: |file, anchor| {
        format!("{file} no tiene una parte `{anchor}`: márcala con `// ANCHOR: {anchor}` y `// ANCHOR_END: {anchor}`")
    },
    anchor_open: |file, anchor| format!("{file}: la parte `{anchor}` no termina; le falta `// ANCHOR_END: {anchor}`"),
    anchor_empty: |file, anchor| format!("{file}: la parte `{anchor}` está vacía"),
    bad_include: |text| {
        format!("no se entiende: {text}. Hay {{{{#include ARCHIVO}}}} y {{{{#include ARCHIVO:PARTE}}}}")
    },
    fence_open: "este bloque no termina: le falta un ``` que lo cierre",
    no_tab: "un bloque propio del libro va al comienzo de la línea, no dentro de una lista ni de una cita",

    renderer_says: |what| format!("mdBook dice: {what}"),
    template_changed: |what| {
        format!(
            "la página de mdBook ya no tiene lo que se reemplaza en ella: {what}. Pon ahí lo que tiene en su lugar, o en src/site/dress/chrome.rs"
        )
    },
};
