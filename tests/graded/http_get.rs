//! The graded tests of `http-get`: servers of the lab that answer as real ones do, and as real ones should not.

use std::time::Duration;

use enchufe::peer::tcp::{Closed, Listener};
use enchufe::peer::{every_byte, no_such_name};
use enchufe::transcript::Stream;
use enchufe::verdict::{Awaited, Check, Ended, Failure, Heard, Measure, Outcome, Place, Shown};
use enchufe::{Call, Program, Running, clock, lab_error, late_each_time, program, took_at_most, with_patience};

#[path = "http_get/request.rs"]
mod request;

use request::{Asked, Fault, asked, asked_at, asked_somehow, is_complete, judged};

static PROGRAM: Program = program!("http-get");

/// Long enough that the lab answers within it, short enough to be awaited in a test.
const LIMIT: Duration = Duration::from_millis(230);

/// How long the lab may be kept from answering on a busy machine. Who waits for more than the reply waits so long.
const BUSY: Duration = Duration::from_secs(5);

/// The same where there is much to send; and far longer than the lab waits for an end: who takes the end of its own time
/// for the end of the reply does not come to it.
const AMPLE: Duration = Duration::from_secs(60);

const MIB: usize = 1 << 20;

/// The program, asked for a page of a site that only the lab serves.
fn page() -> Call {
    page_within(with_patience(BUSY))
}

/// The same with a limit for the silence.
fn page_within(limit: Duration) -> Call {
    PROGRAM.arg("lab.test/pagina").timeout(limit)
}

/// A reply on the wire, and what is to be printed of it.
struct Reply {
    head: Vec<u8>,
    body: Vec<u8>,
    shown_head: Vec<u8>,
}

/// A head with these lines, and these bytes behind it.
fn reply(lines: &[&str], body: impl AsRef<[u8]>) -> Reply {
    let ended_with =
        |end: &str| lines.iter().chain(&[""]).flat_map(|line| [line, end]).collect::<String>().into_bytes();
    Reply { head: ended_with("\r\n"), body: body.as_ref().to_vec(), shown_head: ended_with("\n") }
}

impl Reply {
    fn wire(&self) -> Vec<u8> {
        [&self.head[..], &self.body].concat()
    }

    /// What is printed when this comes of the body.
    fn shown(&self, body: impl AsRef<[u8]>) -> Vec<u8> {
        [&self.shown_head[..], body.as_ref()].concat()
    }
}

/// Asks, sends the reply and closes.
fn answered(reply: &Reply) -> Running {
    answers(page(), reply)
}

fn answers(call: Call, reply: &Reply) -> Running {
    let Asked { client, mut conn, .. } = asked(call);
    conn.send(&reply.wire());
    conn.close();
    client
}

/// What a program did that had its whole reply and went on waiting.
fn waited(end: &Ended) -> bool {
    end.hung || end.tokens() == ["timed out"]
}

/// What a program did that did not find the end of a reply, or of a line in it, where it was.
fn missed_the_end(end: &Ended) -> bool {
    waited(end) || end.tokens() == ["bad reply"] || end.tokens() == ["closed early"]
}

/// Expects an end as soon as this reply is complete, on a connection that stays open for longer than the lab waits. It is
/// for replies that the program has printed well already, if only after its time had run out.
fn waits_for_nothing_more(reply: &Reply, shown: &[u8]) {
    let Asked { client, mut conn, .. } = asked(page_within(with_patience(AMPLE)));
    conn.send(&reply.wire());
    client.ends_well().or_if(|end| end.hung, "reads-until-close").printed(shown);
}

/// Ended with code 0, and saw nothing amiss.
fn was_content(end: &Ended) -> bool {
    end.code == Some(0) && end.tokens().is_empty()
}

#[test]
fn says_that_a_redirect_to_https_needs_tls() {
    let asked = asked(PROGRAM.arg("python.org"));
    // What the class notes recorded: the target is built from the name that the request gave, which was none.
    let named = asked.hosts().first().cloned().unwrap_or_default();
    let location = |host: &str| format!("Location: https://{host}/");
    let redirect = |host: &str| reply(&["HTTP/1.1 301 Moved Permanently", "Content-length: 0", &location(host)], "");
    let Asked { client, mut conn, .. } = asked;
    conn.send(&redirect(&named).wire());
    conn.close();
    let expected = redirect(if named.is_empty() { "python.org" } else { &named });
    client.ends_well().printed(&expected.shown("")).or_if(|_| named.is_empty(), "missing-host");
    let target = format!("redirect to https://{named}/");
    client
        .ends_well()
        .remarked(&format!("{target} (needs TLS)"))
        .or_if(|end| end.said(Stream::Stderr, &target), "tls-unmentioned")
        .or_if(|end| tells_nothing_of(end, "https:"), "redirect-untold");
}

/// Whether stderr is silent about a redirect, and about this part of its target.
fn tells_nothing_of(end: &Ended, target: &str) -> bool {
    !end.said(Stream::Stderr, "redirect") && !end.said(Stream::Stderr, target)
}

#[test]
fn sends_a_request_that_a_strict_server_accepts() {
    let Asked { client, mut conn, mut request, .. } = asked_somehow(page());
    let line = "GET /pagina HTTP/1.1";
    let complete = is_complete(&request.bytes);
    let unfinished = |heard: &Heard| !complete && heard.bytes.ends_with(b"\n");
    let (right, fault) = judged(&request.bytes, line, "lab.test");
    // What stands behind the empty line is no part of this request: it spoils the next one.
    let accepted = matches!(fault, None | Some(Fault::StrayBytes));
    if complete && !accepted {
        conn.send(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    }
    request
        .clone()
        .judge(complete && accepted, Shown::Bytes(right))
        .or_if(unfinished, "unfinished-request")
        .or_if(|_| complete && fault == Some(Fault::BareNewline), "bare-newlines")
        .or_if(|_| complete && fault == Some(Fault::NoHost), "missing-host");

    // Whatever it sends besides has come when its end of the connection is gone.
    conn.send(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    conn.half_close();
    client.ends_well();
    request.bytes.extend(conn.hear_to_end().bytes);
    let (right, fault) = judged(&request.bytes, line, "lab.test");
    let stray = fault == Some(Fault::StrayBytes);
    request.judge(fault.is_none(), Shown::Bytes(right)).or_if(|_| stray, "stray-bytes-after-the-request");
}

#[test]
fn asks_for_the_host_port_and_path_it_was_given() {
    asks("lab.test:8080/a/b?c=d%20e", "GET /a/b?c=d%20e HTTP/1.1", "lab.test", ":8080");
    asks("[2001:db8::7]:8080", "GET / HTTP/1.1", "[2001:db8::7]", ":8080");
    // The port that everybody knows may be said as well.
    asks("lab.test/otra", "GET /otra HTTP/1.1", "lab.test", ":80");
    asks("[2001:db8::7]/otra", "GET /otra HTTP/1.1", "[2001:db8::7]", ":80");
    // What it asks for says where it connects to, unless it is told otherwise.
    let server = Listener::bind();
    let (url, port) = (format!("{}/aqui", server.addr()), format!(":{}", server.addr().port()));
    has_asked(asked_at(server, PROGRAM.arg(url)), "GET /aqui HTTP/1.1", "127.0.0.1", &port);
}

/// Expects this line and this host in the request for `url`.
fn asks(url: &str, line: &str, host: &str, port: &str) {
    has_asked(asked(PROGRAM.arg(url)), line, host, port);
}

/// Expects this line and this host in the request that came.
fn has_asked(mut asked: Asked, line: &str, host: &str, port: &str) {
    let (hosts, came, addr) = (asked.hosts(), asked.line(), asked.server.addr().to_string());
    let full = format!("{host}{port}");
    let as_expected = hosts == [full.clone()] || (port == ":80" && hosts == [host]);
    let expected = |text: &str| Shown::Contains(text.as_bytes().to_vec());
    let front_page = came == "GET / HTTP/1.1";
    asked.request.clone().judge(came == line, expected(line)).or_if(|_| front_page, "ignores-the-path");
    asked
        .request
        .judge(as_expected, expected(&format!("Host: {full}")))
        .or_if(|_| hosts == [host], "host-without-port")
        .or_if(|_| hosts == [addr], "host-from-the-connection");
    asked.conn.send(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    asked.conn.close();
    asked.client.ends_well();
}

#[test]
fn stops_at_the_length_though_the_connection_stays_open() {
    let reply = reply(&["HTTP/1.1 200 OK", "Content-Length: 5"], "hola\n");
    let Asked { client, mut conn, .. } = asked(page());
    conn.send(&reply.wire());
    let (head, whole) = (reply.shown(""), reply.shown("hola\n"));
    client
        .ends_well()
        .or_if(|end| !end.hung && waited(end) && end.stdout == head, "loses-what-was-read-ahead")
        .or_if(|end| waited(end) && end.stdout != head, "reads-until-close")
        .printed(&whole)
        .or_if(|printed| printed == &reply.wire(), "keeps-the-carriage-returns");
    waits_for_nothing_more(&reply, &whole);
}

#[test]
fn reads_header_lines_in_every_legal_spelling() {
    // The usual spelling first: what fails there is another mistake.
    reads_five_bytes_behind("Content-Length: 5", "\r\n", None);
    reads_five_bytes_behind("cONTENT-lENGTH: 5", "\r\n", Some("case-sensitive-headers"));
    reads_five_bytes_behind("Content-Length:5", "\r\n", Some("exact-blanks"));
    reads_five_bytes_behind("Content-Length: \t 5 \t", "\r\n", Some("exact-blanks"));
    reads_five_bytes_behind("Content-Length: 5", "\n", Some("needs-crlf"));
}

/// Expects that a body of five bytes is found behind this header, on a connection that stays open.
fn reads_five_bytes_behind(header: &str, line_end: &str, mistake: Option<&'static str>) {
    let reply = reply(&["HTTP/1.1 200 OK", header], "hola\n");
    let Asked { client, mut conn, .. } = asked(page_within(with_patience(AMPLE)));
    let head = String::from_utf8_lossy(&reply.head).replace("\r\n", line_end);
    conn.send(&[head.as_bytes(), &reply.body].concat());
    let (head_alone, slug) = (reply.shown(""), mistake.unwrap_or_default());
    client
        .ends_well()
        .or_if(|end| mistake.is_some() && missed_the_end(end), slug)
        .printed(&reply.shown("hola\n"))
        .or_if(|printed| mistake.is_some() && printed == &head_alone, slug);
}

#[test]
fn ends_with_0_for_every_status_and_follows_no_redirect() {
    let body = "no existe\n";
    let not_found = reply(&["HTTP/1.1 404 No Encontrado, lo siento", "Content-Length: 10"], body);
    let complains = |end: &Ended| end.code.is_some_and(|code| code != 0) && end.tokens().is_empty() && !end.panicked();
    answered(&not_found).ends_well().or_if(complains, "status-as-failure").printed(&not_found.shown(body));

    let without_reason = reply(&["HTTP/1.1 404 ", "Content-Length: 10"], body);
    let client = answered(&without_reason);
    client
        .ends_well()
        .or_if(|end| end.code != Some(0) && !end.hung, "needs-a-reason")
        .printed(&without_reason.shown(body));

    let created = reply(&["HTTP/1.1 201 Created", "Content-Length: 0", "Location: /nueva"], "");
    let client = answered(&created);
    client.ends_well().printed(&created.shown(""));
    let _ = keeps_silent_about("redirect to", &client);

    let found = reply(&["HTTP/1.1 302 Found", "Content-Length: 0", "Location: /otra?x=1"], "");
    let Asked { client, mut conn, mut server, .. } = asked(page());
    conn.send(&found.wire());
    conn.close();
    let end = client.ends();
    let asked_again = server.has_visitor();
    let failure = asked_again.then(|| {
        let mut failure = Failure::new(Outcome::WrongEnd, Awaited::Nothing);
        failure.said = String::from_utf8_lossy(&end.stderr).trim_end().to_owned();
        let (one, two) = (Shown::AtMost("1".to_owned()), Shown::Amount("2".to_owned()));
        failure.compare(Place::Measure(Measure::Connections), one, two)
    });
    let _ = Check::new((), failure).or_if(|()| asked_again, "follows-the-redirect");
    client.ends_well().printed(&found.shown(""));
    tells_where_it_leads("/otra?x=1", &client);

    redirects("303 See Other", "http://lab.test/otra");
    redirects("307 Temporary Redirect", "http://lab.test/sale?a=https://otro.test/");
    redirects("308 Permanent Redirect", "/otra");
}

/// Expects that a redirect with this status is printed, and its target told, which needs no TLS.
fn redirects(status: &str, target: &str) {
    let (status, location) = (format!("HTTP/1.1 {status}"), format!("Location: {target}"));
    let redirect = reply(&[&status, "Content-Length: 0", &location], "");
    let client = answered(&redirect);
    client.ends_well().printed(&redirect.shown(""));
    tells_where_it_leads(target, &client);
}

/// Expects that stderr names this target of a redirect, and does not speak of TLS, which it does not need.
fn tells_where_it_leads(target: &str, client: &Running) {
    client
        .ends_well()
        .remarked(&format!("redirect to {target}"))
        .or_if(|end| tells_nothing_of(end, target), "redirect-untold");
    keeps_silent_about("(needs TLS)", client).or_if(|_| true, "tls-where-none-is-needed");
}

/// Expects that stderr does not say this.
fn keeps_silent_about(unwanted: &str, client: &Running) -> Check<Ended> {
    let end = client.ends();
    let failure = end.said(Stream::Stderr, unwanted).then(|| {
        let silence = Shown::ContainsNo(unwanted.into());
        Failure::new(Outcome::WrongEnd, Awaited::Output).compare(
            Place::Stderr,
            silence,
            Shown::Bytes(end.stderr.clone()),
        )
    });
    Check::new(end, failure)
}

#[test]
fn reads_until_the_close_when_nothing_says_how_long() {
    let reply = reply(&["HTTP/1.1 200 OK", "Server: enchufe"], "uno\ndos\n");
    let Asked { client, mut conn, .. } = asked(page());
    conn.split(&reply.wire(), reply.head.len() + 4);
    conn.close();
    let head = reply.shown("");
    client
        .ends_well()
        .or_if(|end| end.spun(), "ignores-end-of-stream")
        .printed(&reply.shown("uno\ndos\n"))
        .or_if(|printed| *printed == head, "no-length-no-body");
}

/// A body in chunks. The first has sixteen bytes, which is written 10.
const CHUNKS: &str = "10\r\n0123456789abcde\n\r\n4\r\nfin\n\r\n0\r\n\r\n";

#[test]
fn decodes_chunks_and_ends_after_the_last() {
    let reply = reply(&["HTTP/1.1 200 OK", "Transfer-Encoding: chunked"], CHUNKS);
    let Asked { client, mut conn, .. } = asked(page());
    conn.send(&reply.wire());
    let (sizes, ten_bytes) = (reply.shown("10\r\n"), reply.shown("0123456789"));
    let decoded = reply.shown("0123456789abcde\nfin\n");
    client
        .ends_well()
        .or_if(|end| end.stdout.starts_with(&sizes), "chunk-sizes-in-the-body")
        .or_if(|end| end.stdout == ten_bytes, "decimal-chunk-size")
        .printed(&decoded)
        .or_if(|printed| printed.starts_with(&sizes), "chunk-sizes-in-the-body")
        .or_if(|printed| *printed == ten_bytes, "decimal-chunk-size");
    waits_for_nothing_more(&reply, &decoded);

    // The same chunks, behind the same head: what fails here is about the line ends.
    let with_newlines = Reply { body: CHUNKS.replace("\r\n", "\n").into(), ..reply };
    let first_alone = with_newlines.shown("0123456789abcde\n");
    answered(&with_newlines)
        .ends_well()
        .or_if(missed_the_end, "needs-crlf")
        .printed(&decoded)
        .or_if(|printed| *printed == first_alone, "needs-crlf");
}

#[test]
fn ignores_chunk_extensions_trailers_and_a_length_beside_them() {
    let chunked = "Transfer-Encoding: chunked";
    let extended = reply(&["HTTP/1.1 200 OK", chunked], "4\r\nuno\n\r\n4;a=b;c=\"d\"\r\ndos\n\r\n0;fin\r\n\r\n");
    let first_alone = extended.shown("uno\n");
    answered(&extended)
        .ends_well()
        .or_if(|end| end.code != Some(0) && !end.hung && end.stdout == first_alone, "refuses-chunk-extensions")
        .printed(&extended.shown("uno\ndos\n"));

    let trailed = reply(&["HTTP/1.1 200 OK", chunked], "4\r\nuno\n\r\n0\r\nX-Suma: 42\r\nX-Fin: si\r\n\r\n");
    let body = trailed.shown("uno\n");
    answered(&trailed).ends_well().printed(&body).or_if(
        |printed| printed.strip_prefix(&body[..]).is_some_and(|rest| contains(rest, b"X-Suma: 42")),
        "trailers-in-the-body",
    );

    let both = reply(&["HTTP/1.1 200 OK", "Content-Length: 5", chunked], "4\r\nuno\n\r\n0\r\n\r\n");
    let five_bytes = both.shown("4\r\nun");
    answered(&both)
        .ends_well()
        .printed(&both.shown("uno\n"))
        .or_if(|printed| *printed == five_bytes, "length-over-chunked");
}

#[test]
fn prints_the_same_wherever_the_reply_is_cut() {
    let page_of_ten = reply(&["HTTP/1.1 200 OK", "Content-Length: 10"], "uno\ndos\nfi");
    let Asked { client, mut conn, .. } = asked(page());
    conn.split(&page_of_ten.wire(), page_of_ten.head.len() + 4);
    conn.close();
    let first_read = page_of_ten.shown("uno\n");
    client
        .ends_well()
        .or_if(|end| !end.hung && end.stdout == first_read, "single-read")
        .printed(&page_of_ten.shown("uno\ndos\nfi"))
        .or_if(|printed| *printed == first_read, "single-read");

    let chunked = reply(&["HTTP/1.1 200 OK", "Transfer-Encoding: chunked"], "a\r\nuno\ndos\nfi\r\n0\r\n\r\n");
    let (wire, expected) = (chunked.wire(), chunked.shown("uno\ndos\nfi"));
    // In one piece first: what fails there is another mistake.
    answered(&chunked).ends_well().printed(&expected);
    for cut in 1..wire.len() {
        let Asked { client, mut conn, .. } = asked(page());
        conn.split(&wire, cut);
        conn.close();
        let in_the_head = cut < chunked.head.len();
        let gave_up = |end: &Ended| in_the_head && !end.hung && end.code != Some(0) && end.stdout.is_empty();
        client.ends_well().or_if(gave_up, "head-in-one-read").printed(&expected);
    }
    let Asked { client, mut conn, .. } = asked(page());
    conn.drip(&wire);
    conn.close();
    client.ends_well().printed(&expected);
}

#[test]
fn prints_a_body_that_is_no_text() {
    let bytes = [&every_byte()[..], b"\r\n\r\nfin\n\r"].concat();
    let length = format!("Content-Length: {}", bytes.len());
    let picture = reply(&["HTTP/1.1 200 OK", &length], &bytes);
    let whole = picture.shown(&bytes);
    let line_by_line = picture.shown(replaced(&bytes, b"\r\n", b"\n"));
    // The sign for what is no text, or a letter of two bytes for each byte above 127.
    let as_text =
        |printed: &[u8]| contains(printed, "\u{fffd}".as_bytes()) || contains(printed, "\u{80}\u{81}".as_bytes());
    answered(&picture)
        .ends_well()
        .or_if(|end| end.said(Stream::Stderr, "utf-8"), "lossy-text")
        .printed(&whole)
        .or_if(|printed| printed.starts_with(&whole[..100]) && as_text(printed), "lossy-text")
        .or_if(|printed| *printed == line_by_line, "changes-the-output");
}

#[test]
fn passes_over_every_1xx_reply() {
    let real = reply(&["HTTP/1.1 200 OK", "Content-Length: 5"], "hola\n");
    let interim = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </estilo.css>\r\n\r\n";
    let wire = [&interim[..], &real.wire()].concat();
    let announced = |printed: &[u8]| printed.starts_with(b"HTTP/1.1 10");
    let together = asked(page());
    let (client, mut conn) = (together.client, together.conn);
    conn.send(&wire);
    conn.close();
    client
        .ends_well()
        .or_if(|end| announced(&end.stdout), "takes-1xx-for-the-reply")
        .printed(&real.shown("hola\n"))
        .or_if(|printed| announced(printed), "takes-1xx-for-the-reply");
    let Asked { client, mut conn, .. } = asked(page());
    conn.split(&wire, interim.len());
    conn.close();
    client.ends_well().printed(&real.shown("hola\n"));
}

#[test]
fn expects_no_body_after_204_and_304() {
    // A reply that says that it is empty first: what fails there is another mistake.
    ends_though_open(&reply(&["HTTP/1.1 200 OK", "Content-Length: 0"], ""), None);
    ends_though_open(&reply(&["HTTP/1.1 204 No Content"], ""), Some("waits-for-a-body-that-never-comes"));
    let unchanged = reply(&["HTTP/1.1 304 Not Modified", "Content-Length: 5", "ETag: \"7\""], "");
    ends_though_open(&unchanged, Some("waits-for-a-body-that-never-comes"));
}

/// Expects an end on a connection that stays open, after a head alone.
fn ends_though_open(reply: &Reply, mistake: Option<&'static str>) {
    let Asked { client, mut conn, .. } = asked(page_within(with_patience(AMPLE)));
    conn.send(&reply.wire());
    client
        .ends_well()
        .or_if(|end| mistake.is_some() && waited(end), mistake.unwrap_or_default())
        .printed(&reply.shown(""));
}

#[test]
fn says_closed_early_or_reset_when_the_reply_is_cut_short() {
    let short = reply(&["HTTP/1.1 200 OK", "Content-Length: 10"], "uno\ndos\n");
    let Asked { client, mut conn, .. } = asked(page());
    conn.split(&short.wire(), short.head.len() + 4);
    conn.close();
    let what_came = short.shown("uno\ndos\n");
    client
        .fails_saying("closed early")
        .or_if(|end| end.spun(), "ignores-end-of-stream")
        .or_if(|end| end.panicked(), "panics-on-failure")
        .or_if(|end| end.code == Some(0) && end.tokens() == ["closed early"], "hides-the-error")
        .or_if(|end| was_content(end) && end.stdout == what_came, "short-body-accepted")
        .printed(&what_came)
        .or_if(|printed| printed.is_empty(), "discards-what-came");

    // Behind a header, and inside one.
    says_closed_early_without_the_last(b"\r\n");
    says_closed_early_without_the_last(b"\r\n\r\n");

    let no_last_chunk = reply(&["HTTP/1.1 200 OK", "Transfer-Encoding: chunked"], "4\r\nuno\n\r\n4\r\ndos\n\r\n");
    let client = answered(&no_last_chunk);
    let what_came = no_last_chunk.shown("uno\ndos\n");
    client
        .fails_saying("closed early")
        .or_if(|end| end.spun(), "ignores-end-of-stream")
        .or_if(|end| was_content(end) && end.stdout == what_came, "short-body-accepted")
        .printed(&what_came);

    // The end in front of a size was no size. Who is content with this takes what came of a line for the whole.
    let half_a_size = reply(&["HTTP/1.1 200 OK", "Transfer-Encoding: chunked"], "4\r\nuno\n\r\n0");
    let what_came = half_a_size.shown("uno\n");
    answered(&half_a_size)
        .fails_saying("closed early")
        .or_if(|end| end.spun(), "ignores-end-of-stream")
        .or_if(|end| was_content(end) && end.stdout == what_came, "takes-the-end-for-a-line-end")
        .printed(&what_came);

    let Asked { client, mut conn, .. } = asked(page());
    conn.send(&short.wire());
    conn.wait_until_read();
    conn.abort();
    client
        .fails_saying("connection reset")
        .or_if(|end| end.code == Some(1) && end.tokens() == ["closed early"], "one-message-for-all-errors")
        .printed(&short.shown("uno\ndos\n"));
}

/// Expects `closed early` when the stream ends so far in front of the end of a head. The head gives no length: who takes
/// it for complete sees an empty body, complete as well.
fn says_closed_early_without_the_last(bytes: &[u8]) {
    let mut cut = reply(&["HTTP/1.1 200 OK", "Server: enchufe"], "");
    cut.head.truncate(cut.head.len() - bytes.len());
    let as_if_complete = cut.shown("");
    answered(&cut)
        .fails_saying("closed early")
        .or_if(|end| end.spun(), "ignores-end-of-stream")
        .or_if(|end| was_content(end) && end.stdout == as_if_complete, "takes-the-end-for-a-line-end");
}

#[test]
fn says_timed_out_when_the_server_falls_silent() {
    let late = late_each_time(LIMIT, || {
        let start = clock();
        let silent = asked(page_within(LIMIT));
        let silence = silent.client.stopwatch();
        let end = silent.client.fails_saying("timed out").or_if(|end| end.hung, "no-read-timeout").get();
        let waited = end.at - start;
        let gave_up = waited < LIMIT;
        let failure = gave_up.then(|| Failure::new(Outcome::WrongEnd, Awaited::End).too_soon(waited, LIMIT));
        Check::new(waited, failure).get();
        silence.time_until(end.at)
    });
    if let Some(took) = late {
        took_at_most(took, LIMIT).or_if(|_| true, "gives-up-too-late").get();
    }

    let short = reply(&["HTTP/1.1 200 OK", "Content-Length: 10"], "uno\ndos\n");
    let client = silent_after(&short.wire());
    client.fails_saying("timed out").or_if(|end| end.hung, "no-read-timeout").printed(&short.shown("uno\ndos\n"));
}

/// The program with a short time limit, at a server that says this and then nothing more.
fn silent_after(bytes: &[u8]) -> Running {
    // On a busy machine the lab itself may be late. Then nothing is proved, and it tries again with more time.
    for limit in [LIMIT, 4 * LIMIT, 16 * LIMIT] {
        let start = clock();
        let Asked { client, mut conn, .. } = asked(page_within(limit));
        conn.send(bytes);
        let in_time = clock() < start + limit;
        client.ends();
        if in_time {
            return client;
        }
    }
    lab_error(enchufe::verdict::Problem::TooBusy);
}

#[test]
fn says_unknown_name() {
    let client = PROGRAM.arg(format!("{}/pagina", no_such_name())).start();
    // `connect` looks names up too, but its error does not say so.
    let tells_others = || {
        let nobody = Closed::bind();
        let refused = page().arg("--connect").arg(nobody.addr()).start();
        refused.ends().tokens() == ["connection refused"]
    };
    client
        .fails_saying("unknown name")
        .or_if(|end| end.panicked(), "panics-on-failure")
        .or_if(|end| end.code == Some(1) && end.tokens().is_empty() && tells_others(), "failed-look-up-untold")
        .printed(b"");
}

#[test]
fn says_bad_reply_to_what_cannot_be_http() {
    let greeting = b"Gracias por conectarte\n";
    let printed_it = |end: &Ended| was_content(end) && contains(&end.stdout, b"Gracias por conectarte");
    says_bad_reply(greeting).or_if(printed_it, "takes-anything-for-http");
    says_bad_reply(b"Gracias")
        .or_if(|end| was_content(end) && end.stdout.starts_with(b"Gracias"), "takes-anything-for-http");
    let _ = says_bad_reply(b"HTTP/1.1 OK\r\nContent-Length: 0\r\n\r\n");
    let _ = says_bad_reply(b"\r\n\r\n");
    let _ = silent_after(b"SSH-2.0-enchufe\r\n").fails_saying("bad reply");
}

/// Expects that this, and then the end of the stream, is a `bad reply`.
fn says_bad_reply(bytes: &[u8]) -> Check<Ended> {
    let Asked { client, mut conn, .. } = asked(page());
    conn.send(bytes);
    conn.close();
    client.fails_saying("bad reply")
}

#[test]
fn says_bad_reply_to_a_length_it_cannot_trust() {
    let body = "uno\ndos\n";
    let with_lengths = |lengths: &[&str]| {
        let lengths: Vec<String> = lengths.iter().map(|length| format!("Content-Length: {length}")).collect();
        let lines: Vec<&str> = ["HTTP/1.1 200 OK"].into_iter().chain(lengths.iter().map(String::as_str)).collect();
        reply(&lines, body)
    };
    let signed = with_lengths(&["+4"]);
    let (four, whole, none) = (signed.shown("uno\n"), signed.shown(body), signed.shown(""));
    says_bad_reply(&signed.wire())
        .or_if(|end| was_content(end) && end.stdout == four, "sign-in-a-number")
        .or_if(|end| was_content(end) && (end.stdout == none || end.stdout == whole), "guesses-a-bad-length");
    let refuses = |lengths: &[&str]| {
        says_bad_reply(&with_lengths(lengths).wire()).or_if(was_content, "guesses-a-bad-length");
    };
    refuses(&["cuatro"]);
    refuses(&["-4"]);
    refuses(&["4x"]);
    refuses(&["4", "8"]);

    let twice_the_same = with_lengths(&["8", "8"]);
    answered(&twice_the_same).ends_well().printed(&twice_the_same.shown(body));
}

#[test]
fn says_bad_reply_to_chunks_that_do_not_parse() {
    let with_chunk = |chunk: &str| {
        let body = format!("4\r\nuno\n\r\n{chunk}\r\n0\r\n\r\n");
        reply(&["HTTP/1.1 200 OK", "Transfer-Encoding: chunked"], body)
    };
    let words = with_chunk("cuatro\r\ndos\n");
    let (one, two) = (words.shown("uno\n"), words.shown("uno\ndos\n"));
    let went_on = |end: &Ended| was_content(end) && end.stdout.starts_with(&one);
    says_bad_reply(&words.wire()).or_if(went_on, "forgives-bad-chunks").printed(&one);

    let signed = with_chunk("+4\r\ndos\n");
    says_bad_reply(&signed.wire())
        .or_if(|end| was_content(end) && end.stdout == two, "sign-in-a-number")
        .or_if(went_on, "forgives-bad-chunks")
        .printed(&one);

    let too_many_bytes = with_chunk("4\r\ndos\ntres");
    says_bad_reply(&too_many_bytes.wire()).or_if(went_on, "forgives-bad-chunks").printed(&two);
}

#[test]
fn says_too_long_to_more_than_64_kib_of_headers() {
    let fill = format!("X-Relleno: {}", "x".repeat(985));
    let with_fills = |count: usize| {
        let mut lines = vec!["HTTP/1.1 200 OK"];
        lines.extend(std::iter::repeat_n(fill.as_str(), count));
        lines.push("Content-Length: 5");
        reply(&lines, "hola\n")
    };
    let large = with_fills(60);
    answered(&large).ends_well().printed(&large.shown("hola\n"));

    let endless = with_fills(1024);
    let unlimited = endless.shown("hola\n");
    let client = answered(&endless);
    client.fails_saying("too long").or_if(|end| end.stdout == unlimited, "sets-no-limit").printed(b"");

    let one_line = [&b"HTTP/1.1 200 OK\r\nX-Relleno: "[..], &vec![b'x'; MIB]].concat();
    let Asked { client, mut conn, .. } = asked(page());
    conn.send(&one_line);
    conn.close();
    client.fails_saying("too long").printed(b"");
}

#[test]
fn says_too_long_after_16_mib_of_body() {
    let body = "dieciseis bytes\n".repeat(MIB);
    let allowed = reply(&["HTTP/1.1 200 OK"], &body);
    answers(page_within(AMPLE), &allowed).ends_well().printed(&allowed.shown(&body));

    let more = [body.as_bytes(), b"y uno de mas\n"].concat();
    let claims = reply(&["HTTP/1.1 200 OK", "Content-Length: 18446744073709551615"], &more);
    let whole = claims.shown(&more);
    let took_its_word =
        |end: &Ended| end.said(Stream::Stderr, "capacity overflow") || end.said(Stream::Stderr, "memory allocation of");
    answers(page_within(AMPLE), &claims)
        .fails_saying("too long")
        .or_if(took_its_word, "trusts-the-length")
        .or_if(|end| end.stdout == whole, "sets-no-limit")
        .printed(&claims.shown(&body));

    // The limit is one for all chunks together: the first is below it.
    let (first, rest) = more.split_at(15 * MIB);
    let size = format!("{:x}\r\n", first.len());
    let chunks = [size.as_bytes(), first, b"\r\nffffffffffffffff\r\n", rest].concat();
    let claims = reply(&["HTTP/1.1 200 OK", "Transfer-Encoding: chunked"], chunks);
    let whole = claims.shown(&more);
    answers(page_within(AMPLE), &claims)
        .fails_saying("too long")
        .or_if(took_its_word, "trusts-the-length")
        .or_if(|end| end.stdout == whole, "sets-no-limit")
        .printed(&claims.shown(&body));
}

/// Whether `part` occurs in `whole`.
fn contains(whole: &[u8], part: &[u8]) -> bool {
    whole.windows(part.len()).any(|window| window == part)
}

/// `bytes` with each `old` replaced.
fn replaced(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut result = Vec::new();
    let mut rest = bytes;
    while let Some(next) = rest.first() {
        if let Some(behind) = rest.strip_prefix(old) {
            result.extend_from_slice(new);
            rest = behind;
        } else {
            result.push(*next);
            rest = &rest[1..];
        }
    }
    result
}
