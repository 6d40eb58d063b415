//! A transcript as JSON: written into reports, and read back from them by the companion. Knows nothing of reports.

use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

use serde_json::{Value, json};

use super::{Event, Fate, Label, Payload, Stream, Transcript, What};

/// Why a value is not the JSON of a transcript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JsonError {
    /// It is not an array.
    NotAList,
    /// The event at this place, counted from 0, cannot be used.
    Event { index: usize, flaw: Flaw },
}

/// What is wrong with one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// It lacks this key.
    Missing(&'static str),
    /// What this key says is not what belongs there.
    Unusable(&'static str),
    /// There is no event of this name: an older or newer harness wrote it.
    Unknown(String),
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JsonError::NotAList => f.write_str("the transcript is not a list of events"),
            JsonError::Event { index, flaw } => {
                write!(f, "event {index} of the transcript: ")?;
                match flaw {
                    Flaw::Missing(key) => write!(f, "it has no `{key}`"),
                    Flaw::Unusable(key) => write!(f, "its `{key}` cannot be used"),
                    Flaw::Unknown(event) => write!(f, "there is no event named {event:?}"),
                }
            }
        }
    }
}

impl std::error::Error for JsonError {}

impl Transcript {
    /// The list as JSON: an array of objects with `ms`, to the microsecond, `label`, `event` and what the event says.
    /// Bytes are given as text where they are UTF-8, else as an array of numbers; `bytes` is how many there were, and
    /// `data_end` the last of them where the middle was not kept.
    pub fn to_json(&self) -> Value {
        self.lock().iter().map(Event::to_json).collect()
    }

    /// The list that [`to_json`](Transcript::to_json) wrote. Keys that nobody asks for are passed over.
    ///
    /// # Errors
    /// The value is not a transcript, or has an event that this harness does not know.
    pub fn from_json(json: &Value) -> Result<Transcript, JsonError> {
        let list = json.as_array().ok_or(JsonError::NotAList)?;
        let event = |(index, json)| Event::from_json(json).map_err(|flaw| JsonError::Event { index, flaw });
        Ok(Transcript::from_events(list.iter().enumerate().map(event).collect::<Result<_, _>>()?))
    }
}

impl Event {
    fn to_json(&self) -> Value {
        let mut json = json!({ "ms": millis(self.at), "event": self.what.name() });
        let mut put = |key: &str, value: Value| json[key] = value;
        if let Some(label) = self.label {
            put("label", label.to_string().into());
        }
        match &self.what {
            What::Started { command } => put("command", command.as_str().into()),
            What::Listening { at } => put("at", at.to_string().into()),
            What::Silent { at, last } => {
                put("at", at.to_string().into());
                put("last", (*last).into());
            }
            What::Connected { lab, you } => {
                put("lab", lab.to_string().into());
                put("you", you.to_string().into());
            }
            What::Sent { lab, you, datagram, .. } | What::Received { lab, you, datagram, .. } => {
                put("lab", lab.to_string().into());
                put("you", you.to_string().into());
                put("datagram", (*datagram).into());
            }
            What::Relayed { lab, you, via, to, fate, .. } => {
                put("lab", lab.to_string().into());
                put("you", you.to_string().into());
                put("via", via.to_string().into());
                put("to", to.to_string().into());
                put("fate", fate.name().into());
                if let Fate::Delay(time) = fate {
                    put("delay_ms", millis(*time).into());
                }
            }
            What::Unread { bytes } => put("bytes", (*bytes).into()),
            What::Printed { stream, .. } => put("stream", stream.name().into()),
            What::Ended { code, signal } => {
                put("code", (*code).into());
                put("signal", (*signal).into());
            }
            What::NothingCame { waited } => put("waited_ms", millis(*waited).into()),
            What::Refused { .. }
            | What::HalfClosed
            | What::Closed
            | What::Aborted
            | What::YouClosed
            | What::YouReset
            | What::Typed { .. }
            | What::InputEnded => {}
        }
        if let Some(bytes) = self.what.payload() {
            put("bytes", bytes.len.into());
            put("data", bytes_to_json(&bytes.head));
            if !bytes.tail.is_empty() {
                put("data_end", bytes_to_json(&bytes.tail));
            }
        }
        json
    }

    fn from_json(json: &Value) -> Result<Event, Flaw> {
        let fields = Fields(json);
        let label = match json.get("label") {
            None | Some(Value::Null) => None,
            Some(label) => Some(label.as_str().and_then(Label::parse).ok_or(Flaw::Unusable("label"))?),
        };
        Ok(Event { at: fields.time("ms")?, label, what: fields.what()? })
    }
}

impl Label {
    /// The label that is shown so: `A`, `B`, … `Z`, `A1`, …
    fn parse(text: &str) -> Option<Label> {
        let mut letters = text.chars();
        let letter = letters.next().filter(char::is_ascii_uppercase)?;
        let round: usize = if letters.as_str().is_empty() { 0 } else { letters.as_str().parse().ok()? };
        let label = Label(round.checked_mul(26)?.checked_add(usize::from(letter as u8 - b'A'))?);
        // `A01` and `A0` are no labels.
        (label.to_string() == text).then_some(label)
    }
}

/// The keys of one event.
struct Fields<'j>(&'j Value);

impl Fields<'_> {
    fn what(&self) -> Result<What, Flaw> {
        Ok(match self.text("event")? {
            "started" => What::Started { command: self.text("command")?.to_owned() },
            "listening" => What::Listening { at: self.address("at")? },
            "silent" => What::Silent { at: self.address("at")?, last: self.number("last")? },
            "connected" => What::Connected { lab: self.address("lab")?, you: self.address("you")? },
            "sent" => What::Sent {
                lab: self.address("lab")?,
                you: self.address("you")?,
                bytes: self.payload()?,
                datagram: self.truth("datagram")?,
            },
            "received" => What::Received {
                lab: self.address("lab")?,
                you: self.address("you")?,
                bytes: self.payload()?,
                datagram: self.truth("datagram")?,
            },
            "relayed" => What::Relayed {
                lab: self.address("lab")?,
                you: self.address("you")?,
                via: self.address("via")?,
                to: self.address("to")?,
                bytes: self.payload()?,
                fate: self.fate()?,
            },
            "refused" => What::Refused { bytes: self.payload()? },
            "unread" => What::Unread { bytes: self.number("bytes")? },
            "half-closed" => What::HalfClosed,
            "closed" => What::Closed,
            "aborted" => What::Aborted,
            "you-closed" => What::YouClosed,
            "you-reset" => What::YouReset,
            "typed" => What::Typed { bytes: self.payload()? },
            "input-ended" => What::InputEnded,
            "printed" => What::Printed { stream: self.stream()?, bytes: self.payload()? },
            "ended" => What::Ended { code: self.number_if_any("code")?, signal: self.number_if_any("signal")? },
            "nothing-came" => What::NothingCame { waited: self.time("waited_ms")? },
            other => return Err(Flaw::Unknown(other.to_owned())),
        })
    }

    fn get(&self, key: &'static str) -> Result<&Value, Flaw> {
        self.0.get(key).ok_or(Flaw::Missing(key))
    }

    fn text(&self, key: &'static str) -> Result<&str, Flaw> {
        self.get(key)?.as_str().ok_or(Flaw::Unusable(key))
    }

    fn truth(&self, key: &'static str) -> Result<bool, Flaw> {
        self.get(key)?.as_bool().ok_or(Flaw::Unusable(key))
    }

    fn address(&self, key: &'static str) -> Result<SocketAddr, Flaw> {
        self.text(key)?.parse().map_err(|_| Flaw::Unusable(key))
    }

    fn number<N: TryFrom<i64>>(&self, key: &'static str) -> Result<N, Flaw> {
        self.number_if_any(key)?.ok_or(Flaw::Unusable(key))
    }

    /// A number, or `null`.
    fn number_if_any<N: TryFrom<i64>>(&self, key: &'static str) -> Result<Option<N>, Flaw> {
        let value = self.get(key)?;
        if value.is_null() {
            return Ok(None);
        }
        let number = value.as_i64().and_then(|number| N::try_from(number).ok());
        number.map(Some).ok_or(Flaw::Unusable(key))
    }

    fn time(&self, key: &'static str) -> Result<Duration, Flaw> {
        let micros = self.get(key)?.as_f64().map(|ms| (ms * 1e3).round());
        // As large as any time, and small enough to be a whole number of microseconds.
        let micros = micros.filter(|micros| (0.0..=2f64.powi(53)).contains(micros));
        micros.map(|micros| Duration::from_micros(micros as u64)).ok_or(Flaw::Unusable(key))
    }

    fn stream(&self) -> Result<Stream, Flaw> {
        let name = self.text("stream")?;
        let known = [Stream::Stdout, Stream::Stderr].into_iter().find(|stream| stream.name() == name);
        known.ok_or(Flaw::Unusable("stream"))
    }

    fn fate(&self) -> Result<Fate, Flaw> {
        let name = self.text("fate")?;
        let plain = [Fate::Pass, Fate::Drop, Fate::Double, Fate::Swap].into_iter().find(|fate| fate.name() == name);
        match plain {
            Some(fate) => Ok(fate),
            None if name == Fate::Delay(Duration::ZERO).name() => Ok(Fate::Delay(self.time("delay_ms")?)),
            None => Err(Flaw::Unusable("fate")),
        }
    }

    fn payload(&self) -> Result<Payload, Flaw> {
        let len: usize = self.number("bytes")?;
        let head = bytes_from_json(self.get("data")?).ok_or(Flaw::Unusable("data"))?;
        let tail = match self.0.get("data_end") {
            None => Vec::new(),
            Some(tail) => bytes_from_json(tail).filter(|tail| !tail.is_empty()).ok_or(Flaw::Unusable("data_end"))?,
        };
        let kept = head.len() + tail.len();
        // What lies between the two was not kept; without an end there is nothing between.
        let fits = if tail.is_empty() { kept == len } else { kept <= len };
        if fits { Ok(Payload { len, head, tail }) } else { Err(Flaw::Unusable("bytes")) }
    }
}

/// Bytes as JSON: a string where they are UTF-8, else an array of numbers.
fn bytes_to_json(bytes: &[u8]) -> Value {
    std::str::from_utf8(bytes).map_or_else(|_| bytes.into(), Value::from)
}

fn bytes_from_json(json: &Value) -> Option<Vec<u8>> {
    match json {
        Value::String(text) => Some(text.clone().into_bytes()),
        Value::Array(numbers) => numbers.iter().map(|number| number.as_u64()?.try_into().ok()).collect(),
        _ => None,
    }
}

fn millis(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}
