//! Exercises that are built on another's library: what the harness finds out about that library on a student's machine is
//! found out here in a program of its own, inside the sandbox. It decides nothing but whether the tests say "first it
//! needs your framing".

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::bench::{Bench, Package};
use super::compile::{Compiled, Compiler};
use super::hall::Hall;
use super::hearing::plan_of;
use super::watch;

/// The check that the graded tests use, and a program around it.
const CHECK: &str = "tests/graded/cachipun/foundation.rs";
const PROGRAM: &str = "foundation.rs";
const AROUND_IT: &str = "mod check { include!(\"check.rs\"); }\n\
    fn main() { std::process::exit(if check::framing_holds() { 0 } else { 1 }) }\n";

/// Who does not answer by then does not hold.
const LONGEST: Duration = Duration::from_secs(10);

/// Puts the program beside the student's files.
///
/// # Errors
/// The check cannot be read, or nothing can be written.
pub fn write(root: &Path, tree: &Path) -> io::Result<()> {
    // In a module, a file's own heading is none.
    let check = fs::read_to_string(root.join(CHECK))?.replace("//!", "//");
    fs::write(tree.join("check.rs"), check)?;
    fs::write(tree.join(PROGRAM), AROUND_IT)
}

/// What was found out already.
#[derive(Default)]
pub struct Checked(BTreeMap<String, bool>);

impl Checked {
    /// Which of the exercises that a package is built on are not finished, with blanks between.
    ///
    /// # Errors
    /// It cannot be found out.
    pub fn wanting(
        &mut self,
        compiler: &mut Compiler,
        bench: &Bench,
        hall: &Hall,
        package: &Package,
    ) -> io::Result<String> {
        let mut wanting = Vec::new();
        for library in package.uses.iter().filter(|library| bench.package(library).is_some()) {
            let holds = match self.0.get(library) {
                Some(holds) => *holds,
                None => holds(compiler, bench, hall, package)?,
            };
            self.0.insert(library.clone(), holds);
            if !holds {
                wanting.push(library.as_str());
            }
        }
        Ok(wanting.join(" "))
    }
}

fn holds(compiler: &mut Compiler, bench: &Bench, hall: &Hall, package: &Package) -> io::Result<bool> {
    // A library that lacks a function which the check calls does not compile with it.
    let Compiled::Ready(program) = compiler.check(package, PROGRAM, "foundation")? else { return Ok(false) };
    let plan = plan_of(bench, hall, &program, Vec::new(), "foundation");
    let path = hall.folder.join("foundation.plan.json");
    plan.write(&path)?;
    let mut command: Command = plan.command(&path)?;
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let longest = bench.patience.stretched(LONGEST);
    Ok(watch::wait(&mut command.spawn()?, longest)?.is_some_and(|status| status.success()))
}
