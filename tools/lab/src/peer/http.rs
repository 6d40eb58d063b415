//! A python.org of one's own: answers a request as python.org did, with a redirect to https, or with a page whose end is
//! said in another way. It forgives what a strict server refuses, and says what that is.

mod request;

use std::time::Duration;

use super::choices::Reply;
use super::conn::{Conn, Heard};
use super::settings::Settings;
use request::Request;

pub use request::Fault;

/// More than any honest request.
const LONGEST: usize = 64 * 1024;
/// Who has a whole request sends it sooner than this.
const SOON: Duration = Duration::from_secs(2);

const PAGE: &str = "<!doctype html>\n<title>python.org</title>\n<p>Gracias por conectarte, ñandú.\n";

/// Reads a request, answers it, and closes where the reply says so.
pub fn python_org(mut conn: Conn, settings: &Settings) {
    let Some(request) = read(&mut conn) else { return };
    let faults = request.faults();
    for fault in &faults {
        let text = (conn.log.words().http_fault)(*fault);
        conn.log.remark(&conn.name, text);
    }
    let refuses = settings.strict && !faults.is_empty();
    let reply = if refuses { bad_request() } else { reply(settings.reply, &request.host) };
    let cut = settings.cut.unwrap_or(reply.len()).min(reply.len());
    let said = match settings.gap {
        Some(gap) => conn.drip(&reply[..cut], gap),
        None => conn.say(&reply[..cut]),
    };
    if said.is_err() {
        return;
    }
    if cut < reply.len() {
        let text = (conn.log.words().cut_here)(reply.len() - cut);
        conn.log.remark(&conn.name, &text);
    } else if !refuses && matches!(settings.reply, Reply::Length | Reply::Chunked) {
        // The reply has said where it ends; the connection could serve another request.
        let text = conn.log.words().stays_open;
        conn.log.remark(&conn.name, text);
        if conn.hear_to_end(None) == Heard::End {
            conn.drop_it();
        }
        return;
    }
    conn.close();
}

/// The request, up to its empty line. `None` if it never comes to that.
fn read(conn: &mut Conn) -> Option<Request> {
    let mut came = Vec::new();
    let mut was_told = false;
    loop {
        if let Some(request) = Request::parse(&came) {
            return Some(request);
        }
        match conn.hear(if was_told { None } else { Some(SOON) }) {
            Heard::Bytes(bytes) => came.extend(bytes),
            Heard::Nothing => {
                let words = conn.log.words();
                let text = if came.is_empty() { words.no_request } else { words.unfinished_request };
                conn.log.remark(&conn.name, text);
                was_told = true;
            }
            Heard::End | Heard::Reset => return None,
        }
        if came.len() > LONGEST {
            let text = conn.log.words().request_too_long;
            conn.log.remark(&conn.name, text);
            let _ = conn.say(&bad_request());
            return None;
        }
    }
}

fn bad_request() -> Vec<u8> {
    b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".to_vec()
}

fn reply(kind: Reply, host: &str) -> Vec<u8> {
    let ok = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n";
    match kind {
        // What the class notes recorded: without a Host the target has no name.
        Reply::Redirect => {
            format!("HTTP/1.1 301 Moved Permanently\r\nContent-length: 0\r\nLocation: https://{host}/\r\n\r\n").into()
        }
        Reply::Length => format!("{ok}Content-Length: {}\r\n\r\n{PAGE}", PAGE.len()).into(),
        Reply::Close => format!("{ok}Connection: close\r\n\r\n{PAGE}").into(),
        Reply::Chunked => {
            [format!("{ok}Transfer-Encoding: chunked\r\n\r\n").as_bytes(), &chunked(PAGE.as_bytes())].concat()
        }
    }
}

/// In chunks of several sizes, one of which ends inside a letter; with an extension, and a trailer.
fn chunked(body: &[u8]) -> Vec<u8> {
    let letter = body.iter().position(|byte| !byte.is_ascii()).unwrap_or(body.len() / 2);
    let (first, rest) = body.split_at(1);
    let (second, third) = rest.split_at(letter);
    let mut out = format!("1;ext=\"a\"\r\n{}\r\n", String::from_utf8_lossy(first)).into_bytes();
    for chunk in [second, third] {
        out.extend(format!("{:X}\r\n", chunk.len()).bytes());
        out.extend(chunk);
        out.extend(b"\r\n");
    }
    out.extend(b"0\r\nExpires: 0\r\n\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chunks_hold_the_page() {
        let mut rest = &chunked(PAGE.as_bytes())[..];
        let mut body: Vec<u8> = Vec::new();
        loop {
            let end = rest.iter().position(|byte| *byte == b'\n').expect("a size has a line");
            let line = std::str::from_utf8(&rest[..end]).expect("a size is ASCII").trim_end();
            let size =
                usize::from_str_radix(line.split(';').next().expect("there is a size"), 16).expect("hexadecimal");
            rest = &rest[end + 1..];
            if size == 0 {
                break;
            }
            body.extend(&rest[..size]);
            assert_eq!(&rest[size..size + 2], b"\r\n");
            rest = &rest[size + 2..];
        }
        assert_eq!(rest, b"Expires: 0\r\n\r\n");
        assert_eq!(body, PAGE.as_bytes());
    }
}
