//! Puts the events of a conversation into the one order in which they are kept. Some come together, and which of them is
//! written down first is chance: a program's outputs are read beside the wire, and a piece that it wrote is read as one
//! or as two. What is promised stays: whatever the lab did and heard itself keeps its order, and nothing is put before
//! its cause.

use std::net::SocketAddr;

use enchufe::transcript::{Event, Payload, Stream, What};

/// Neighbours of one stream are one piece where either is as large as this, as in the harness itself: a flood is cut by
/// the buffers that it goes through.
const BULK: usize = 2 * 1024;

/// A piece as large as this is a flood: what follows on its stream while nothing but bytes moves belongs to it.
const FLOOD: usize = 8 * 1024;

/// The events in their settled order, with the pieces of a stream joined that lie side by side then.
pub fn settled(events: Vec<Event>) -> Vec<Event> {
    // Where somebody types, the lab also waits for what is printed, and goes on because of it.
    let is_answered = events.iter().any(|event| matches!(event.what, What::Typed { .. }));
    let mut list = List { settled: Vec::new(), printed: Default::default(), is_answered };
    for event in called_after_they_said_where(events) {
        list.take(event);
    }
    list.print();
    list.settled
}

/// A server is called after it has said where it listens, also where that was written down a moment later.
fn called_after_they_said_where(mut events: Vec<Event>) -> Vec<Event> {
    let mut at = 0;
    while at < events.len() {
        if let Some((address, length)) = where_it_listens(&events[at].what) {
            let (line, rest) = cut(events.remove(at), length);
            let place = events.iter().position(|event| program_of(&event.what) == Some(address)).unwrap_or(at);
            events.insert(place, line);
            if let Some(rest) = rest {
                events.insert(place.max(at) + 1, rest);
            }
            // One that was moved on is met again, where it stays.
            at += usize::from(place <= at);
        } else {
            at += 1;
        }
    }
    events
}

/// The address of a program that says where it listens, and how many bytes say so.
fn where_it_listens(what: &What) -> Option<(SocketAddr, usize)> {
    let What::Printed { stream: Stream::Stdout, bytes } = what else { return None };
    let line = bytes.head.split_inclusive(|byte| *byte == b'\n').next()?;
    let said = std::str::from_utf8(line).ok()?.strip_prefix("listening on ")?.strip_suffix('\n')?;
    Some((said.parse().ok()?, line.len()))
}

/// The program's address in an event of the lab.
fn program_of(what: &What) -> Option<SocketAddr> {
    match what {
        What::Connected { you, .. } | What::Sent { you, .. } => Some(*you),
        _ => None,
    }
}

/// A list in the making.
struct List {
    settled: Vec<Event>,
    /// What was printed on stdout and on stderr, and has no place yet.
    printed: [Option<Event>; 2],
    /// Whether the lab may have done something because of what was printed.
    is_answered: bool,
}

impl List {
    fn take(&mut self, event: Event) {
        match &event.what {
            What::Printed { .. } if where_it_listens(&event.what).is_some() => {
                self.print();
                self.settled.push(event);
            }
            What::Printed { stream, bytes } => {
                let place = usize::from(*stream == Stream::Stderr);
                match &mut self.printed[place] {
                    Some(Event { what: What::Printed { bytes: before, .. }, .. }) => *before = joined(before, bytes),
                    printed => *printed = Some(event),
                }
            }
            // It was there before a wait in vain was over, before its program ended, and before the lab went on.
            What::NothingCame { .. } | What::Ended { .. } => self.behind_what_was_printed(event),
            what if self.is_answered && is_done_by_the_lab(what) => self.behind_what_was_printed(event),
            _ => self.push(event),
        }
    }

    fn behind_what_was_printed(&mut self, event: Event) {
        self.print();
        self.push(event);
    }

    /// Gives what was printed its place: here.
    fn print(&mut self) {
        for event in self.printed.each_mut().into_iter().filter_map(Option::take).collect::<Vec<_>>() {
            self.push(event);
        }
    }

    fn push(&mut self, event: Event) {
        // Whether the lab notices just before it closes that the program has closed already is chance.
        if matches!(event.what, What::Closed) {
            let noticed = |last: &mut Event| matches!(last.what, What::YouClosed) && last.label == event.label;
            self.settled.pop_if(noticed);
        }
        let is_data = |event: &&mut Event| event.what.payload().is_some();
        let mut data = self.settled.iter_mut().rev().take_while(is_data);
        let joins = match data.next() {
            Some(last) if last.label == event.label && joins(&last.what, &event.what) => Some(last),
            last => last.into_iter().chain(data).find(|before| {
                before.label == event.label && is_flood(&before.what) && is_one_stream(&before.what, &event.what)
            }),
        };
        match (joins.and_then(|before| payload(&mut before.what)), event.what.payload()) {
            (Some(before), Some(bytes)) => *before = joined(before, bytes),
            _ => self.settled.push(event),
        }
    }
}

fn is_done_by_the_lab(what: &What) -> bool {
    !matches!(what, What::Received { .. } | What::YouClosed | What::YouReset)
}

/// Whether two neighbours are one piece. What the lab sent or typed was cut on purpose, unless it is much.
fn joins(one: &What, next: &What) -> bool {
    let is_much = |what: &What| what.payload().is_some_and(|bytes| bytes.len >= BULK);
    let came = matches!(next, What::Received { .. } | What::Printed { .. });
    is_one_stream(one, next) && (came || is_much(one) || is_much(next))
}

fn is_flood(what: &What) -> bool {
    what.payload().is_some_and(|bytes| bytes.len >= FLOOD)
}

/// Whether two events are bytes of the same stream; datagrams are none.
fn is_one_stream(one: &What, next: &What) -> bool {
    match (one, next) {
        (What::Sent { lab: a, you: b, datagram: false, .. }, What::Sent { lab, you, datagram: false, .. })
        | (What::Received { lab: a, you: b, datagram: false, .. }, What::Received { lab, you, datagram: false, .. }) => {
            (a, b) == (lab, you)
        }
        (What::Printed { stream: a, .. }, What::Printed { stream: b, .. }) => a == b && where_it_listens(one).is_none(),
        (What::Typed { .. }, What::Typed { .. }) => true,
        _ => false,
    }
}

fn payload(what: &mut What) -> Option<&mut Payload> {
    match what {
        What::Sent { bytes, .. }
        | What::Received { bytes, .. }
        | What::Typed { bytes }
        | What::Printed { bytes, .. } => Some(bytes),
        _ => None,
    }
}

/// The first bytes of what was printed, and the rest if there is any. What was too long to be kept whole stays together.
fn cut(event: Event, at: usize) -> (Event, Option<Event>) {
    let What::Printed { stream, bytes } = &event.what else { return (event, None) };
    if !bytes.tail.is_empty() || at >= bytes.len {
        return (event, None);
    }
    let part = |bytes: &[u8]| Event { what: What::Printed { stream: *stream, bytes: Payload::new(bytes) }, ..event };
    (part(&bytes.head[..at]), Some(part(&bytes.head[at..])))
}

/// Two pieces as one.
fn joined(one: &Payload, next: &Payload) -> Payload {
    let kept = [&one.head[..], &one.tail, &next.head, &next.tail].concat();
    Payload { len: one.len + next.len, ..Payload::new(&kept) }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use enchufe::transcript::Label;

    use super::*;

    const LAB: &str = "127.0.0.1:9001";
    const YOU: &str = "127.0.0.1:9002";

    fn event(what: What) -> Event {
        let is_of_the_wire = matches!(what, What::Sent { .. } | What::Received { .. } | What::Connected { .. });
        Event { at: Duration::ZERO, label: is_of_the_wire.then_some(Label(0)), what }
    }

    fn addresses() -> (SocketAddr, SocketAddr) {
        (LAB.parse().expect("an address"), YOU.parse().expect("an address"))
    }

    fn started() -> Event {
        event(What::Started { command: "program".into() })
    }

    fn connected() -> Event {
        let (lab, you) = addresses();
        event(What::Connected { lab, you })
    }

    fn sent(text: &str) -> Event {
        let (lab, you) = addresses();
        event(What::Sent { lab, you, bytes: Payload::new(text.as_bytes()), datagram: false })
    }

    fn received(text: &str) -> Event {
        let (lab, you) = addresses();
        event(What::Received { lab, you, bytes: Payload::new(text.as_bytes()), datagram: false })
    }

    fn out(text: &str) -> Event {
        event(What::Printed { stream: Stream::Stdout, bytes: Payload::new(text.as_bytes()) })
    }

    fn err(text: &str) -> Event {
        event(What::Printed { stream: Stream::Stderr, bytes: Payload::new(text.as_bytes()) })
    }

    fn typed(text: &str) -> Event {
        event(What::Typed { bytes: Payload::new(text.as_bytes()) })
    }

    fn ended() -> Event {
        event(What::Ended { code: Some(0), signal: None })
    }

    #[test]
    fn an_output_read_in_pieces_beside_the_wire_is_one_piece_behind_it() {
        let one = settled(vec![started(), sent("a"), out("a"), sent("b"), err("x"), out("b"), ended()]);
        let other = settled(vec![started(), sent("a"), sent("b"), out("ab"), err("x"), ended()]);
        assert_eq!(one, other);
        assert_eq!(one, [started(), sent("a"), sent("b"), out("ab"), err("x"), ended()]);
    }

    #[test]
    fn what_came_in_pieces_on_one_connection_is_one_piece_and_stays_behind_what_it_answers() {
        let list = settled(vec![sent("a"), received("1"), received("2"), sent("b"), received("3")]);
        assert_eq!(list, [sent("a"), received("12"), sent("b"), received("3")]);
    }

    #[test]
    fn an_end_that_the_lab_noticed_only_as_it_closed_itself_is_not_told() {
        let connection = |what| Event { label: Some(Label(0)), ..event(what) };
        let (you, lab) = (|| connection(What::YouClosed), || connection(What::Closed));
        assert_eq!(settled(vec![sent("a"), you(), lab()]), [sent("a"), lab()]);
        assert_eq!(settled(vec![sent("a"), you()]), [sent("a"), you()], "here it was waited for");
    }

    #[test]
    fn nobody_calls_a_server_before_it_has_said_where_it_listens() {
        let line = format!("listening on {YOU}\n");
        let list = settled(vec![started(), out(&line), connected(), out("hello\n"), sent("a")]);
        assert_eq!(list, [started(), out(&line), connected(), sent("a"), out("hello\n")]);
        assert_eq!(settled(vec![started(), out(&format!("{line}hello\n")), connected(), sent("a")]), list);
    }

    #[test]
    fn where_somebody_types_what_is_printed_stays_before_the_answer_to_it() {
        let list = vec![started(), typed("a\n"), out("1"), out("2"), sent("b"), out("3"), typed("c\n"), ended()];
        let joined = [started(), typed("a\n"), out("12"), sent("b"), out("3"), typed("c\n"), ended()];
        assert_eq!(settled(list), joined);
    }

    #[test]
    fn what_was_printed_before_a_wait_in_vain_stays_before_it() {
        let in_vain = || event(What::NothingCame { waited: Duration::from_secs(1) });
        let list = vec![started(), out("a"), in_vain(), out("b"), sent("c")];
        assert_eq!(settled(list), [started(), out("a"), in_vain(), sent("c"), out("b")]);
    }

    #[test]
    fn what_was_too_long_to_be_kept_whole_is_as_long_when_it_is_joined() {
        let (long, more) = (vec![b'a'; 20_000], vec![b'b'; 300]);
        let whole = Payload::new(&[&long[..], &more].concat());
        assert_eq!(joined(&Payload::new(&long), &Payload::new(&more)), whole);
        assert_eq!(joined(&Payload::new(&more), &Payload::new(&long)).len, 20_300);
    }
}
