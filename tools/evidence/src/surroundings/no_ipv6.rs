//! A network of one's own in which there is 127.0.0.1 and nothing else: no ::1, as in many containers.

use std::error::Error;
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};
use std::process::Command;

use super::plan::Plan;
use super::{Scene, checked, saying};

/// Takes IPv6 away before the loopback interface is up, so that it never gets ::1.
const SCRIPT: &str = r#"
for all in all default; do
    [ ! -e /proc/sys/net/ipv6/conf/$all/disable_ipv6 ] || echo 1 > /proc/sys/net/ipv6/conf/$all/disable_ipv6 || exit 1
done
ip link set lo up && exec "$@"
"#;

/// Set once this program has started itself again inside.
const ENTERED: &str = "ENCHUFE_EVIDENCE_WITHOUT_IPV6";

fn prefix(unshared: &[&str]) -> Vec<String> {
    let words = ["unshare", "--user", "--map-root-user", "--net"].iter().chain(unshared);
    words.chain(&["sh", "-c", SCRIPT, "sh"]).map(|&word| word.to_owned()).collect()
}

/// As in a container: also users, processes, mounts, names and messages of its own.
pub fn make(plan: &Plan) -> Result<Scene, String> {
    let prefix = prefix(&["--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--ipc", "--uts"]);
    checked(&prefix)?;
    let how =
        "unshare: user, network, process, mount, ipc and uts namespaces; net.ipv6.conf.*.disable_ipv6 = 1".to_owned();
    Ok(Scene { prefix, ..Scene::of(how, plan) })
}

pub fn probe(_: &Plan) -> Result<String, String> {
    let v4 =
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|error| format!("127.0.0.1 cannot be used: {error}"))?;
    drop(v4);
    match TcpListener::bind((Ipv6Addr::LOCALHOST, 0)) {
        Ok(_) => Err("::1 can be used".to_owned()),
        Err(error) => Ok(format!("::1: {error}; this is process {}", saying("sh", &["-c", "echo $PPID"], &[])?)),
    }
}

/// Starts this program again where there is no ::1; returns only if that is so already, or not possible.
///
/// # Errors
/// No such place can be made here.
pub fn enter() -> Result<(), Box<dyn Error>> {
    if TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_err() {
        return Ok(());
    }
    if std::env::var_os(ENTERED).is_some() {
        return Err("a network of its own was made, and ::1 is there all the same".into());
    }
    let prefix = prefix(&[]);
    checked(&prefix)?;
    let mut again = Command::new(&prefix[0]);
    again.args(&prefix[1..]).arg(std::env::current_exe()?).args(std::env::args_os().skip(1)).env(ENTERED, "1");
    Err(format!("{} could not be started: {}", prefix[0], become_it(&mut again)).into())
}

/// Does not return, unless it is not possible.
#[cfg(unix)]
fn become_it(command: &mut Command) -> std::io::Error {
    std::os::unix::process::CommandExt::exec(command)
}

#[cfg(not(unix))]
fn become_it(_: &mut Command) -> std::io::Error {
    std::io::ErrorKind::Unsupported.into()
}
