//! The program: reads its arguments, says where the page is, and ends with Ctrl-C. How it works: `lib.rs`.

use std::io::{self, IsTerminal};
use std::net::Ipv4Addr;
use std::process::{Command, ExitCode};
use std::sync::mpsc::{self, Sender};
use std::thread;

use play::farewell::Unreachable;
use play::lan;
use play::options::{self, Asked, Options, USUAL_SERVER};
use play::server::{self, Server};
use play::service::{Limits, Service};
use play::terminal;
use play::words::{Lang, Words};

/// What the main thread waits for.
enum Event {
    Stop,
    /// Whether the server answered a page.
    Answer(Result<(), Unreachable>),
}

fn main() -> ExitCode {
    let (named, asked) = options::parse(std::env::args_os().skip(1));
    let asked_for = named.or_else(Lang::asked_for);
    let words = asked_for.unwrap_or_else(Lang::of_system).words();
    let ended = match asked {
        Ok(Asked::Play(options)) => play(&options, asked_for, words),
        Ok(Asked::Help) => terminal::say(words.usage).map(|()| ExitCode::SUCCESS),
        Err(misuse) => {
            terminal::complain(format_args!("{}\n\n{}", (words.misuse)(&misuse), words.usage));
            return ExitCode::from(2);
        }
    };
    ended.unwrap_or_else(|error| {
        terminal::complain((words.unsaid)(&error));
        ExitCode::from(2)
    })
}

/// Plays until it is told to stop.
///
/// # Errors
/// What it says cannot be written.
fn play(options: &Options, lang: Option<Lang>, words: &Words) -> io::Result<ExitCode> {
    let host = if options.lan { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST };
    let bound = Service::bind(host, options.port).and_then(|service| Ok((service.addr()?.port(), service)));
    let (port, service) = match bound {
        Ok(bound) => bound,
        Err(error) => {
            terminal::complain((words.no_port)(options.port, &error));
            return Ok(ExitCode::FAILURE);
        }
    };
    if port != options.port && options.port != 0 {
        terminal::say((words.next_port)(options.port, port))?;
    }

    let (tell, events) = mpsc::channel();
    stop_on_ctrl_c(tell.clone(), words);
    let address = options.server.as_deref().unwrap_or(USUAL_SERVER).to_owned();
    let at = address.clone();
    thread::spawn(move || {
        let on_answer = Box::new(move |answer| drop(tell.send(Event::Answer(answer))));
        service.run(at, lang, Limits::default(), on_answer)
    });

    // Ended when this function returns.
    let _server = match &options.server {
        // Whether somebody is there the first page will tell: a server of 2019 takes two connections ever.
        Some(server) => {
            terminal::say((words.plays_at)(server))?;
            None
        }
        None => serve(&address, words)?,
    };
    say_where(options, port, words)?;
    until_stopped(events, &address, words)?;
    Ok(ExitCode::SUCCESS)
}

/// Starts the solution's server unless somebody serves at `address`.
fn serve(address: &str, words: &Words) -> io::Result<Option<Server>> {
    if server::is_taken(address) {
        terminal::say((words.server_found)(address))?;
        return Ok(None);
    }
    terminal::say((words.starting_server)(address))?;
    match Server::start(address) {
        Ok(server) => {
            terminal::say((words.server_started)(server.addr()))?;
            Ok(Some(server))
        }
        Err(problem) => {
            terminal::complain((words.not_started)(&problem, address));
            Ok(None)
        }
    }
}

fn say_where(options: &Options, port: u16, words: &Words) -> io::Result<()> {
    let url = format!("http://127.0.0.1:{port}/");
    terminal::say((words.page_at)(&url))?;
    if options.lan {
        match lan::address() {
            Some(address) => {
                let url = format!("http://{address}:{port}/");
                terminal::say((words.phones_at)(&url))?;
                let colour =
                    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty());
                if let Some(code) = lan::qr_code(&url, colour) {
                    terminal::say(code.trim_end_matches('\n'))?;
                }
            }
            None => terminal::say((words.no_lan_address)(port))?,
        }
    }
    terminal::say(format_args!("{} {}", words.each_tab, words.how_to_end))?;
    if options.open {
        if let Err(error) = open(&url) {
            terminal::complain((words.browser_not_opened)(&error));
        }
    }
    Ok(())
}

/// Returns when the program is to end. Says when the server stops answering pages, and when it answers again.
fn until_stopped(events: mpsc::Receiver<Event>, server: &str, words: &Words) -> io::Result<()> {
    let mut last = Ok(());
    for event in events {
        match event {
            Event::Stop => break,
            Event::Answer(answer) => {
                match answer {
                    _ if answer == last => {}
                    Ok(()) => terminal::say((words.answers_again)(server))?,
                    Err(why) => terminal::say((words.unreachable)(why, server))?,
                }
                last = answer;
            }
        }
    }
    Ok(())
}

fn stop_on_ctrl_c(tell: Sender<Event>, words: &Words) {
    let stop = move || drop(tell.send(Event::Stop));
    if let Err(error) = ctrlc::set_handler(stop) {
        terminal::complain((words.no_signal)(&error.to_string()));
    }
}

/// Opens the page with the program that the system has for it.
fn open(url: &str) -> io::Result<()> {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        Command::new("explorer")
    } else {
        Command::new("xdg-open")
    };
    let mut child = command.arg(url).spawn()?;
    // Waited for, so that nothing is left of it.
    thread::spawn(move || child.wait());
    Ok(())
}
