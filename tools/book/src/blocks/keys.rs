//! The keys of a block: each kind knows its own, and any other is an error.

use toml::Value;

use super::Block;
use crate::words::blocks as words_of;

impl Block<'_> {
    /// # Errors
    /// The block has a key that is not one of `known`.
    pub fn only(&self, known: &[&str]) -> Result<(), String> {
        let stranger = self.table.keys().find(|key| !known.contains(&key.as_str()));
        stranger.map_or(Ok(()), |key| Err((words_of().unknown_key)(key, &known.join(", "))))
    }

    /// The text of a key that must be there.
    ///
    /// # Errors
    /// It is missing, empty, or no text.
    pub fn text(&self, key: &str) -> Result<&str, String> {
        self.optional(key)?.ok_or_else(|| (words_of().missing_key)(key))
    }

    /// The text of a key that may be there.
    ///
    /// # Errors
    /// It is empty or no text.
    pub fn optional(&self, key: &str) -> Result<Option<&str>, String> {
        match self.table.get(key) {
            None => Ok(None),
            Some(Value::String(text)) if !text.trim().is_empty() => Ok(Some(text)),
            Some(_) => Err((words_of().not_a_text)(key)),
        }
    }

    /// Whether a key is `true`. It need not be there.
    ///
    /// # Errors
    /// It is neither true nor false.
    pub fn is_set(&self, key: &str) -> Result<bool, String> {
        match self.table.get(key) {
            None => Ok(false),
            Some(Value::Boolean(is_set)) => Ok(*is_set),
            Some(_) => Err((words_of().not_a_truth)(key)),
        }
    }
}
