//! `cargo lab peer`: the lab's end of the wire by hand, friendly or not, with every event told as it happens.
//!
//! The peers of the graded tests end a test when something goes wrong; these only tell it.

mod choices;
mod clients;
mod conn;
mod flood;
mod frames;
mod http;
mod log;
mod probe;
mod relay;
mod rude;
mod serve;
mod settings;
pub mod shown;
mod shut;
mod stories;
mod udp;

use std::ffi::OsString;
use std::net::{SocketAddr, ToSocketAddrs};
use std::process::ExitCode;

use enchufe::words::Lang;

use crate::lab::Lab;
use crate::problem::Problem;
use crate::{terminal, words};

use serve::serve;
use settings::{Asked, Settings};
use shown::Layout;

pub use clients::Fared;
pub use http::Fault;
pub use probe::Probe;

/// Is the peer that was asked for.
///
/// # Errors
/// The command line cannot be understood, or a port cannot be had.
pub fn run(lab: &Lab, args: Vec<OsString>) -> Result<ExitCode, Problem> {
    match settings::read(args, lab.lang)? {
        Asked::Help => {
            terminal::print(words::peer(lab.lang).help);
            Ok(ExitCode::SUCCESS)
        }
        Asked::List => {
            terminal::print(&list(lab));
            Ok(ExitCode::SUCCESS)
        }
        Asked::Probe(settings) => play(&settings),
    }
}

fn play(settings: &Settings) -> Result<ExitCode, Problem> {
    match settings.probe {
        Probe::Greet => serve(settings, stories::greet),
        Probe::Drip => serve(settings, stories::drip),
        Probe::Glue => serve(settings, stories::glue),
        Probe::Stall => serve(settings, stories::stall),
        Probe::Silent => serve(settings, stories::silent),
        Probe::HalfClose => serve(settings, stories::half_close),
        Probe::Echo => serve(settings, stories::echo),
        Probe::Reset => serve(settings, rude::reset),
        Probe::Hasty => serve(settings, rude::hasty),
        Probe::Flood => serve(settings, flood::flood),
        Probe::PythonOrg => serve(settings, http::python_org),
        Probe::Frames => serve(settings, frames::frames),
        Probe::Full => shut::full(settings),
        Probe::Refuse => shut::refuse(settings),
        Probe::UdpEcho | Probe::UdpDeaf | Probe::UdpLate | Probe::UdpStranger => udp::serve(settings.probe, settings),
        Probe::Relay => relay::relay(settings),
        Probe::Clients => clients::clients(settings),
    }
}

/// All probes, each with the numbers of its exercises.
fn list(lab: &Lab) -> String {
    let words = words::peer(lab.lang);
    let layout = Layout::here(lab.lang);
    let name_width = Probe::ALL.into_iter().map(|probe| probe.name().len()).max().unwrap_or_default();
    let number = |slug: &&str| lab.exercises.iter().find(|exercise| exercise.slug == **slug);
    let numbers = |probe: Probe| {
        let found = probe.exercises().iter().filter_map(number);
        let mut found: Vec<String> = found.map(|exercise| format!("{:02}", exercise.number)).collect();
        found.sort();
        found.join(" ")
    };
    let numbers_width = Probe::ALL.into_iter().map(|probe| numbers(probe).len()).max().unwrap_or_default();
    let margin = name_width + 2 + numbers_width + 2;
    // In a narrow terminal what a probe does stands below its name.
    let beside = layout.width >= margin + 36;
    let mut text = String::new();
    for probe in Probe::ALL {
        let name = format!("{:<name_width$}  {:<numbers_width$}", probe.name(), numbers(probe));
        let name = layout.label(&name);
        let room = if beside { layout.width - margin } else { layout.width.saturating_sub(2) };
        let rows = terminal::wrap((words.what)(probe), room);
        if beside {
            for (index, row) in rows.iter().enumerate() {
                let start = if index == 0 { format!("{name}  ") } else { " ".repeat(margin) };
                text += &format!("{start}{row}\n");
            }
        } else {
            text += &format!("{name}\n");
            rows.iter().for_each(|row| text += &format!("  {row}\n"));
        }
    }
    text.push('\n');
    terminal::wrap(words.list_end, layout.width).iter().for_each(|line| text += &format!("{line}\n"));
    text
}

/// The addresses behind `HOST:PORT`, at least one.
///
/// # Errors
/// It is no address, or nobody knows the name.
pub fn resolve(given: &str, lang: Lang) -> Result<Vec<SocketAddr>, Problem> {
    let words = words::talk(lang);
    if !has_a_port(given) {
        return Err(Problem::new((words.not_an_address)(given)).advise(words.address_example));
    }
    let found: Vec<SocketAddr> = match given.to_socket_addrs() {
        Ok(found) => found.collect(),
        Err(error) => return Err(Problem::new((words.unknown_name)(given, &error))),
    };
    if found.is_empty() { Err(Problem::new((words.no_address)(given))) } else { Ok(found) }
}

/// Whether this looks like `HOST:PORT`: a host, and a number of 16 bits.
pub fn has_a_port(given: &str) -> bool {
    let Some((host, port)) = given.rsplit_once(':') else { return false };
    let is_number = port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
    // An IPv6 address without brackets would lose its last group to the port.
    is_number && !host.is_empty() && (!host.contains(':') || host.starts_with('[') && host.ends_with(']'))
}
