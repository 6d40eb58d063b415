//! The game's server of the solution, started when nobody else serves, and ended with this program.

use std::io::{self, BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A server that was started. It is ended when this is dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    addr: String,
}

/// Why no server was started.
#[derive(Debug)]
pub enum NotStarted {
    /// A hand-out for a class has no solutions.
    NoSolution,
    NoCargo(io::Error),
    /// It ended before it listened. Its reason is on stderr.
    Ended,
}

/// How long a server may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(2);

/// Whether somebody has the port of `addr`.
///
/// Asked of the system rather than by connecting: a server of 2019 takes two connections ever, and this would be one.
pub fn is_taken(addr: &str) -> bool {
    matches!(TcpListener::bind(addr), Err(error) if error.kind() == io::ErrorKind::AddrInUse)
}

impl Server {
    /// Builds the solution's server and starts it at `addr`. Returns when it listens.
    pub fn start(addr: &str) -> Result<Server, NotStarted> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../solutions/12-cachipun-server");
        if !folder.join("Cargo.toml").is_file() {
            return Err(NotStarted::NoSolution);
        }
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
        // In its folder, where cargo finds the settings of the solutions.
        cargo.args(["run", "--quiet", "--", addr]).current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = cargo.spawn().map_err(NotStarted::NoCargo)?;

        let mut stdout = BufReader::new(child.stdout.take().expect("stdout is piped"));
        let mut server = Server { child, addr: String::new() };
        let mut line = String::new();
        let _ = stdout.read_line(&mut line);
        server.addr = line.trim_end().strip_prefix("listening on ").ok_or(NotStarted::Ended)?.to_owned();
        // What else it prints must not fill the pipe.
        thread::spawn(move || io::copy(&mut stdout, &mut io::sink()));
        Ok(server)
    }

    /// Where it listens.
    pub fn addr(&self) -> &str {
        &self.addr
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stdin) = &mut self.child.stdin {
            let _ = stdin.write_all(b"cerrar\n");
        }
        let deadline = Instant::now() + GOODBYE;
        while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(10));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
