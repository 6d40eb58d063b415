//! What reading and writing say when the other end has closed in order, and when it has broken off. Both ends are in this
//! program.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let mut conn = TcpStream::connect(listener.local_addr()?)?;
    let (other_end, _) = listener.accept()?;
    drop(other_end);
    println!("it closed in order (FIN)");
    println!("  read          {}", read(&mut conn));
    println!("  first write   {}", write(&mut conn));
    println!("  later writes  {}", write_until_it_fails(&mut conn));

    let mut conn = TcpStream::connect(listener.local_addr()?)?;
    let (other_end, _) = listener.accept()?;
    conn.write_all(b"nobody reads this")?;
    // Something lies unread: so this close is a reset.
    other_end.peek(&mut [0; 1])?;
    drop(other_end);
    println!("it broke off (RST)");
    println!("  first read    {}", read(&mut conn));
    println!("  later reads   {}", read(&mut conn));
    println!("  writes        {}", write_until_it_fails(&mut conn));
    Ok(())
}

fn read(conn: &mut TcpStream) -> String {
    match conn.read(&mut [0; 16]) {
        Ok(count) => format!("{count} bytes"),
        Err(error) => format!("{:?}", error.kind()),
    }
}

fn write(conn: &mut TcpStream) -> String {
    match conn.write(b"hola\n") {
        Ok(count) => format!("{count} bytes"),
        Err(error) => format!("{:?}", error.kind()),
    }
}

/// The error comes once the other end's kernel has answered. That takes a moment.
fn write_until_it_fails(conn: &mut TcpStream) -> String {
    for _ in 0..100 {
        if let Err(error) = conn.write(b"hola\n") {
            return format!("{:?}", error.kind());
        }
        thread::sleep(Duration::from_millis(1));
    }
    "no error".to_owned()
}
