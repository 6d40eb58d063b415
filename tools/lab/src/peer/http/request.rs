//! A request, read leniently and judged strictly: RFC 9112. Knows no socket.

/// What a strict server has against a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The first line is not `METHOD TARGET HTTP/1.1`: RFC 9112 §3.
    RequestLine,
    /// A line ends with LF alone: RFC 9112 §2.2.
    BareNewline,
    /// No `Host`: RFC 9112 §3.2.
    NoHost,
    /// More than one `Host`: RFC 9112 §3.2.
    SeveralHosts,
    /// A line that is no header: RFC 9112 §5.
    Header,
    /// Bytes behind the empty line: they would be the beginning of a next request.
    StrayBytes,
}

/// A request as it came.
pub struct Request {
    bytes: Vec<u8>,
    /// How long it is, with its empty line.
    end: usize,
    /// What its first `Host` says; nothing if it has none.
    pub host: String,
}

impl Request {
    /// `None` while the empty line has not come. Line ends are CRLF or LF.
    pub fn parse(came: &[u8]) -> Option<Request> {
        let after = |end: &[u8]| came.windows(end.len()).position(|window| window == end).map(|at| at + end.len());
        let end = after(b"\n\r\n").into_iter().chain(after(b"\n\n")).min()?;
        let mut request = Request { bytes: came.to_vec(), end, host: String::new() };
        request.host = request.hosts().into_iter().next().unwrap_or_default();
        Some(request)
    }

    /// Everything that a strict server would refuse it for, each once.
    pub fn faults(&self) -> Vec<Fault> {
        let head = &self.bytes[..self.end];
        let lines: Vec<&[u8]> = head.split_inclusive(|byte| *byte == b'\n').collect();
        let is_header = |line: &&&[u8]| {
            let name = trimmed(line).split(|byte| *byte == b':').next().unwrap_or_default();
            line.contains(&b':') && !name.is_empty() && name.iter().all(|byte| is_token(*byte))
        };
        // The last line is the empty one.
        let headers = lines.get(1..lines.len() - 1).unwrap_or_default();
        let hosts = self.hosts().len();
        let found = [
            (Fault::RequestLine, !is_request_line(trimmed(lines[0]))),
            (Fault::BareNewline, lines.iter().any(|line| !line.ends_with(b"\r\n"))),
            (Fault::NoHost, hosts == 0),
            (Fault::SeveralHosts, hosts > 1),
            (Fault::Header, headers.iter().filter(is_header).count() < headers.len()),
            (Fault::StrayBytes, self.end < self.bytes.len()),
        ];
        found.into_iter().filter(|(_, is_there)| *is_there).map(|(fault, _)| fault).collect()
    }

    /// The values of its `Host` headers.
    fn hosts(&self) -> Vec<String> {
        let text = String::from_utf8_lossy(&self.bytes[..self.end]).into_owned();
        let headers = text.lines().skip(1).filter_map(|line| line.split_once(':'));
        headers
            .filter(|(name, _)| name.eq_ignore_ascii_case("host"))
            .map(|(_, value)| value.trim().chars().filter(|letter| !letter.is_control()).collect())
            .collect()
    }
}

fn trimmed(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r\n").or_else(|| line.strip_suffix(b"\n")).unwrap_or(line)
}

fn is_request_line(line: &[u8]) -> bool {
    let words: Vec<&[u8]> = line.split(|byte| *byte == b' ').collect();
    let visible = |word: &[u8]| !word.is_empty() && word.iter().all(u8::is_ascii_graphic);
    match words[..] {
        [method, target, version] => {
            !method.is_empty()
                && method.iter().all(|byte| is_token(*byte))
                && visible(target)
                && matches!(version, b"HTTP/1.1" | b"HTTP/1.0")
        }
        _ => false,
    }
}

/// What the name of a header or a method is made of: RFC 9110 §5.6.2.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<Fault> {
        Request::parse(text.as_bytes()).expect("its empty line is there").faults()
    }

    #[test]
    fn a_request_has_come_with_its_empty_line() {
        assert!(Request::parse(b"").is_none());
        assert!(Request::parse(b"GET / HTTP/1.1\r\nHost: a\r\n").is_none());
        assert_eq!(Request::parse(b"GET / HTTP/1.1\nhost:  a:80 \n\n").expect("it is whole").host, "a:80");
    }

    #[test]
    fn a_right_request_has_no_faults() {
        assert_eq!(faults("GET /a?b HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n"), []);
    }

    #[test]
    fn every_fault_is_named() {
        let notes = "GET / HTTP/1.1\n\n\n";
        assert_eq!(faults(notes), [Fault::BareNewline, Fault::NoHost, Fault::StrayBytes]);
        assert_eq!(faults("GET /\r\nHost: a\r\nHost: b\r\n\r\n"), [Fault::RequestLine, Fault::SeveralHosts]);
        assert_eq!(faults("GET / HTTP/1.1\r\nHost: a\r\nno header\r\n\r\n"), [Fault::Header]);
        assert_eq!(faults("\r\n\r\n"), [Fault::RequestLine, Fault::NoHost]);
    }
}
