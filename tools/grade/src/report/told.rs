//! The report of one rule, taken apart: what happened, the conversation, and what is said of it. The harness writes it
//! as a text for a terminal; a page draws the conversation itself and must not show it twice.

/// The parts of a report.
pub struct Told {
    /// What happened, in a line.
    pub headline: String,
    /// The conversation, line by line; empty if there was none.
    pub conversation: String,
    /// All that comes after the headline but the conversation: comparisons, findings, what to read.
    pub rest: String,
}

/// Takes a report apart.
///
/// It begins with the rule in a paragraph of its own. The headline follows; at its right edge stands the slug of the
/// mistake, if there is one. The conversation is the paragraph whose first line says what its signs stand for, behind the
/// head of the times if they are kept.
pub fn told(report: &str, mistake: Option<&str>) -> Told {
    let mut paragraphs = report.trim_end().split("\n\n").skip(1);
    let headline = paragraphs.next().unwrap_or_default();
    let words = headline.split_whitespace().collect::<Vec<_>>().join(" ");
    let headline = mistake.and_then(|slug| words.strip_suffix(slug)).unwrap_or(&words).trim_end().to_owned();
    let (mut conversation, mut rest) = (String::new(), Vec::new());
    for paragraph in paragraphs {
        let begins = paragraph.trim_start();
        let is_conversation = begins.starts_with("ms ") || begins.starts_with("> ");
        if conversation.is_empty() && rest.is_empty() && is_conversation {
            conversation = paragraph.to_owned();
        } else {
            rest.push(paragraph);
        }
    }
    Told { headline, conversation, rest: rest.join("\n\n") }
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn a_report_is_taken_apart_and_nothing_of_it_is_lost() {
        let report = "03 tcp-client · prints every byte\n\n  It stopped.      single-read\n\n      ms     > to you\n     0.0  \
                      lab  listening\n\n  stdout   expected  \"a\"\n\n  Read   cargo lab explain single-read\n";
        let told = told(report, Some("single-read"));
        assert_eq!(told.headline, "It stopped.");
        assert!(told.conversation.ends_with("lab  listening"), "{}", told.conversation);
        assert_eq!(told.rest, "  stdout   expected  \"a\"\n\n  Read   cargo lab explain single-read");
    }

    #[test]
    fn a_conversation_without_times_is_one_too() {
        let report = "03 tcp-client · rule\n\n  It stopped.\n\n             > to you   < from you\n        lab  listening\n\n  \
                      stdout   expected  \"a\"\n";
        let told = told(report, None);
        assert!(told.conversation.ends_with("lab  listening"), "{}", told.conversation);
        assert_eq!(told.rest, "  stdout   expected  \"a\"");
    }

    #[test]
    fn a_report_without_a_conversation_has_none() {
        let told = told("03 tcp-client · sends nothing\n\n  Not written yet.\n\n  Edit   src/main.rs\n", None);
        assert_eq!((told.headline.as_str(), told.conversation.as_str()), ("Not written yet.", ""));
        assert_eq!(told.rest, "  Edit   src/main.rs");
    }
}
