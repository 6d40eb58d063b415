//! The program: its command line, what it says, how it ends.

mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::{Duration, Instant};

use play::options::{Asked, Misuse, Options, parse};
use play::server::{self, NotStarted, Server};
use play::words::Lang;
use support::game::Scripted;
use support::page::Tab;

fn asked(arguments: &[&str]) -> Result<Asked, Misuse> {
    parse(arguments.iter().map(Into::into)).1
}

fn options(arguments: &[&str]) -> Options {
    match asked(arguments) {
        Ok(Asked::Play(options)) => options,
        other => panic!("{arguments:?}: {other:?}"),
    }
}

/// The program with no language set in its environment.
fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_play"));
    command.args(arguments).stdin(Stdio::null());
    for name in ["ENCHUFE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    command
}

fn output(arguments: &[&str]) -> Output {
    program(arguments).output().expect("it can be started")
}

/// The program while it runs. It ends with its test.
struct Running {
    child: Child,
    stdout: Option<BufReader<ChildStdout>>,
}

impl Running {
    fn start(mut command: Command) -> Running {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("it can be started");
        let stdout = Some(BufReader::new(child.stdout.take().expect("it is piped")));
        Running { child, stdout }
    }

    /// The next line that contains `part`.
    fn line_with(&mut self, part: &str) -> String {
        let mut line = String::new();
        let stdout = self.stdout.as_mut().expect("it is heard");
        while stdout.read_line(&mut line).expect("text") > 0 {
            if line.contains(part) {
                return line;
            }
            line.clear();
        }
        panic!("it never said {part:?}");
    }

    #[cfg(unix)]
    fn press_ctrl_c(&self) {
        let killed = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().expect("kill is there");
        assert!(killed.success());
    }

    /// Where the page is.
    fn page(&mut self) -> SocketAddr {
        let line = self.line_with("http://");
        let (_, url) = line.split_once("http://").expect("the line has an address");
        url.trim_end().trim_end_matches('/').parse().expect("an address")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn without_arguments_it_plays_at_the_usual_server() {
    let usual = Options { server: None, port: 8019, lan: false, lang: None, open: false };
    assert_eq!(options(&[]), usual);
}

#[test]
fn understands_every_option() {
    let all = ["example.org:4000", "--port", "0", "--lan", "--lang=es", "--open"];
    let server = Some("example.org:4000".into());
    assert_eq!(options(&all), Options { server, port: 0, lan: true, lang: Some(Lang::Es), open: true });
}

#[test]
fn a_server_without_a_port_has_the_games() {
    for (given, meant) in [("name", "name:1238"), ("192.0.2.1", "192.0.2.1:1238"), ("[::1]", "[::1]:1238")] {
        assert_eq!(options(&[given]).server.as_deref(), Some(meant));
    }
    assert_eq!(options(&["[::1]:9"]).server.as_deref(), Some("[::1]:9"));
}

#[test]
fn names_what_is_wrong_with_a_command_line() {
    for bad in ["", ":1238", "host:", "host:0", "host:65536", "http://host/", "::1", "a b", "[name]:1"] {
        assert_eq!(asked(&[bad]), Err(Misuse::Server(bad.into())), "{bad}");
    }
    assert_eq!(asked(&["--port", "70000"]), Err(Misuse::Port("70000".into())));
    assert_eq!(asked(&["--lang", "de"]), Err(Misuse::Lang("de".into())));
    assert_eq!(asked(&["--port"]), Err(Misuse::NoValue("--port".into())));
    assert_eq!(asked(&["--fast"]), Err(Misuse::Unknown("--fast".into())));
    assert_eq!(asked(&["-x"]), Err(Misuse::Unknown("-x".into())));
    assert_eq!(asked(&["one:1", "two:2"]), Err(Misuse::Unknown("two:2".into())));
}

#[test]
fn tells_how_it_is_used() {
    let wrong = output(&["--lang", "es", "--port", "x"]);
    assert_eq!(wrong.status.code(), Some(2));
    let said = String::from_utf8(wrong.stderr).expect("text");
    assert!(said.starts_with("esto no es un puerto: x\n") && said.contains("uso: play"), "{said}");
    let help = output(&["--help"]);
    assert_eq!(help.status.code(), Some(0));
    assert!(String::from_utf8(help.stdout).expect("text").starts_with("usage: play"));
}

#[test]
fn speaks_the_language_of_the_environment() {
    let mut command = program(&["--help"]);
    let help = command.env("ENCHUFE_LANG", "es_CL.UTF-8").output().expect("it can be started");
    assert!(String::from_utf8(help.stdout).expect("text").starts_with("uso: play"));
    let mut command = program(&["--help"]);
    let help = command.env("LANG", "es_CL.UTF-8").env("ENCHUFE_LANG", "en").output().expect("it can be started");
    assert!(String::from_utf8(help.stdout).expect("text").starts_with("usage: play"));
}

#[test]
fn the_page_begins_in_the_language_that_was_asked_for() {
    let begins_in = |running: &mut Running| {
        let page = running.page();
        let mut stream = support::connect(page);
        write!(stream, "GET / HTTP/1.1\r\nHost: {page}\r\n\r\n").expect("it is taken");
        let mut response = String::new();
        stream.read_to_string(&mut response).expect("text");
        let (_, rest) = response.split_once("data-lang=\"").expect("the page says it");
        rest.split('"').next().unwrap_or_default().to_owned()
    };
    let mut asked_for = Running::start(program(&["127.0.0.1:1", "--port", "0", "--lang", "es"]));
    assert_eq!(begins_in(&mut asked_for), "es");
    // Else the browser's own language decides.
    let mut of_the_browser = Running::start(program(&["127.0.0.1:1", "--port", "0"]));
    assert_eq!(begins_in(&mut of_the_browser), "");
}

#[test]
fn takes_the_next_port_when_one_is_taken() {
    // Somebody else may take the next one meanwhile; then it is the one after that.
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("it has one").port();
    let mut running = Running::start(program(&["127.0.0.1:1", "--port", &port.to_string()]));
    running.line_with(&format!("Port {port} is taken"));
    assert!(running.page().port() > port);
}

#[test]
fn says_when_the_server_does_not_answer_and_when_it_does() {
    let closed = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port");
    let mut running = Running::start(program(&[&closed.to_string(), "--port", "0"]));
    let page = running.page();
    assert_eq!(Tab::open(page).farewell().0, 4000);
    running.line_with(&format!("{closed} does not answer (connection refused"));
    let server = TcpListener::bind(closed).expect("nobody took it meanwhile");
    let mut tab = Tab::open(page);
    let _conn = server.accept().expect("it comes");
    assert_eq!(tab.ends().1, closed);
    running.line_with(&format!("{closed} answers."));
}

#[test]
fn connects_to_the_server_only_for_a_page() {
    // A server of 2019 takes two connections ever: none may be spent on finding out whether it is there.
    let server = TcpListener::bind("127.0.0.1:0").expect("a port");
    let addr = server.local_addr().expect("it has one");
    let mut running = Running::start(program(&[&addr.to_string(), "--port", "0"]));
    let page = running.page();
    let mut tab = Tab::open(page);
    let (_conn, first) = server.accept().expect("it comes");
    assert_eq!(tab.ends().0, first, "the first connection is the page's");
}

#[test]
#[cfg(target_os = "linux")]
fn uses_no_processor_time_while_it_waits() {
    let server = Scripted::bind();
    let mut running = Running::start(program(&[&server.addr().to_string(), "--port", "0"]));
    let mut tab = Tab::open(running.page());
    let mut conn = server.accept();
    tab.ends();
    let stat = format!("/proc/{}/stat", running.child.id());
    let ticks = || -> u64 {
        let stat = std::fs::read_to_string(&stat).expect("it runs");
        // After the name in brackets: user and system time are the 14th and 15th field (proc_pid_stat(5)).
        let (_, fields) = stat.rsplit_once(')').expect("a name");
        fields.split_whitespace().skip(11).take(2).map(|field| field.parse::<u64>().expect("a number")).sum()
    };
    let before = ticks();
    // Half a second in which nobody says anything: here time itself is what is tested.
    conn.0.set_read_timeout(Some(Duration::from_millis(500))).expect("it can be set");
    assert!(conn.0.read(&mut [0]).is_err());
    let used = ticks() - before;
    assert!(used <= 5, "{used} ticks of about 50");
}

#[test]
#[cfg(unix)]
fn goes_on_when_nobody_hears_what_it_says() {
    let closed = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port");
    let mut running = Running::start(program(&[&closed.to_string(), "--port", "0"]));
    let page = running.page();
    // As `| head -2` does.
    running.stdout = None;
    // It says, or would, that the server does not answer.
    assert_eq!(Tab::open(page).farewell().0, 4000);
    let server = TcpListener::bind(closed).expect("nobody took it meanwhile");
    let mut tab = Tab::open(page);
    let _conn = server.accept().expect("it comes");
    assert_eq!(tab.ends().1, closed);
    running.press_ctrl_c();
    assert_eq!(running.child.wait().expect("it ends").code(), Some(0));
}

#[test]
#[cfg(target_os = "linux")]
fn says_when_it_cannot_say_anything() {
    for arguments in [&["--help"][..], &["127.0.0.1:1", "--port", "0"]] {
        let full = std::fs::File::create("/dev/full").expect("it is there");
        let said = program(arguments).stdout(full).output().expect("it can be started");
        let stderr = String::from_utf8_lossy(&said.stderr);
        assert_eq!(said.status.code(), Some(2), "{arguments:?}: {stderr}");
        assert!(stderr.starts_with("standard output cannot be written: "), "{arguments:?}: {stderr}");
    }
}

#[test]
#[cfg(unix)]
fn ends_well_with_ctrl_c() {
    let mut running = Running::start(program(&["127.0.0.1:1", "--port", "0"]));
    let page = running.page();
    running.line_with("Ctrl-C");
    running.press_ctrl_c();
    let mut rest = String::new();
    running.stdout.take().expect("it is heard").read_to_string(&mut rest).expect("text");
    assert_eq!(running.child.wait().expect("it ends").code(), Some(0));
    assert!(TcpStream::connect(page).is_err(), "nobody serves the page any more");
}

#[test]
fn starts_the_solutions_server_and_ends_it() {
    let server = match Server::start("127.0.0.1:0") {
        Ok(server) => server,
        Err(NotStarted::NoSolution) => {
            println!("skipped: there is no solution of cachipun-server here");
            return;
        }
        Err(problem) => panic!("{problem:?}"),
    };
    let addr: SocketAddr = server.addr().parse().expect("an address");
    assert!(server::is_taken(server.addr()));
    let mut player = support::connect(addr);
    drop(server);
    assert!(TcpStream::connect(addr).is_err(), "nobody listens any more");
    assert_eq!(player.read(&mut [0; 16]).unwrap_or(0), 0, "whoever was connected is let go");
}

#[test]
fn asks_the_system_whether_a_server_listens() {
    let server = TcpListener::bind("127.0.0.1:0").expect("a port");
    let addr = server.local_addr().expect("it has one").to_string();
    assert!(server::is_taken(&addr));
    server.set_nonblocking(true).expect("it can be set");
    assert!(server.accept().is_err(), "nobody has connected");
    drop(server);
    // A program that another test is starting at this moment holds the socket until it has become that program.
    let deadline = Instant::now() + support::patience();
    while server::is_taken(&addr) {
        assert!(Instant::now() < deadline, "the port stays taken");
        std::thread::yield_now();
    }
}
