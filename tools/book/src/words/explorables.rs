//! What is wrong with an explorable's block.

use enchufe::words::Lang;

pub struct Words {
    pub no_such_explorable: fn(&str, &str) -> String,
}

pub fn explorables() -> &'static Words {
    match super::spoken() {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

static EN: Words =
    Words { no_such_explorable: |name, known| format!("no explorable is called `{name}`; there are: {known}") };

static ES: Words =
    Words { no_such_explorable: |name, known| format!("ninguna figura interactiva se llama `{name}`; hay: {known}") };
