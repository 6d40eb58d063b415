//! A request as it came from the program: read leniently, so that every test can go on with it, and judged as strictly
//! as RFC 9112 allows. It knows no program and no reply.

use enchufe::peer::tcp::{Conn, Listener};
use enchufe::verdict::{Heard, Shown};
use enchufe::{Call, Running};

/// More than any honest program of this exercise sends.
const LONGEST: usize = 16 * 1024;

/// What the program asked, and where it waits for the reply.
pub struct Asked {
    pub client: Running,
    pub conn: Conn,
    /// Where the program was told to connect to, for whoever wants to know whether it comes again.
    pub server: Listener,
    pub request: Heard,
}

/// Starts the program, to be answered by a server of the lab, and reads its request up to the empty line.
pub fn asked(call: Call) -> Asked {
    let asked = asked_somehow(call);
    let complete = is_complete(&asked.request.bytes);
    let expected = Shown::Contains(b"\r\n\r\n".to_vec());
    asked.request.clone().judge(complete, expected);
    asked
}

/// The same, whether the request comes to its end or not.
pub fn asked_somehow(call: Call) -> Asked {
    let server = Listener::bind();
    let call = call.arg("--connect").arg(server.addr());
    asked_at(server, call)
}

/// The same at this server of the lab, to which the call leads in its own way.
pub fn asked_at(mut server: Listener, call: Call) -> Asked {
    let client = call.start();
    let mut conn = server.accept();
    let request = conn.hear_enough(is_complete, LONGEST);
    Asked { client, conn, server, request }
}

/// Whether the empty line has come, with whatever line ends.
pub fn is_complete(request: &[u8]) -> bool {
    request.windows(2).any(|end| end == b"\n\n") || request.windows(3).any(|end| end == b"\n\r\n")
}

impl Asked {
    /// The values of the request's `Host` headers.
    pub fn hosts(&self) -> Vec<String> {
        let text = String::from_utf8_lossy(&self.request.bytes).into_owned();
        let headers = text.lines().skip(1).filter_map(|line| line.split_once(':'));
        headers.filter(|(name, _)| is_host(name)).map(|(_, value)| value.trim().to_owned()).collect()
    }

    /// The first line, without its end.
    pub fn line(&self) -> String {
        String::from_utf8_lossy(&self.request.bytes).lines().next().unwrap_or_default().to_owned()
    }
}

fn is_host(name: &str) -> bool {
    name.trim().eq_ignore_ascii_case("host")
}

/// What a strict server has against a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A line ends with LF alone: RFC 9112 §2.2.
    BareNewline,
    /// No `Host`: RFC 9112 §3.2.
    NoHost,
    /// Bytes behind the empty line: RFC 9112 §2.2.
    StrayBytes,
    /// Anything else.
    Form,
}

/// The request as it should have been, and the first fault it has, if any. `request` is all that ever came.
pub fn judged(request: &[u8], line: &str, host: &str) -> (Vec<u8>, Option<Fault>) {
    let mut right = Vec::new();
    let mut faults = Vec::new();
    let mut rest = request;
    let mut hosts = 0;
    loop {
        let Some(end) = rest.iter().position(|byte| *byte == b'\n') else {
            // The stream ended inside the head.
            faults.push(Fault::Form);
            right.extend_from_slice(b"\r\n");
            return (right, faults.first().copied());
        };
        let (came, behind) = rest.split_at(end + 1);
        rest = behind;
        let text = came.strip_suffix(b"\r\n").unwrap_or(&came[..end]);
        if !came.ends_with(b"\r\n") {
            faults.push(Fault::BareNewline);
        }
        if right.is_empty() {
            if text != line.as_bytes() {
                faults.push(Fault::Form);
            }
            right.extend_from_slice(line.as_bytes());
        } else if text.is_empty() {
            break;
        } else {
            let name = text.split(|byte| *byte == b':').next().unwrap_or_default();
            let is_host = is_host(&String::from_utf8_lossy(name));
            let again = hosts > 0 && is_host;
            let is_header = text.contains(&b':') && !name.is_empty() && name.iter().all(|byte| is_token(*byte));
            let clean = !text.iter().any(|byte| byte.is_ascii_control() && *byte != b'\t');
            if again || !is_header || !clean {
                faults.push(Fault::Form);
                continue;
            }
            hosts += usize::from(is_host);
            right.extend_from_slice(text);
        }
        right.extend_from_slice(b"\r\n");
    }
    if hosts == 0 {
        faults.push(Fault::NoHost);
        right.extend_from_slice(format!("Host: {host}\r\n").as_bytes());
    }
    right.extend_from_slice(b"\r\n");
    if !rest.is_empty() {
        faults.push(Fault::StrayBytes);
    }
    (right, faults.first().copied())
}

/// What the name of a header is made of: RFC 9110 §5.6.2.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
