//! What programs send, as the graded tests read it: requests of HTTP, and the datagrams of exercise 10.

#[path = "../../../../tests/graded/reliable_udp/protocol.rs"]
#[allow(dead_code, reason = "the tests of the exercise use all of it")]
mod protocol;
#[path = "../../../../tests/graded/http_get/request.rs"]
#[allow(dead_code, reason = "the tests of the exercise use all of it")]
mod request;

use fuzz::{Bytes, MIB, each, text};

const LINE: &str = "GET /hello?x=1 HTTP/1.1";
const HOST: &str = "lab.example:80";

#[test]
fn what_a_request_should_have_been_is_a_right_request() {
    let requests: [&[u8]; 3] = [
        b"GET /hello?x=1 HTTP/1.1\r\nHost: lab.example:80\r\nConnection: close\r\n\r\n",
        b"GET /hello?x=1 HTTP/1.1\nAccept: */*\n\n",
        b"GET /hello?x=1 HTTP/1.1\r\nHost: a\r\nhost : b\r\nX: \xff\t\r\n\r\nGET / HTTP/1.1\r\n\r\n",
    ];
    let words = ["\r\n\r\n", "Host:", "host:", ": ", "GET ", " HTTP/1.1\r\n"];
    each(3000, MIB, text::mutated(requests.map(<[u8]>::to_vec).into(), &words), |Bytes(bytes)| {
        let (right, fault) = request::judged(&bytes, LINE, HOST);
        if fault.is_none() {
            assert_eq!(Bytes(right.clone()), Bytes(bytes.clone()), "nothing is wrong with it");
        }
        if request::is_complete(&bytes) {
            assert_eq!(request::judged(&right, LINE, HOST), (right.clone(), None), "{}", right.escape_ascii());
        }
    });
}

#[test]
fn a_datagram_that_is_read_says_all_of_its_bytes() {
    let datagrams = vec![
        protocol::data(0, b"hola"),
        protocol::data(u32::MAX, &[7; 1024]),
        protocol::acknowledgement(1),
        protocol::end(2),
    ];
    each(2000, MIB, text::mutated(datagrams, &["ENCH", "\u{1}\0", "\0\0\0\0"]), |Bytes(bytes)| {
        if let Some(message) = protocol::read(&bytes) {
            assert_eq!(protocol::datagram(message.kind, message.number, message.payload), bytes);
        }
        protocol::payload(&bytes);
    });
}
