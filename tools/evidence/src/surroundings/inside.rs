//! Starting this program once more, inside a surrounding, and hearing what it found there.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::case::Case;
use super::plan::Found;
use super::{Scene, saying};

/// How long it may take to end when it is asked to: its tests end their programs first.
const TO_END: Duration = Duration::from_secs(10);

/// Does what the scene's plan says.
///
/// # Errors
/// The surrounding is not what it should be, or this was interrupted: what was said about it.
pub fn enter(case: &Case, scene: &Scene, is_interrupted: &AtomicBool) -> Result<Found, String> {
    let file = tempfile::NamedTempFile::new().map_err(|error| format!("no temporary file: {error}"))?;
    let text = serde_json::to_vec(&scene.plan).map_err(|error| error.to_string())?;
    std::fs::write(file.path(), text).map_err(|error| format!("{}: {error}", file.path().display()))?;
    let itself = std::env::current_exe().map_err(|error| format!("where is this program? {error}"))?;
    let mut words = scene.prefix.clone();
    words.extend([
        itself.display().to_string(),
        "surroundings".to_owned(),
        "--within".to_owned(),
        case.name.to_owned(),
    ]);
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).arg(file.path()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| format!("{} could not be started: {error}", words[0]))?;
    let (stdout, stderr) = (all_of(child.stdout.take()), all_of(child.stderr.take()));
    wait(&mut child, is_interrupted);
    let read = |thread: JoinHandle<Vec<u8>>| thread.join().expect("reading does not panic");
    let (stdout, stderr) = (read(stdout), read(stderr));
    serde_json::from_slice(&stdout).unwrap_or_else(|_| {
        let said = String::from_utf8_lossy(&[stdout, stderr].concat()).trim().to_owned();
        Err(if is_interrupted.load(Ordering::Relaxed) { "interrupted".to_owned() } else { said })
    })
}

fn all_of(output: Option<impl Read + Send + 'static>) -> JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read before an error is all there is.
        let _ = output.map(|mut output| output.read_to_end(&mut bytes));
        bytes
    })
}

/// Until it has ended, by itself or because we are to.
fn wait(child: &mut Child, is_interrupted: &AtomicBool) {
    let mut asked: Option<Instant> = None;
    while let Ok(None) = child.try_wait() {
        if is_interrupted.load(Ordering::Relaxed) {
            match asked {
                None => {
                    asked = Some(Instant::now());
                    // One that is gone already needs no end.
                    let _ = saying("kill", &[&child.id().to_string()], &[]);
                }
                Some(asked) if asked.elapsed() > TO_END => drop(child.kill()),
                Some(_) => {}
            }
        }
        std::thread::park_timeout(Duration::from_millis(20));
    }
}
