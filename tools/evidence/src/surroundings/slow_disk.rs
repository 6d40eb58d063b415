//! A disk as slow as an old memory card, on which solutions and right programs, their tests, their reports and their
//! temporary files lie.
//!
//! A file with an ext2 filesystem on a loop device, mounted so that every write waits for the disk, in a mount namespace
//! over the folder of the solutions' builds; and the kernel's own throttle on that device. Nothing of it is in memory
//! at the start.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::plan::{Plan, Solutions};
use super::{Scene, saying};

const BYTES_READ_PER_SECOND: u32 = 4 << 20;
const WRITES_PER_SECOND: u32 = 100;

/// Of cgroup v1: the one that can be told to slow down the reads and writes of some programs on one device.
const THROTTLES: &str = "/sys/fs/cgroup/blkio";

/// Puts itself under the throttle, mounts the disk where nobody else sees it, and goes on.
const SCRIPT: &str = r#"
echo $$ > "$1/cgroup.procs" && mount -o sync,dirsync,noatime "$2" "$3" && shift 3 && exec "$@"
"#;

pub fn make(plan: &Plan) -> Result<Scene, String> {
    if !Path::new(THROTTLES).join("blkio.throttle.read_bps_device").exists() {
        return Err(format!("needs the blkio controller of cgroup v1 at {THROTTLES}"));
    }
    let place = crate::target("solutions");
    let folder = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
    let mut plan = plan.clone();
    fill(&folder.path().join("content"), &place, &mut plan)?;
    let image = folder.path().join("disk");
    let (content, disk) = (folder.path().join("content").display().to_string(), image.display().to_string());
    saying("mkfs.ext2", &["-q", "-d", &content, &disk, "1G"], &[])?;
    let device = LoopDevice::new(&disk)?;
    let throttle = Throttle::new(&device)?;
    let words = ["unshare", "--mount", "sh", "-c", SCRIPT, "sh"].map(str::to_owned);
    let prefix = words.into_iter().chain([
        throttle.folder.display().to_string(),
        device.path.clone(),
        place.display().to_string(),
    ]);
    let how = format!(
        "ext2 on a loop device, mounted sync; blkio.throttle: {} MiB/s read, {WRITES_PER_SECOND} writes/s; cold",
        BYTES_READ_PER_SECOND >> 20
    );
    let temporary = place.join("tmp").display().to_string();
    plan.environment.push(("TMPDIR".to_owned(), temporary.clone()));
    plan.reports = Some(temporary.into());
    Ok(Scene {
        prefix: prefix.collect(),
        guards: vec![Box::new(throttle), Box::new(device), Box::new(folder)],
        ..Scene::of(how, &plan)
    })
}

/// Copies what the plan starts from the folder of the builds, and what only lies elsewhere too.
fn fill(content: &Path, place: &Path, plan: &mut Plan) -> Result<(), String> {
    let copy = |from: &Path, to: &Path| {
        let parent = to.parent().unwrap_or(content);
        std::fs::create_dir_all(parent)
            .and_then(|()| std::fs::copy(from, to))
            .map_err(|error| format!("{} to {}: {error}", from.display(), to.display()))
    };
    let Solutions::Ready(graded) = &plan.solutions else { return Err("nothing is built yet".to_owned()) };
    for (slug, executable) in graded {
        for from in [executable.clone(), place.join("debug").join(slug)] {
            let inside =
                from.strip_prefix(place).map_err(|_| format!("{} is not in {}", from.display(), place.display()))?;
            copy(&from, &content.join(inside))?;
        }
    }
    let right = crate::target("right").join("debug").join("right");
    copy(&right, &content.join("right"))?;
    let there = place.join("right").display().to_string();
    for program in &mut plan.programs {
        program.command = program.command.take().map(|command| command.replace(&right.display().to_string(), &there));
    }
    std::fs::create_dir_all(content.join("tmp")).map_err(|error| error.to_string())
}

pub fn probe(plan: &Plan) -> Result<String, String> {
    let Solutions::Ready(graded) = &plan.solutions else { return Err("nothing is built yet".to_owned()) };
    let executable = graded.values().next().ok_or("no solution is there")?;
    let start = Instant::now();
    let bytes = std::fs::read(executable).map_err(|error| error.to_string())?.len();
    let reading = start.elapsed();
    let file = plan.reports.as_ref().ok_or("no folder for reports")?.join("probe");
    let start = Instant::now();
    for _ in 0..10 {
        std::fs::write(&file, "slow").and_then(|()| std::fs::remove_file(&file)).map_err(|error| error.to_string())?;
    }
    let writing = start.elapsed() / 10;
    let rate = bytes as f64 / reading.as_secs_f64() / f64::from(1 << 20);
    let seen = format!("{rate:.1} MiB/s read, {} ms for a small file", writing.as_millis());
    let is_slow = rate < 2.0 * f64::from(BYTES_READ_PER_SECOND >> 20) && writing > Duration::from_millis(10);
    if is_slow { Ok(seen) } else { Err(seen) }
}

/// A file that stands for a disk. Given back when dropped.
struct LoopDevice {
    path: String,
}

impl LoopDevice {
    fn new(image: &str) -> Result<LoopDevice, String> {
        Ok(LoopDevice { path: saying("losetup", &["--find", "--show", image], &[])? })
    }

    /// Its number, `7:0`.
    fn number(&self) -> Result<String, String> {
        let name = self.path.trim_start_matches("/dev/");
        let number = std::fs::read_to_string(format!("/sys/block/{name}/dev"));
        number.map(|number| number.trim().to_owned()).map_err(|error| format!("{}: {error}", self.path))
    }
}

impl Drop for LoopDevice {
    fn drop(&mut self) {
        if let Err(error) = saying("losetup", &["--detach", &self.path], &[]) {
            println!("  {} still stands for a file: {error}", self.path);
        }
    }
}

/// A group of programs that are slow on one device. Goes away when dropped; by then its programs have ended.
struct Throttle {
    folder: PathBuf,
}

impl Throttle {
    fn new(device: &LoopDevice) -> Result<Throttle, String> {
        let folder = Path::new(THROTTLES).join(format!("enchufe-{}", std::process::id()));
        let cannot = |error: std::io::Error| format!("{}: {error}", folder.display());
        std::fs::create_dir(&folder).map_err(cannot)?;
        let throttle = Throttle { folder: folder.clone() };
        let number = device.number()?;
        let limits = [("read_bps", BYTES_READ_PER_SECOND), ("write_iops", WRITES_PER_SECOND)];
        for (limit, value) in limits {
            let file = folder.join(format!("blkio.throttle.{limit}_device"));
            std::fs::write(file, format!("{number} {value}")).map_err(cannot)?;
        }
        Ok(throttle)
    }
}

impl Drop for Throttle {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir(&self.folder) {
            println!("  {} is still there: {error}", self.folder.display());
        }
    }
}
