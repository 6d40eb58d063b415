//! Makes the usual errors on purpose, and shows the kind and the text of each.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream, ToSocketAddrs, UdpSocket};
use std::time::Duration;

fn main() -> io::Result<()> {
    show("nobody listens", nobody_listens());
    show("nothing came in time", nothing_in_time()?);
    show(
        "a time limit of zero",
        TcpStream::connect(own_listener()?.local_addr()?)?.set_read_timeout(Some(Duration::ZERO)),
    );
    let taken = own_listener()?;
    show("the port is taken", TcpListener::bind(taken.local_addr()?).map(drop));
    show("an address of somebody else", TcpListener::bind("192.0.2.1:9001").map(drop));
    show("the other side reset it", reset()?);
    show("two writes after the other side closed", writes_after_close()?);
    show("it closed in the middle", cut_short()?);
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    show("a datagram too long", socket.send_to(&[0; 65_508], socket.local_addr()?).map(drop));
    // A part of a name may have 63 letters, so nobody is asked for this one.
    let name = format!("{}.invalid:80", "x".repeat(64));
    show("a name that cannot be", name.to_socket_addrs().map(drop));
    Ok(())
}

fn show(what: &str, outcome: io::Result<()>) {
    match outcome {
        Ok(()) => println!("{what}\n    no error"),
        Err(error) => println!("{what}\n    {:?}: {error}\n    -> {}", error.kind(), advice(&error)),
    }
}

fn own_listener() -> io::Result<TcpListener> {
    TcpListener::bind("127.0.0.1:0")
}

/// A client, and the server's end of its connection.
fn connected() -> io::Result<(TcpStream, TcpStream)> {
    let listener = own_listener()?;
    let client = TcpStream::connect(listener.local_addr()?)?;
    Ok((client, listener.accept()?.0))
}

/// Nobody serves port 1 these days.
fn nobody_listens() -> io::Result<()> {
    TcpStream::connect("127.0.0.1:1").map(drop)
}

fn nothing_in_time() -> io::Result<io::Result<()>> {
    let (mut client, _server) = connected()?;
    client.set_read_timeout(Some(Duration::from_millis(50)))?;
    Ok(client.read(&mut [0; 10]).map(drop))
}

/// Closing with something unread resets the connection.
fn reset() -> io::Result<io::Result<()>> {
    let (mut client, server) = connected()?;
    client.write_all(b"hola")?;
    // Until it is there.
    server.peek(&mut [0; 4])?;
    drop(server);
    Ok(client.read(&mut [0; 10]).map(drop))
}

fn writes_after_close() -> io::Result<io::Result<()>> {
    let (mut client, server) = connected()?;
    drop(server);
    // Its end came. What is written now cannot be delivered, but only the answer to it says so.
    assert_eq!(client.read(&mut [0; 10])?, 0);
    client.write_all(b"hola")?;
    let mut outcome = client.write_all(b"hola");
    while outcome.is_ok() {
        outcome = client.write_all(b"hola");
    }
    Ok(outcome)
}

fn cut_short() -> io::Result<io::Result<()>> {
    let (mut client, mut server) = connected()?;
    server.write_all(b"ho")?;
    drop(server);
    Ok(client.read_exact(&mut [0; 4]))
}

// ANCHOR: advice
/// What a program tells its user. The kinds differ from system to system:
/// so several lead to one text.
fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::ConnectionRefused => "is the server running, and at this port?",
        // Linux and macOS say the first for a read, Windows the second;
        // a `connect` says the second everywhere.
        ErrorKind::WouldBlock | ErrorKind::TimedOut => "no answer: a firewall? the wrong address?",
        ErrorKind::ConnectionReset | ErrorKind::BrokenPipe => "the other side is gone",
        ErrorKind::ConnectionAborted => "the other side is gone",
        ErrorKind::UnexpectedEof => "it stopped in the middle",
        ErrorKind::AddrInUse => "another program has the port",
        ErrorKind::AddrNotAvailable => "this computer does not have that address",
        ErrorKind::PermissionDenied => "not allowed: ports below 1024 need a privilege",
        // Many errors have no kind of their own, a name that was not found
        // among them: their text says more.
        _ => "see the text of the error",
    }
}
// ANCHOR_END: advice
