//! A table of a TOML file that knows its lines: whatever is not understood is an error that names its place.

use std::path::Path;

use jiff::Timestamp;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::points::Points;
use crate::problem::Problem;
use crate::words::rules::Words;
use crate::words::{rules, spoken};

/// Where the text came from.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub path: &'a Path,
    pub text: &'a str,
}

impl Place<'_> {
    /// What is wrong at this byte of the text.
    pub fn fault(self, byte: usize, what: &str) -> Problem {
        let before = self.text.get(..byte).unwrap_or(self.text);
        let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
        Problem::new((rules(spoken()).fault)(self.path, line, what)).advise(rules(spoken()).see_example)
    }
}

pub(super) struct Table<'a> {
    place: Place<'a>,
    table: &'a DeTable<'a>,
}

/// A key with its value.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    place: Place<'a>,
    pub key: &'a Spanned<toml::de::DeString<'a>>,
    value: &'a Spanned<DeValue<'a>>,
}

impl<'a> Table<'a> {
    pub fn whole(place: Place<'a>, table: &'a DeTable<'a>) -> Table<'a> {
        Table { place, table }
    }

    /// All items, in the order of the file.
    pub fn items(&self) -> Vec<Item<'a>> {
        let mut items: Vec<_> = self.table.iter().map(|(key, value)| Item { place: self.place, key, value }).collect();
        items.sort_by_key(|item| item.key.span().start);
        items
    }

    /// The items that are there of these, in this order.
    ///
    /// # Errors
    /// There is another one.
    pub fn of<const N: usize>(&self, known: [&str; N]) -> Result<[Option<Item<'a>>; N], Problem> {
        let mut found = [None; N];
        for item in self.items() {
            match known.iter().position(|key| *key == item.name()) {
                Some(at) => found[at] = Some(item),
                None => {
                    return Err(item.fault_of_key(&(words().unknown_key)(item.name(), &known.join(", "))));
                }
            }
        }
        Ok(found)
    }

    pub fn fault(&self, what: &str) -> Problem {
        let first = self.table.keys().map(|key| key.span().start).min();
        self.place.fault(first.unwrap_or_default(), what)
    }
}

impl<'a> Item<'a> {
    pub fn name(&self) -> &'a str {
        self.key.get_ref()
    }

    pub fn fault(&self, what: &str) -> Problem {
        self.place.fault(self.value.span().start, what)
    }

    pub fn fault_of_key(&self, what: &str) -> Problem {
        self.place.fault(self.key.span().start, what)
    }

    fn wants(&self, what: &str) -> Problem {
        self.fault(&(words().wants)(self.name(), what))
    }

    pub fn table(&self) -> Result<Table<'a>, Problem> {
        match self.value.get_ref() {
            DeValue::Table(table) => Ok(Table { place: self.place, table }),
            _ => Err(self.wants(words().a_table)),
        }
    }

    pub fn text(&self) -> Result<&'a str, Problem> {
        match self.value.get_ref() {
            DeValue::String(text) => Ok(text),
            _ => Err(self.wants(words().a_text)),
        }
    }

    pub fn bool(&self) -> Result<bool, Problem> {
        self.value.get_ref().as_bool().ok_or_else(|| self.wants(words().yes_or_no))
    }

    pub fn number(&self, least: u32, most: u32) -> Result<u32, Problem> {
        let number = self.value.get_ref().as_integer().filter(|number| number.radix() == 10);
        let number = number.and_then(|number| number.as_str().replace('_', "").parse().ok());
        let fits = number.filter(|number| (least..=most).contains(number));
        fits.ok_or_else(|| self.wants(&(words().a_number)(least, most)))
    }

    /// `7` or `7.5`, read as it is written: never as a binary fraction.
    pub fn points(&self) -> Result<Points, Problem> {
        let written = match self.value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str()),
            DeValue::Float(number) => Some(number.as_str()),
            _ => None,
        };
        written.and_then(points).ok_or_else(|| self.wants(words().points))
    }

    pub fn time(&self) -> Result<Timestamp, Problem> {
        let time = match self.value.get_ref() {
            DeValue::Datetime(time) => time.to_string().parse().ok(),
            _ => None,
        };
        time.ok_or_else(|| self.wants(words().a_time))
    }

    /// The zone that a time is written with.
    pub fn offset(&self) -> jiff::tz::Offset {
        let minutes = match self.value.get_ref() {
            DeValue::Datetime(toml::value::Datetime {
                offset: Some(toml::value::Offset::Custom { minutes }), ..
            }) => i32::from(*minutes),
            _ => 0,
        };
        jiff::tz::Offset::from_seconds(minutes * 60).unwrap_or(jiff::tz::Offset::UTC)
    }

    /// A list of texts, each with its place.
    pub fn list(&self) -> Result<Vec<(&'a str, usize)>, Problem> {
        let wants = || self.wants(words().a_list);
        let DeValue::Array(items) = self.value.get_ref() else { return Err(wants()) };
        let text = |item: &'a Spanned<DeValue<'a>>| match item.get_ref() {
            DeValue::String(text) => Ok((text.as_ref(), item.span().start)),
            _ => Err(wants()),
        };
        items.iter().map(text).collect()
    }

    pub fn place(&self) -> Place<'a> {
        self.place
    }
}

fn words() -> &'static Words {
    rules(spoken())
}

fn points(written: &str) -> Option<Points> {
    let written = written.replace('_', "");
    let (whole, rest) = written.split_once('.').unwrap_or((&written, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(rest) || rest.len() > 2 {
        return None;
    }
    let hundredths = whole.parse::<u64>().ok()?.checked_mul(100)? + format!("{rest:0<2}").parse::<u64>().ok()?;
    (hundredths <= 10_000_000).then_some(Points(hundredths))
}
