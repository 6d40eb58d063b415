//! The command with which a run that was stopped goes on.

use crate::options::Grade;
use crate::words::spoken;

/// As it can be typed in a shell. Without `--regrade`: what was put aside is judged again all the same.
pub fn command(grade: &Grade) -> String {
    let mut words = vec!["cargo lab grade".to_owned(), quoted(&grade.submissions.to_string_lossy())];
    let mut option = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            words.push(format!("{name} {value}"));
        }
    };
    let path = |path: &std::path::Path| quoted(&path.to_string_lossy());
    option("--out", Some(path(&grade.out)));
    option("--rules", grade.rules.as_deref().map(path));
    option("--jobs", grade.jobs.map(|jobs| jobs.to_string()));
    option("--shard", grade.shard.map(|shard| shard.to_string()));
    option("--require-tier", grade.require_tier.map(|tier| tier.to_string()));
    option("--lang", Some(spoken().code().to_owned()));
    let only: Vec<String> = grade.only.iter().map(|name| quoted(name)).collect();
    option("--only", Some(only.join(" ")).filter(|only| !only.is_empty()));
    words.join(" ")
}

/// In quotes where a shell needs them.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+,:@%".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_can_be_typed_again() {
        let grade = Grade {
            submissions: "my class".into(),
            out: "it's here".into(),
            only: vec!["ana maría".into()],
            shard: "2/4".parse().ok(),
            ..Grade::default()
        };
        let command = command(&grade);
        assert!(command.starts_with(r"cargo lab grade 'my class' --out 'it'\''s here' --shard 2/4 "), "{command}");
        assert!(command.ends_with("--only 'ana maría'"), "{command}");
    }
}
