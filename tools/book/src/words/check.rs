//! Checking: what was looked at, and what is wrong with it.

use std::path::Path;

use enchufe::words::Lang;

pub struct Words {
    // Each check: its name, and what is said when nothing is wrong.
    pub pages: (&'static str, &'static str),
    pub parity: (&'static str, &'static str),
    pub translations: (&'static str, &'static str),
    pub links: (&'static str, &'static str),
    pub hosts: (&'static str, &'static str),
    pub sizes: (&'static str, &'static str),
    pub recordings: (&'static str, &'static str),
    pub listings: (&'static str, &'static str),
    pub code: (&'static str, &'static str),
    pub style: (&'static str, &'static str),
    pub instructors: (&'static str, &'static str),
    pub exercises: (&'static str, &'static str),
    pub faults: fn(usize) -> String,
    pub not_rendered: &'static str,

    // At how much each looked.
    pub pages_built: fn(Option<usize>) -> String,
    pub pages_compared: fn(usize) -> String,
    pub links_looked_at: fn(usize, usize) -> String,
    pub hosts_looked_at: fn(usize, usize, usize) -> String,
    pub sizes_looked_at: fn(u64, usize, &str) -> String,
    pub sized: fn(&Path, u64) -> String,
    pub recordings_looked_at: fn(usize, usize, usize) -> String,
    pub listings_looked_at: fn(usize, usize) -> String,
    pub code_looked_at: fn(usize) -> String,
    pub lines_looked_at: fn(usize, usize) -> String,
    pub rows_looked_at: fn(usize, usize) -> String,
    pub exercises_looked_at: fn(usize, usize) -> String,

    // Two languages.
    pub only_one_language: &'static str,
    pub options: fn(usize, usize) -> String,
    pub a_table: &'static str,
    pub differs: fn(&str, &str, &str) -> String,
    pub missing_here: fn(&str, &str) -> String,
    pub only_here: fn(&str, &Path) -> String,
    pub quiz_twice: fn(&str, &str) -> String,
    pub not_written_from: fn(&str) -> String,
    pub english_changed: fn(&Path, &str) -> String,
    pub page_gone: fn(&str) -> String,
    pub not_readable: fn(&str) -> String,
    pub not_written: fn(&str) -> String,
    pub no_such_page: &'static str,
    pub which_pages: &'static str,
    pub name_pages: &'static str,
    pub pages_and_all: &'static str,
    pub noted: fn(usize, &Path) -> String,

    // The rendered book.
    pub leads_nowhere: fn(&str) -> String,
    pub no_such_id: fn(&str, &Path) -> String,
    pub no_element: fn(&str) -> String,
    pub id_twice: fn(&str) -> String,
    pub nameless: fn(&str) -> String,
    pub no_title: &'static str,
    pub loads: fn(&str) -> String,
    pub no_web_address: fn(&str) -> String,
    pub unknown_host: fn(&str) -> String,
    pub no_hosts: fn(&str) -> String,
    pub host_unused: fn(&str) -> String,
    pub first_page_heavy: fn(u64, u64) -> String,
    pub page_heavy: fn(u64, u64) -> String,

    // What is shown of programs.
    pub session_unused: &'static str,
    pub recording_unused: &'static str,
    pub example_not_run: fn(&str) -> String,
    pub not_cut: &'static str,
    pub cut_from_a_solution: &'static str,
    pub code_differs: fn(&Path, usize) -> String,
    pub does_not_compile: fn(&str) -> String,
    pub no_compiler: fn(&str) -> String,

    // The sources.
    pub long_line: fn(usize, usize) -> String,
    pub trailing_blanks: &'static str,
    pub last_line: &'static str,
    pub unwanted: fn(&str, &str) -> String,
    pub row_is: fn(&str) -> String,
    pub row_missing: fn(&str) -> String,
    pub row_of_nothing: &'static str,
    pub total_is: fn(u32) -> String,
    pub no_chapter: fn(Lang, &str) -> String,
    pub no_card: fn(&str) -> String,
    pub card_twice: fn(&str) -> String,
    pub hint_elsewhere: fn(&str, &Path) -> String,
    pub no_heading: fn(&Path, &str) -> String,
    pub heading_differs: fn(&str, &str, &Path, usize) -> String,
    pub mistake_not_linked: &'static str,
}

pub fn check() -> &'static Words {
    match super::spoken() {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

/// A number with a mark after every three digits.
fn grouped(number: u64, mark: char) -> String {
    let digits = number.to_string();
    let with_mark = |(place, digit): (usize, char)| {
        let begins_a_group = place > 0 && (digits.len() - place).is_multiple_of(3);
        begins_a_group.then_some(mark).into_iter().chain([digit])
    };
    digits.chars().enumerate().flat_map(with_mark).collect()
}

fn en(number: impl TryInto<u64>) -> String {
    grouped(number.try_into().unwrap_or(u64::MAX), ',')
}

fn es(number: impl TryInto<u64>) -> String {
    grouped(number.try_into().unwrap_or(u64::MAX), '.')
}

static EN: Words = Words {
    pages: ("pages", "nothing is wrong with any"),
    parity: ("parity", "the same in both languages"),
    translations: ("translations", "each says what its English page says"),
    links: ("links", "all resolve"),
    hosts: ("hosts", "nothing is loaded from another host"),
    sizes: ("sizes", "all light enough"),
    recordings: ("recordings", "all there and fresh"),
    listings: ("listings", "each is cut from a program"),
    code: ("code", "it compiles, and is the same in both languages"),
    style: ("style", "nothing to mend"),
    instructors: ("instructors", "as the manifests say"),
    exercises: ("exercises", "each has its place"),
    faults: |count| if count == 1 { "1 fault".into() } else { format!("{} faults", en(count)) },
    not_rendered: "links, hosts, sizes: not looked at, since the book cannot be built",

    pages_built: |pages| pages.map_or_else(|| "not built".into(), |pages| format!("{} built", en(pages))),
    pages_compared: |pages| format!("{} pages compared", en(pages)),
    links_looked_at: |links, pages| format!("{} in {} pages", en(links), en(pages)),
    hosts_looked_at: |links, hosts, files| format!("{} links to {hosts} hosts in {} files", en(links), en(files)),
    sizes_looked_at: |first, pages, largest| {
        format!(
            "first page {}, {} pages with text and files of their own, the largest: {largest}",
            kb_en(first),
            en(pages)
        )
    },
    sized: |page, size| format!("{} {}", page.display(), kb_en(size)),
    recordings_looked_at: |sessions, figures, examples| {
        format!("{} sessions, {} figures, {} examples", en(sessions), en(figures), en(examples))
    },
    listings_looked_at: |listings, files| format!("{} from {} files", en(listings), en(files)),
    code_looked_at: |pieces| format!("{} pieces on pages of mistakes and hints", en(pieces)),
    lines_looked_at: |lines, words| format!("{} lines, {words} kinds of words that are not used", en(lines)),
    rows_looked_at: |exercises, pages| format!("{exercises} exercises on {pages} pages"),
    exercises_looked_at: |exercises, mistakes| format!("{exercises} exercises, their hints, {mistakes} mistakes"),

    only_one_language: "this page is in one language only. Write it in the other, or remove it",
    options: |count, right| format!("({count} options, number {right} is right)"),
    a_table: "a table",
    differs: |here, there, place| format!("here is `{here}`, and in English ({place}) `{there}`. Make both the same"),
    missing_here: |what, place| format!("`{what}` ({place}) is missing here. Add it, or take it out there"),
    only_here: |what, english| format!("`{what}` is not in {}. Add it there, or take it out here", english.display()),
    quiz_twice: |id, there| {
        format!("the quiz `{id}` is already in {there}: answers are kept by the id, choose another")
    },
    not_written_from: |page| {
        format!(
            "it is not noted which English text this was written from. Compare both, then: cargo lab book translated {page}"
        )
    },
    english_changed: |english, page| {
        format!(
            "{} has changed since this was written from it. Say here what it says now, then: cargo lab book translated {page}",
            english.display()
        )
    },
    page_gone: |page| format!("`{page}` is not there any more. Take its line out"),
    not_readable: |what| format!("not understood: {what}. Write it anew: cargo lab book translated --all"),
    not_written: |error| format!("cannot be written: {error}"),
    no_such_page: "there is no such page in both languages",
    which_pages: "which Spanish pages say what their English pages say now?",
    name_pages: "name them (cargo lab book translated ports.md mistakes/single-read.md), or all of them: --all",
    pages_and_all: "there are names of pages, and --all",
    noted: |count, file| match count {
        1 => format!("One page noted in {}.", file.display()),
        _ => format!("{} pages noted in {}.", en(count), file.display()),
    },

    leads_nowhere: |to| format!("`{to}` leads nowhere: there is no such file. Mend the address"),
    no_such_id: |to, page| {
        format!("`{to}` leads to nothing: {} has no such id. Mend the address, or add the id", page.display())
    },
    no_element: |id| format!("an element refers to the id `{id}`, which is not on the page"),
    id_twice: |id| format!("the id `{id}` is on the page twice. Choose another for one of them"),
    nameless: |tag| format!("nobody who cannot see this knows what it is: {tag}. Give it a label"),
    no_title: "the page has no title",
    loads: |to| {
        format!("`{to}` is taken from another host. A book works without a network: keep a copy in it, or leave it out")
    },
    no_web_address: |to| format!("`{to}` is no address that a browser follows: http or https only"),
    unknown_host: |host| {
        format!(
            "no link leads to `{host}` yet. Use a source that the book has, or add the host to tools/book/src/check/hosts.toml"
        )
    },
    no_hosts: |why| format!("the hosts that links may lead to are not known: {why}"),
    host_unused: |host| format!("no link leads to `{host}` any more. Take it out"),
    first_page_heavy: |size, most| format!("the first page is {}, more than {}", kb_en(size), kb_en(most)),
    page_heavy: |size, most| {
        format!(
            "{} of its own, more than {}. Shorten it, or draw fewer events of its figures (`only`)",
            kb_en(size),
            kb_en(most)
        )
    },

    session_unused: "no page shows this session. Show it, or remove it",
    recording_unused: "no page shows this recording: cargo lab book record removes it",
    example_not_run: |name| {
        format!("no session runs `{name}`, so nothing tests it. Show a session that does, or remove it")
    },
    not_cut: "code of a chapter is cut from a program in examples/: {{#include ../../examples/FILE.rs:PART}} and nothing else",
    cut_from_a_solution: "a chapter gives no solution away. Show a relative of the problem, in examples/",
    code_differs: |english, line| {
        format!("this code is not that of {}:{line}. Only texts and comments may differ", english.display())
    },
    does_not_compile: |message| format!("this code does not compile: {message}"),
    no_compiler: |error| format!("the code of its pages could not be compiled: {error}"),

    long_line: |length, most| format!("{length} letters in a line, more than {most}. Break it"),
    trailing_blanks: "blanks at the end of the line. Take them out",
    last_line: "a page ends with one line end",
    unwanted: |word, why| format!("`{word}`: {why}"),
    row_is: |row| format!("the manifests say: {row}"),
    row_missing: |row| format!("this row is missing: {row}"),
    row_of_nothing: "this row belongs to no exercise. Take it out",
    total_is: |points| format!("all exercises together are {points} points, and the page does not say so"),
    no_chapter: |lang, chapter| {
        format!("the chapter is `{chapter}`, and there is no book/{}/{chapter}.md", lang.code())
    },
    no_card: |slug| format!("the card of `{slug}` belongs here: an exercise block with slug = \"{slug}\""),
    card_twice: |slug| format!("the card of `{slug}` is here a second time. Take it out"),
    hint_elsewhere: |chapter, page| {
        format!("the hints send a reader to `{chapter}`, and the chapter is {}", page.display())
    },
    no_heading: |page, id| format!("{} has no heading {{#{id}}}, to which these hints send a reader", page.display()),
    heading_differs: |here, there, page, line| {
        format!("the heading is called `{here}` here, and `{there}` in {}:{line}. Make both the same", page.display())
    },
    mistake_not_linked: "no chapter leads to this page, and the catalogue does not either. Record the mistakes (cargo lab book record mistakes), or link it",
};

static ES: Words = Words {
    pages: ("páginas", "en ninguna hay nada mal"),
    parity: ("paridad", "lo mismo en los dos idiomas"),
    translations: ("traducciones", "cada una dice lo que dice su página en inglés"),
    links: ("enlaces", "todos llevan a algo"),
    hosts: ("hosts", "no se carga nada de otro host"),
    sizes: ("tamaños", "todo es bastante liviano"),
    recordings: ("grabaciones", "están todas y al día"),
    listings: ("listados", "cada uno se recortó de un programa"),
    code: ("código", "compila, y es el mismo en los dos idiomas"),
    style: ("estilo", "nada que arreglar"),
    instructors: ("docentes", "como dicen los manifiestos"),
    exercises: ("ejercicios", "cada uno tiene su lugar"),
    faults: |count| if count == 1 { "1 falla".into() } else { format!("{} fallas", es(count)) },
    not_rendered: "enlaces, hosts, tamaños: no se miraron, porque el libro no se puede construir",

    pages_built: |pages| pages.map_or_else(|| "sin construir".into(), |pages| format!("{} construidas", es(pages))),
    pages_compared: |pages| format!("{} páginas comparadas", es(pages)),
    links_looked_at: |links, pages| format!("{} en {} páginas", es(links), es(pages)),
    hosts_looked_at: |links, hosts, files| format!("{} enlaces a {hosts} hosts en {} archivos", es(links), es(files)),
    sizes_looked_at: |first, pages, largest| {
        format!(
            "primera página {}, {} páginas con texto y archivos propios, las más grandes: {largest}",
            kb_es(first),
            es(pages)
        )
    },
    sized: |page, size| format!("{} {}", page.display(), kb_es(size)),
    recordings_looked_at: |sessions, figures, examples| {
        format!("{} sesiones, {} figuras, {} ejemplos", es(sessions), es(figures), es(examples))
    },
    listings_looked_at: |listings, files| format!("{} de {} archivos", es(listings), es(files)),
    code_looked_at: |pieces| format!("{} pedazos en páginas de errores y pistas", es(pieces)),
    lines_looked_at: |lines, words| format!("{} líneas, {words} clases de palabras que no se usan", es(lines)),
    rows_looked_at: |exercises, pages| format!("{exercises} ejercicios en {pages} páginas"),
    exercises_looked_at: |exercises, mistakes| format!("{exercises} ejercicios, sus pistas, {mistakes} errores"),

    only_one_language: "esta página está en un solo idioma. Escríbela en el otro, o sácala",
    options: |count, right| format!("({count} opciones, la correcta es la {right})"),
    a_table: "una tabla",
    differs: |here, there, place| format!("aquí hay `{here}`, y en inglés ({place}) `{there}`. Deja las dos iguales"),
    missing_here: |what, place| format!("aquí falta `{what}` ({place}). Agrégalo, o sácalo de allá"),
    only_here: |what, english| format!("`{what}` no está en {}. Agrégalo allá, o sácalo de aquí", english.display()),
    quiz_twice: |id, there| {
        format!("el quiz `{id}` ya está en {there}: las respuestas se guardan con el id, elige otro")
    },
    not_written_from: |page| {
        format!(
            "no está anotado de qué texto en inglés se escribió esto. Compara los dos, y después: cargo lab book translated {page}"
        )
    },
    english_changed: |english, page| {
        format!(
            "{} cambió desde que esto se escribió. Di aquí lo que dice ahora, y después: cargo lab book translated {page}",
            english.display()
        )
    },
    page_gone: |page| format!("`{page}` ya no está. Saca su línea"),
    not_readable: |what| format!("no se entiende: {what}. Escríbelo de nuevo: cargo lab book translated --all"),
    not_written: |error| format!("no se puede escribir: {error}"),
    no_such_page: "no hay tal página en los dos idiomas",
    which_pages: "¿qué páginas en castellano dicen lo que sus páginas en inglés dicen ahora?",
    name_pages: "nómbralas (cargo lab book translated ports.md mistakes/single-read.md), o todas: --all",
    pages_and_all: "hay nombres de páginas, y también --all",
    noted: |count, file| match count {
        1 => format!("Una página anotada en {}.", file.display()),
        _ => format!("{} páginas anotadas en {}.", es(count), file.display()),
    },

    leads_nowhere: |to| format!("`{to}` no lleva a nada: no hay tal archivo. Arregla la dirección"),
    no_such_id: |to, page| {
        format!("`{to}` no lleva a nada: {} no tiene ese id. Arregla la dirección, o agrega el id", page.display())
    },
    no_element: |id| format!("un elemento se refiere al id `{id}`, que no está en la página"),
    id_twice: |id| format!("el id `{id}` está dos veces en la página. Elige otro para uno de los dos"),
    nameless: |tag| format!("quien no puede ver esto no sabe qué es: {tag}. Ponle un nombre"),
    no_title: "la página no tiene título",
    loads: |to| format!("`{to}` se saca de otro host. Un libro funciona sin red: guarda en él una copia, o déjalo"),
    no_web_address: |to| format!("`{to}` no es una dirección que un navegador siga: solo http o https"),
    unknown_host: |host| {
        format!(
            "ningún enlace lleva todavía a `{host}`. Usa una fuente que el libro ya tenga, o agrega el host en tools/book/src/check/hosts.toml"
        )
    },
    no_hosts: |why| format!("no se sabe a qué hosts pueden llevar los enlaces: {why}"),
    host_unused: |host| format!("ya ningún enlace lleva a `{host}`. Sácalo"),
    first_page_heavy: |size, most| format!("la primera página pesa {}, más de {}", kb_es(size), kb_es(most)),
    page_heavy: |size, most| {
        format!(
            "{} propios, más de {}. Acórtala, o dibuja menos eventos en sus figuras (`only`)",
            kb_es(size),
            kb_es(most)
        )
    },

    session_unused: "ninguna página muestra esta sesión. Muéstrala, o sácala",
    recording_unused: "ninguna página muestra esta grabación: cargo lab book record la saca",
    example_not_run: |name| {
        format!("ninguna sesión ejecuta `{name}`, así que nada lo prueba. Muestra una que lo haga, o sácalo")
    },
    not_cut: "el código de un capítulo se recorta de un programa de examples/: {{#include ../../examples/ARCHIVO.rs:PARTE}} y nada más",
    cut_from_a_solution: "un capítulo no regala soluciones. Muestra un problema parecido, en examples/",
    code_differs: |english, line| {
        format!(
            "este código no es el de {}:{line}. Solo los textos y los comentarios pueden ser otros",
            english.display()
        )
    },
    does_not_compile: |message| format!("este código no compila: {message}"),
    no_compiler: |error| format!("no se pudo compilar el código de sus páginas: {error}"),

    long_line: |length, most| format!("{length} letras en una línea, más de {most}. Córtala"),
    trailing_blanks: "espacios al final de la línea. Sácalos",
    last_line: "una página termina con un solo fin de línea",
    unwanted: |word, why| format!("`{word}`: {why}"),
    row_is: |row| format!("los manifiestos dicen: {row}"),
    row_missing: |row| format!("falta esta fila: {row}"),
    row_of_nothing: "esta fila no es de ningún ejercicio. Sácala",
    total_is: |points| format!("todos los ejercicios juntos valen {points} puntos, y la página no lo dice"),
    no_chapter: |lang, chapter| format!("el capítulo es `{chapter}`, y no hay book/{}/{chapter}.md", lang.code()),
    no_card: |slug| format!("aquí va la tarjeta de `{slug}`: un bloque exercise con slug = \"{slug}\""),
    card_twice: |slug| format!("la tarjeta de `{slug}` está aquí por segunda vez. Sácala"),
    hint_elsewhere: |chapter, page| {
        format!("las pistas mandan a leer `{chapter}`, y el capítulo es {}", page.display())
    },
    no_heading: |page, id| format!("{} no tiene un título {{#{id}}}, adonde mandan estas pistas", page.display()),
    heading_differs: |here, there, page, line| {
        format!("el título aquí es `{here}`, y en {}:{line} es `{there}`. Deja los dos iguales", page.display())
    },
    mistake_not_linked: "ningún capítulo lleva a esta página, y el catálogo tampoco. Graba los errores (cargo lab book record mistakes), o enlázala",
};

/// A size in thousands of bytes.
fn kb_en(bytes: u64) -> String {
    format!("{} KB", en(bytes.div_ceil(1000)))
}

fn kb_es(bytes: u64) -> String {
    format!("{} KB", es(bytes.div_ceil(1000)))
}
