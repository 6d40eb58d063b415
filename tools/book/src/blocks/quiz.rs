//! A question with three or four answers, and a reason for each. Without scripts the reasons are behind a line to open;
//! `quiz.js` puts each beside its answer once the reader has chosen.

use toml::{Table, Value};

use super::{Block, escape, inline};
use crate::site::is_id;
use crate::words::{blocks as words_of, page as words_of_page};

/// One answer.
struct Choice {
    text: String,
    why: String,
    right: bool,
}

pub fn render(block: &Block) -> Result<String, String> {
    let words = words_of();
    block.only(&["id", "question", "option"])?;
    let id = block.text("id")?;
    if !is_id(id) {
        return Err((words.bad_id)(id));
    }
    let choices = choices(block)?;
    let says = words_of_page(block.page.lang);
    let answer = |(number, choice): (usize, &Choice)| {
        format!(
            "<label class=\"answer\"><input type=\"radio\" name=\"quiz-{id}\" value=\"{number}\">\n<span>{}</span></label>\n",
            inline(&choice.text)
        )
    };
    let reason = |(number, choice): (usize, &Choice)| {
        let (right, verdict) = if choice.right { (" data-right", says.right) } else { ("", says.wrong) };
        format!(
            "<li data-answer=\"{number}\"{right}><span class=\"of\">{}</span> <span class=\"why\"><strong>{verdict}</strong> {}</span></li>\n",
            inline(&choice.text),
            inline(&choice.why)
        )
    };
    let answers: String = (1..).zip(&choices).map(answer).collect();
    let reasons: String = (1..).zip(&choices).map(reason).collect();
    Ok(format!(
        "<div class=\"quiz\" id=\"quiz-{id}\" data-quiz=\"{id}\">\n\
         <fieldset>\n<legend><span class=\"kind\">{}</span> {}</legend>\n{answers}</fieldset>\n\
         <details class=\"reasons\">\n<summary>{}</summary>\n<ol>\n{reasons}</ol>\n</details>\n</div>",
        escape(says.quiz),
        inline(block.text("question")?),
        escape(says.reasons),
    ))
}

fn choices(block: &Block) -> Result<Vec<Choice>, String> {
    let words = words_of();
    let options = block.table.get("option").and_then(Value::as_array).ok_or(words.options_wanted)?;
    let tables: Option<Vec<&Table>> = options.iter().map(Value::as_table).collect();
    let tables = tables.filter(|tables| matches!(tables.len(), 3 | 4)).ok_or(words.options_wanted)?;
    let choices = (1..).zip(tables).map(|(number, table)| choice(number, table)).collect::<Result<Vec<_>, _>>()?;
    match choices.iter().filter(|choice| choice.right).count() {
        1 => Ok(choices),
        count => Err((words.one_right)(count)),
    }
}

fn choice(number: usize, table: &Table) -> Result<Choice, String> {
    let words = words_of();
    if let Some(stranger) = table.keys().find(|key| !["text", "why", "right"].contains(&key.as_str())) {
        return Err((words.option_keys)(number, stranger));
    }
    let text = |key: &str| {
        let text = table.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
        text.map(str::to_owned).ok_or_else(|| (words.option_key_missing)(number, key))
    };
    let right = match table.get("right") {
        None => false,
        Some(Value::Boolean(right)) => *right,
        Some(_) => return Err((words.option_keys)(number, "right")),
    };
    Ok(Choice { text: text("text")?, why: text("why")?, right })
}
