//! Names as people order them: whether a letter is a capital or has an accent matters little, and `ñ` follows `n`.

use crate::report::names::bare;

/// Stands behind an `n` and is no letter of a name: `ñ` comes after `n`, whatever follows that.
const TILDE: char = '\u{10ffff}';

/// What names are compared by. Two names may have the same: something else must break the tie.
pub fn in_order(name: &str) -> String {
    let mut folded = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            'ñ' => folded.extend(['n', TILDE]),
            // The same, written as two.
            '\u{303}' if folded.ends_with('n') => folded.push(TILDE),
            '\u{300}'..='\u{36f}' => {}
            _ => folded.push(bare(letter).unwrap_or(letter)),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::in_order;

    fn ordered<const N: usize>(mut names: [&str; N]) -> [&str; N] {
        names.sort_by_cached_key(|name| (in_order(name), (*name).to_owned()));
        names
    }

    #[test]
    fn capitals_and_accents_do_not_part_names() {
        assert_eq!(ordered(["Carla", "ana", "Ángel", "beto", "Ana"]), ["Ana", "ana", "Ángel", "beto", "Carla"]);
    }

    #[test]
    fn the_letter_ñ_follows_n_however_it_is_written() {
        assert_eq!(ordered(["Muñoz", "Munzer", "Munizaga", "Moya"]), ["Moya", "Munizaga", "Munzer", "Muñoz"]);
        assert_eq!(in_order("Mun\u{303}oz"), in_order("muñoz"));
    }
}
