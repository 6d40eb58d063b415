//! Landlock: the files that a program may use, whatever it sees of others; and nobody outside gets a signal from it.

use std::io;

use landlock::{
    ABI, Access, AccessFs, BitFlags, CompatLevel, Compatible, PathBeneath, PathFd, Ruleset, RulesetAttr,
    RulesetCreatedAttr, RulesetStatus, Scope,
};

use super::plan::{Plan, TEMPORARY};
use super::room;
use crate::result::Tier;

/// The newest that is asked for. An older kernel gives what it has.
const NEWEST: ABI = ABI::V6;

/// Closes all files of this process but those that the plan opens.
///
/// # Errors
/// This kernel has no Landlock, or one of the files is not there.
pub fn close(plan: &Plan) -> io::Result<()> {
    restrict(plan).map_err(io::Error::other)
}

fn restrict(plan: &Plan) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let mut rules = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(NEWEST))?
        .scope(Scope::from_all(NEWEST))?
        .create()?;
    for door in &plan.doors {
        let access = if door.is_writable { writing() } else { AccessFs::from_read(NEWEST) };
        rules = open(rules, door.path(plan.tier), access)?;
    }
    for device in room::DEVICES {
        rules = open(rules, device.as_ref(), AccessFs::ReadFile | AccessFs::WriteFile)?;
    }
    if plan.tier == Tier::Namespaces {
        rules = open(rules, TEMPORARY.as_ref(), writing())?;
    }
    match rules.restrict_self()?.ruleset {
        RulesetStatus::NotEnforced => Err("this kernel has no Landlock".into()),
        _ => Ok(()),
    }
}

/// Files and folders, and nothing that another would stumble over: no links, no pipes, no sockets, nothing to execute.
fn writing() -> BitFlags<AccessFs> {
    AccessFs::ReadFile
        | AccessFs::ReadDir
        | AccessFs::WriteFile
        | AccessFs::Truncate
        | AccessFs::MakeReg
        | AccessFs::MakeDir
        | AccessFs::RemoveFile
        | AccessFs::RemoveDir
        | AccessFs::Refer
}

fn open(
    rules: landlock::RulesetCreated,
    path: &std::path::Path,
    access: BitFlags<AccessFs>,
) -> Result<landlock::RulesetCreated, Box<dyn std::error::Error + Send + Sync>> {
    let file = PathFd::new(path)?;
    // What can only be said of a folder is not said of a file.
    let access = if path.is_dir() { access } else { access & AccessFs::from_file(NEWEST) };
    Ok(rules.add_rule(PathBeneath::new(file, access))?)
}
