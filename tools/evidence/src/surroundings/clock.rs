//! A clock on the wall that jumps, a day ahead and a day back, many times while one test runs.
//!
//! Setting the machine's clock would reach everybody on it, and a time namespace leaves CLOCK_REALTIME alone. So a small
//! library stands between the programs and the C library: `clock_gettime(CLOCK_REALTIME)`, `gettimeofday` and `time` jump in
//! the graded tests and in every program that they start. CLOCK_MONOTONIC goes on, as it does on a machine whose clock is
//! set. What the kernel does by its own clock is as it was: the times of files, and waits until a time of the day.

use super::plan::Plan;
use super::{Scene, saying};

const LIBRARY: &str = include_str!("jumping_clock.c");

pub fn make(plan: &Plan) -> Result<Scene, String> {
    let folder = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
    let [source, library] = ["jumping_clock.c", "jumping_clock.so"].map(|name| folder.path().join(name));
    std::fs::write(&source, LIBRARY).map_err(|error| format!("{}: {error}", source.display()))?;
    let [source, library] = [source, library].map(|path| path.display().to_string());
    saying("cc", &["-shared", "-fPIC", "-O1", "-o", &library, &source], &[])?;
    let how = "a library before the C library: CLOCK_REALTIME jumps a day ahead and back every 20 ms".to_owned();
    let mut scene = Scene::of(how, plan);
    scene.plan.environment.push(("LD_PRELOAD".to_owned(), library));
    scene.guards.push(Box::new(folder));
    Ok(scene)
}

pub fn probe(plan: &Plan) -> Result<String, String> {
    let now = || saying("date", &["+%s"], &plan.environment)?.parse::<i64>().map_err(|error| error.to_string());
    let seen: Vec<i64> = (0..200).map(|_| now()).collect::<Result<_, _>>()?;
    let jumps: Vec<i64> = seen.windows(2).map(|pair| pair[1] - pair[0]).filter(|jump| jump.abs() > 3600).collect();
    let (ahead, back) = jumps.iter().fold((0, 0), |(ahead, back), &jump| (jump.max(ahead), jump.min(back)));
    let told = format!("200 calls of date saw {} jumps, up to {ahead} s ahead and {} s back", jumps.len(), -back);
    if ahead > 0 && back < 0 { Ok(told) } else { Err(told) }
}
