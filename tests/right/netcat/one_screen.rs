//! Three threads: one that types, one that listens, and this one, which owns the screen and hears of both through a
//! channel.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

enum News {
    Words(Vec<u8>),
    Over(io::Result<()>),
}

pub fn main() -> ExitCode {
    let (addr, timeout) = arguments();
    match talk(&addr, timeout) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", word(&error));
            ExitCode::FAILURE
        }
    }
}

fn talk(addr: &str, timeout: Duration) -> io::Result<()> {
    let wire = connect(addr, timeout)?;
    let mut mouth = wire.try_clone()?;
    thread::spawn(move || {
        let sent = io::copy(&mut io::stdin(), &mut mouth);
        drop(sent.and_then(|_| mouth.shutdown(Shutdown::Write)));
    });
    let (tell, news) = sync_channel(4);
    thread::spawn(move || listen(wire, &tell));
    let mut screen = io::stdout();
    for item in news {
        match item {
            News::Words(words) => {
                screen.write_all(&words)?;
                screen.flush()?;
            }
            News::Over(result) => return result,
        }
    }
    Ok(())
}

fn listen(mut wire: TcpStream, tell: &SyncSender<News>) {
    let mut buffer = vec![0; 32 * 1024];
    loop {
        let item = match wire.read(&mut buffer) {
            Ok(0) => News::Over(Ok(())),
            Ok(count) => News::Words(buffer[..count].to_vec()),
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => News::Over(Err(error)),
        };
        let over = matches!(item, News::Over(_));
        if tell.send(item).is_err() || over {
            return;
        }
    }
}

fn connect(addr: &str, timeout: Duration) -> io::Result<TcpStream> {
    let unknown = |error: io::Error| io::Error::new(ErrorKind::NotFound, error);
    let mut result = Err(ErrorKind::NotFound.into());
    for candidate in addr.to_socket_addrs().map_err(unknown)? {
        result = TcpStream::connect_timeout(&candidate, timeout);
        if result.is_ok() {
            break;
        }
    }
    result
}

fn arguments() -> (String, Duration) {
    let (mut addr, mut timeout, mut args) = (String::new(), 2000, std::env::args().skip(1));
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--timeout" => timeout = args.next().and_then(|ms| ms.parse().ok()).unwrap_or(2000),
            _ => addr = arg,
        }
    }
    (addr, Duration::from_millis(timeout))
}

fn word(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::ConnectionRefused => "connection refused",
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => "connection reset",
        ErrorKind::TimedOut | ErrorKind::WouldBlock => "timed out",
        ErrorKind::NotFound => "unknown name",
        _ => "failed",
    }
}
