//! How a page is told that its TCP connection ended, and why.

use tungstenite::protocol::frame::coding::CloseCode;
use tungstenite::protocol::frame::{CloseFrame, Frame};

/// Why nobody answered at the server's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreachable {
    Refused,
    Timeout,
    /// The name stands for no address.
    Name,
    Other,
}

/// Why the TCP connection of a page ended, or never began: a close code and a reason of the WebSocket (RFC 6455, 7.4.2:
/// the codes from 4000 are for private use). `play.js` knows the same numbers.
#[derive(Debug)]
pub enum Farewell {
    /// 4000: nobody answered at the server's address. The reason is `refused`, `timeout`, `name` or `other`.
    Unreachable(Unreachable),
    /// 4001: the server closed, between two frames.
    Closed,
    /// 4002: the server closed inside a frame. The bytes came before, as a binary message.
    Inside,
    /// 4003: the server announced a frame that is too long. The length came before, as a binary message.
    TooLong,
    /// 4004: the connection failed.
    Failed,
    /// 4005: the server does not read what it is sent.
    NotRead,
    /// 1013 (try again later): too many pages.
    TooMany,
    /// 1003: a page sent something else than text.
    NotText,
    /// 1009: a page sent more than fits in a frame.
    TooBig,
}

impl Farewell {
    /// The WebSocket's close frame that says so.
    pub fn frame(&self) -> Frame {
        let (code, reason) = match self {
            Farewell::Unreachable(Unreachable::Refused) => (CloseCode::from(4000), "refused"),
            Farewell::Unreachable(Unreachable::Timeout) => (CloseCode::from(4000), "timeout"),
            Farewell::Unreachable(Unreachable::Name) => (CloseCode::from(4000), "name"),
            Farewell::Unreachable(Unreachable::Other) => (CloseCode::from(4000), "other"),
            Farewell::Closed => (CloseCode::from(4001), ""),
            Farewell::Inside => (CloseCode::from(4002), ""),
            Farewell::TooLong => (CloseCode::from(4003), ""),
            Farewell::Failed => (CloseCode::from(4004), ""),
            Farewell::NotRead => (CloseCode::from(4005), ""),
            Farewell::TooMany => (CloseCode::Again, ""),
            Farewell::NotText => (CloseCode::Unsupported, ""),
            Farewell::TooBig => (CloseCode::Size, ""),
        };
        Frame::close(Some(CloseFrame { code, reason: reason.into() }))
    }
}
