//! JSON that is nearly right: real values, with a few of their parts changed.

use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_oneof};
use proptest::sample::{Index, select};
use serde_json::{Value, json};

/// One part changed.
#[derive(Debug, Clone)]
enum Edit {
    /// Another value in its place.
    Replace(Index, Value),
    /// A copy of another part in its place.
    Copy(Index, Index),
    /// Without one of its keys, or items.
    Drop(Index, Index),
    /// One of its items twice.
    Double(Index, Index),
}

/// Values made of these.
pub fn mutated(values: Vec<Value>) -> impl Strategy<Value = Value> {
    let place = any::<Index>;
    let edit = prop_oneof![
        3 => (place(), select(odd())).prop_map(|(at, value)| Edit::Replace(at, value)),
        1 => (place(), place()).prop_map(|(at, from)| Edit::Copy(at, from)),
        2 => (place(), place()).prop_map(|(at, part)| Edit::Drop(at, part)),
        1 => (place(), place()).prop_map(|(at, part)| Edit::Double(at, part)),
    ];
    (select(values), vec(edit, 0..5)).prop_map(|(mut value, edits)| {
        edits.into_iter().for_each(|edit| edit.apply(&mut value));
        value
    })
}

/// What nobody expects anywhere.
fn odd() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(0),
        json!(-1),
        json!(1),
        json!(65_536),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(0.5),
        json!(1e300),
        json!(""),
        json!("x"),
        json!("\u{202e}\u{0}\n"),
        json!("A"),
        json!("[fe80::1234:5678:9abc:def0%4294967295]:65535"),
        json!("0.0.0.0:0"),
        json!("é".repeat(3000)),
        json!([]),
        json!([0, 255, 256]),
        json!([[[[]]]]),
        json!({}),
        json!({ "event": "closed" }),
    ]
}

impl Edit {
    fn apply(self, value: &mut Value) {
        let parts = count(value);
        match self {
            Edit::Replace(at, other) => *part(value, at.index(parts)) = other,
            Edit::Copy(at, from) => {
                let other = part(value, from.index(parts)).clone();
                *part(value, at.index(parts)) = other;
            }
            Edit::Drop(at, place) => match part(value, at.index(parts)) {
                Value::Array(items) if !items.is_empty() => drop(items.remove(place.index(items.len()))),
                Value::Object(keys) if !keys.is_empty() => {
                    let key = keys.keys().nth(place.index(keys.len())).cloned();
                    key.into_iter().for_each(|key| drop(keys.remove(&key)));
                }
                _ => {}
            },
            Edit::Double(at, place) => {
                if let Value::Array(items) = part(value, at.index(parts))
                    && !items.is_empty()
                {
                    let place = place.index(items.len());
                    items.insert(place, items[place].clone());
                }
            }
        }
    }
}

/// How many parts a value has, with itself.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(keys) => keys.values().map(count).sum(),
        _ => 0,
    }
}

/// The part with this number, counted as it is written.
fn part(value: &mut Value, mut number: usize) -> &mut Value {
    if number == 0 {
        return value;
    }
    number -= 1;
    let inside: Vec<&mut Value> = match value {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(keys) => keys.values_mut().collect(),
        _ => unreachable!("a part has a number below the count of all"),
    };
    for one in inside {
        let parts = count(one);
        if number < parts {
            return part(one, number);
        }
        number -= parts;
    }
    unreachable!("a part has a number below the count of all")
}
