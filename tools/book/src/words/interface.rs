//! The words of mdBook's own interface, and what is said in their place in Spanish. Each English text stands here exactly
//! as mdBook writes it, with enough around it that nothing of a page's own text is meant.

/// On every page, outside of the page's own text.
pub const PAGE: [(&str, &str); 30] = [
    (">Keyboard shortcuts</h2>", ">Teclas</h2>"),
    (
        "<p>Press <kbd>←</kbd> or <kbd>→</kbd> to navigate between chapters</p>",
        "<p><kbd>←</kbd> o <kbd>→</kbd>: el capítulo anterior o el siguiente</p>",
    ),
    (
        "<p>Press <kbd>S</kbd> or <kbd>/</kbd> to search in the book</p>",
        "<p><kbd>S</kbd> o <kbd>/</kbd>: buscar en el libro</p>",
    ),
    ("<p>Press <kbd>?</kbd> to show this help</p>", "<p><kbd>?</kbd>: mostrar esta ayuda</p>"),
    ("<p>Press <kbd>Esc</kbd> to hide this help</p>", "<p><kbd>Esc</kbd>: ocultar esta ayuda</p>"),
    (r#"aria-label="Table of contents""#, r#"aria-label="Índice""#),
    (r#"title="Toggle Table of Contents""#, r#"title="Mostrar u ocultar el índice""#),
    (r#"aria-label="Toggle Table of Contents""#, r#"aria-label="Mostrar u ocultar el índice""#),
    (r#"title="Change theme""#, r#"title="Cambiar los colores""#),
    (r#"aria-label="Change theme""#, r#"aria-label="Cambiar los colores""#),
    (r#"aria-label="Themes""#, r#"aria-label="Colores""#),
    (r#"id="mdbook-theme-default_theme">Auto<"#, r#"id="mdbook-theme-default_theme">Automático<"#),
    (r#"id="mdbook-theme-light">Light<"#, r#"id="mdbook-theme-light">Claro<"#),
    (r#"id="mdbook-theme-rust">Rust<"#, r#"id="mdbook-theme-rust">Óxido<"#),
    (r#"id="mdbook-theme-coal">Coal<"#, r#"id="mdbook-theme-coal">Carbón<"#),
    (r#"id="mdbook-theme-navy">Navy<"#, r#"id="mdbook-theme-navy">Azul marino<"#),
    (r#"id="mdbook-theme-ayu">Ayu<"#, r#"id="mdbook-theme-ayu">Ayu<"#),
    ("title=\"Search (`/`)\"", "title=\"Buscar (`/`)\""),
    (r#"aria-label="Toggle Searchbar""#, r#"aria-label="Buscar""#),
    (r#"placeholder="Search this book ...""#, r#"placeholder="Buscar en el libro …""#),
    (r#"title="Print this book""#, r#"title="Imprimir el libro""#),
    (r#"aria-label="Print this book""#, r#"aria-label="Imprimir el libro""#),
    (r#"aria-label="Page navigation""#, r#"aria-label="Capítulos vecinos""#),
    (r#"title="Previous chapter""#, r#"title="Capítulo anterior""#),
    (r#"aria-label="Previous chapter""#, r#"aria-label="Capítulo anterior""#),
    (r#"title="Next chapter""#, r#"title="Capítulo siguiente""#),
    (r#"aria-label="Next chapter""#, r#"aria-label="Capítulo siguiente""#),
    (r#"aria-keyshortcuts="Left""#, r#"aria-keyshortcuts="ArrowLeft""#),
    (r#"aria-keyshortcuts="Right""#, r#"aria-keyshortcuts="ArrowRight""#),
    (r#"aria-keyshortcuts="/ s""#, r#"aria-keyshortcuts="/ S""#),
];

/// The titles of alerts, inside a page's text.
pub const ALERTS: [(&str, &str); 5] = [
    ("</svg>Note</p>", "</svg>Nota</p>"),
    ("</svg>Tip</p>", "</svg>Consejo</p>"),
    ("</svg>Important</p>", "</svg>Importante</p>"),
    ("</svg>Warning</p>", "</svg>Cuidado</p>"),
    ("</svg>Caution</p>", "</svg>Peligro</p>"),
];

/// In mdBook's script.
pub const SCRIPT: [(&str, &str); 5] = [
    ("'Copy to clipboard'", "'Copiar'"),
    ("'Copied!'", "'¡Copiado!'"),
    ("'Clipboard error!'", "'¡No se pudo copiar!'"),
    ("Show hidden lines", "Mostrar las líneas ocultas"),
    ("Hide lines", "Ocultar líneas"),
];
