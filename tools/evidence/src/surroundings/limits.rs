//! Little of what every program needs: file descriptors, processors.

use super::plan::Plan;
use super::{Scene, checked, saying};

const DESCRIPTORS: u32 = 64;

pub fn few_descriptors(plan: &Plan) -> Result<Scene, String> {
    let script = format!("ulimit -n {DESCRIPTORS} && exec \"$@\"");
    let prefix = vec!["sh".to_owned(), "-c".to_owned(), script, "sh".to_owned()];
    checked(&prefix)?;
    Ok(Scene { prefix, ..Scene::of(format!("ulimit -n {DESCRIPTORS}: so many for each process, soft and hard"), plan) })
}

pub fn descriptors_seen(_: &Plan) -> Result<String, String> {
    let seen = saying("sh", &["-c", "echo $(ulimit -Sn) $(ulimit -Hn)"], &[])?;
    let told = format!("ulimit -Sn and -Hn say {seen}");
    if seen == format!("{DESCRIPTORS} {DESCRIPTORS}") { Ok(told) } else { Err(told) }
}

pub fn one_processor(plan: &Plan) -> Result<Scene, String> {
    let allowed = allowed_processors()?;
    let first = allowed.split(['-', ',']).next().unwrap_or("0").to_owned();
    let how = format!("taskset --cpu-list {first}");
    let prefix = how.split(' ').map(str::to_owned).collect::<Vec<_>>();
    checked(&prefix)?;
    Ok(Scene { prefix, ..Scene::of(how, plan) })
}

pub fn processors_seen(_: &Plan) -> Result<String, String> {
    let allowed = allowed_processors()?;
    let known = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let seen = format!("allowed processors: {allowed}; the standard library counts {known}");
    if allowed.parse::<u32>().is_ok() && known == 1 { Ok(seen) } else { Err(seen) }
}

/// The numbers of the processors that a program started here may use: `0-3,6`.
fn allowed_processors() -> Result<String, String> {
    let status = saying("cat", &["/proc/self/status"], &[])?;
    let allowed = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:"));
    allowed.map(|allowed| allowed.trim().to_owned()).ok_or_else(|| "the kernel names no allowed processors".to_owned())
}
