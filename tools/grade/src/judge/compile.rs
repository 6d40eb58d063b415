//! Compiles one submission: rustc, called as cargo would, inside the sandbox, on the student's files over the pristine
//! ones. Nothing is shared between submissions but libraries that were there before.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use super::bench::{Bench, Package};
use super::blame::Refusal;
use super::hall::Hall;
use super::watch;
use crate::result::Tier;
use crate::sandbox::limits::Limits;
use crate::sandbox::most_memory_of_one;
use crate::sandbox::plan::{Door, Identity, Plan, TEMPORARY};
use crate::sandbox::trial::system_libraries;

/// So long a compiler may take, on a busy machine too.
const LONGEST: Duration = Duration::from_secs(90);

/// So much of what a compiler says is kept, in bytes.
const SAID: u64 = 16 * 1024;

/// A program of ours, to see whether this machine compiles at all.
const OURS: (&str, &str) = ("ours.rs", "fn main() { println!(\"{}\", std::env::args().count()) }\n");

/// What came of compiling something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compiled {
    /// Its program, out of reach of whatever else is compiled.
    Ready(PathBuf),
    /// What the compiler said.
    Refused(String),
}

/// The compiler at work on one submission.
pub struct Compiler<'a> {
    bench: &'a Bench,
    hall: &'a Hall,
    /// Libraries of exercises.
    libraries: BTreeMap<String, Compiled>,
}

impl<'a> Compiler<'a> {
    pub fn new(bench: &'a Bench, hall: &'a Hall) -> Compiler<'a> {
        Compiler { bench, hall, libraries: BTreeMap::new() }
    }

    /// Compiles the program of an exercise.
    ///
    /// # Errors
    /// The compiler could not be started, or nothing of what it made can be used: not the student's fault.
    pub fn program(&mut self, package: &Package) -> io::Result<Compiled> {
        let source = format!("{}/src/main.rs", package.folder);
        self.binary(package, &source, &package.slug)
    }

    /// Compiles a file of ours, below the tree, that uses the library of an exercise.
    ///
    /// # Errors
    /// As above.
    pub fn check(&mut self, package: &Package, source: &str, name: &str) -> io::Result<Compiled> {
        self.binary(package, source, name)
    }

    fn binary(&mut self, package: &Package, source: &str, name: &str) -> io::Result<Compiled> {
        let mut args = self.args(package, &name.replace('-', "_"), "bin");
        if package.has_library
            && let Some(refused) = self.link(&package.slug, &mut args)?
        {
            return Ok(Compiled::Refused(refused));
        }
        for library in &package.uses {
            if let Some(refused) = self.link(library, &mut args)? {
                return Ok(Compiled::Refused(refused));
            }
        }
        let out = self.hall.inside("out").join(name);
        args.extend(["-o".to_owned(), out.display().to_string(), source.to_owned()]);
        match self.rustc(package, &args, name)? {
            Some(said) => Ok(Compiled::Refused(said)),
            None => self.put_away(&self.hall.outside("out").join(name), name).map(Compiled::Ready),
        }
    }

    /// Says where a library is, compiling it first if it is an exercise's. `Some` if it does not compile.
    fn link(&mut self, name: &str, args: &mut Vec<String>) -> io::Result<Option<String>> {
        let crate_name = name.replace('-', "_");
        if let Some(file) = self.bench.files.get(name).filter(|_| self.bench.package(name).is_none()) {
            let library = self.hall.inside("libraries").join(file);
            args.extend(["--extern".to_owned(), format!("{crate_name}={}", library.display())]);
            return Ok(None);
        }
        let Some(package) = self.bench.package(name) else { return Ok(None) };
        if !self.libraries.contains_key(name) {
            let compiled = self.library(package)?;
            self.libraries.insert(name.to_owned(), compiled);
        }
        match &self.libraries[name] {
            Compiled::Refused(said) => Ok(Some(said.clone())),
            Compiled::Ready(library) => {
                args.extend(["--extern".to_owned(), format!("{crate_name}={}", library.display())]);
                Ok(None)
            }
        }
    }

    fn library(&self, package: &Package) -> io::Result<Compiled> {
        let name = package.slug.replace('-', "_");
        let mut args = self.args(package, &name, "lib");
        let out = self.hall.inside("out").join(format!("lib{name}.rlib"));
        let source = format!("{}/src/lib.rs", package.folder);
        args.extend(["-o".to_owned(), out.display().to_string(), source]);
        Ok(match self.rustc(package, &args, &format!("lib{name}"))? {
            Some(said) => Compiled::Refused(said),
            None => Compiled::Ready(out),
        })
    }

    fn args(&self, package: &Package, crate_name: &str, kind: &str) -> Vec<String> {
        let toolchain = self.hall.inside("toolchain").display().to_string();
        let mut args = vec![
            format!("--sysroot={toolchain}"),
            format!("--edition={}", package.edition),
            format!("--crate-name={crate_name}"),
            format!("--crate-type={kind}"),
            "--color=never".to_owned(),
            "-Cdebuginfo=0".to_owned(),
            "-Awarnings".to_owned(),
            format!("-Ldependency={}", self.hall.inside("libraries").display()),
            format!("-Ldependency={}", self.hall.inside("out").display()),
            // Where a submission lies on this machine is nobody's business.
            format!("--remap-path-prefix={}=.", self.hall.inside("tree").display()),
        ];
        if self.bench.linker.is_some() {
            let folder = self.hall.inside("linker");
            args.extend(["-Clinker-features=-lld".into(), "-Clink-arg=-fuse-ld=lld".into()]);
            args.push(format!("-Clink-arg=-B{}", folder.display()));
        }
        args.extend(package.lints.iter().map(|(lint, level)| match level.as_str() {
            "forbid" => format!("-F{lint}"),
            "deny" => format!("-D{lint}"),
            _ => format!("-A{lint}"),
        }));
        args
    }

    /// Runs rustc, and once more where it may be the machine's fault that it made nothing. `Some` is what it said, if it
    /// refused.
    fn rustc(&self, package: &Package, args: &[String], name: &str) -> io::Result<Option<String>> {
        let mut is_again = false;
        loop {
            let Some(refusal) = self.try_once(package, args.to_vec(), name)? else { return Ok(None) };
            if !refusal.is_doubtful() {
                return Ok(Some(refusal.told()));
            }
            self.expect_a_machine_that_compiles(package)?;
            if is_again && refusal.was_ended_for_others(most_memory_of_one()) {
                return Err(io::Error::other(refusal.told()));
            }
            if is_again {
                return Ok(Some(refusal.told()));
            }
            is_again = true;
        }
    }

    /// Expects space, and that a program of ours compiles.
    fn expect_a_machine_that_compiles(&self, package: &Package) -> io::Result<()> {
        let out = self.hall.outside("out");
        self.clear(&out)?;
        #[cfg(unix)]
        if space_in(&out)? < Limits::COMPILER.file_size {
            return Err(rustix::io::Errno::NOSPC.into());
        }
        let (source, text) = OURS;
        fs::write(self.hall.outside("tree").join(source), text)?;
        let mut args = self.args(package, "ours", "bin");
        let made = self.hall.inside("out").join("ours");
        args.extend(["-o".to_owned(), made.display().to_string(), source.to_owned()]);
        match self.try_once(package, args, "ours")? {
            Some(refusal) => Err(io::Error::other(refusal.in_short())),
            None => fs::remove_file(out.join("ours")),
        }
    }

    /// Takes away what compilers left behind, but not the libraries.
    fn clear(&self, out: &Path) -> io::Result<()> {
        let is_library = |name: &OsStr| {
            let mut made = self.libraries.values();
            made.any(|library| matches!(library, Compiled::Ready(path) if path.file_name() == Some(name)))
        };
        for entry in fs::read_dir(out)?.flatten().filter(|entry| !is_library(&entry.file_name())) {
            let is_folder = entry.file_type()?.is_dir();
            if is_folder { fs::remove_dir_all(entry.path())? } else { fs::remove_file(entry.path())? }
        }
        Ok(())
    }

    /// Runs rustc. `Some` if it made nothing.
    fn try_once(&self, package: &Package, args: Vec<String>, name: &str) -> io::Result<Option<Refusal>> {
        let hall = self.hall;
        let mut doors = system_libraries();
        let tools = ["/bin", "/usr/bin", "/usr/libexec", "/etc/alternatives"];
        doors.extend(tools.into_iter().filter(|path| Path::new(path).exists()).map(Door::read));
        doors.push(Door::read(&self.bench.toolchain).at("/toolchain"));
        doors.push(Door::read(&self.bench.libraries).at("/libraries"));
        doors.extend(self.bench.linker.as_ref().map(|linker| Door::read(linker).at("/linker/ld.lld")));
        doors.push(Door::read(hall.outside("tree")).at("/tree"));
        doors.push(Door::read(hall.outside("out")).at("/out").writable());
        let at_home = hall.outside("out").display().to_string();
        let temporary = if hall.tier == Tier::Namespaces { TEMPORARY } else { &at_home };
        let number = package.version.clone();
        let environment = [
            ("PATH", "/usr/bin:/bin"),
            ("LANG", "C.UTF-8"),
            // Where there is no `/proc`, programs do not know where they lie.
            ("LD_LIBRARY_PATH", &hall.inside("toolchain").join("lib").display().to_string()),
            ("TMPDIR", temporary),
            ("CARGO_PKG_NAME", &package.slug),
            ("CARGO_PKG_VERSION", &number),
            ("CARGO_CRATE_NAME", &package.slug.replace('-', "_")),
            ("CARGO_BIN_NAME", &package.slug),
            ("CARGO_MANIFEST_DIR", &hall.inside("tree").join(&package.folder).display().to_string()),
        ];
        // No student's code runs while it is compiled: without a namespace the compiler is whoever can reach it.
        let identity = if hall.tier == Tier::Namespaces { hall.identity } else { Identity::Own };
        let plan = Plan {
            tier: hall.tier,
            program: hall.inside("toolchain").join("bin").join("rustc"),
            args,
            doors,
            folder: hall.inside("tree"),
            environment: environment.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec(),
            identity,
            limits: Limits::COMPILER,
            may_start_others: true,
            room: hall.room.clone(),
            complaints: hall.folder.join(format!("{name}.compiler")),
        };
        let path = hall.folder.join(format!("{name}.compile.json"));
        plan.write(&path)?;
        let mut command = plan.command(&path)?;
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let errors = child.stderr.take().expect("it is piped");
        let reader = std::thread::spawn(move || read_capped(errors));
        let status = watch::wait(&mut child, LONGEST)?;
        let said = reader.join().expect("reading does not panic");
        let complaint = fs::read_to_string(&plan.complaints).unwrap_or_default();
        if !complaint.is_empty() {
            return Err(io::Error::other(complaint));
        }
        match status {
            Some(status) if status.success() => Ok(None),
            // Codes that rustc never ends with itself: it was not found, or could not be loaded.
            Some(status) if matches!(status.code(), Some(125..=127)) => {
                Err(io::Error::other(String::from_utf8_lossy(&said).into_owned()))
            }
            Some(_) => Ok(Some(Refusal { said: self.shortened(&said), status })),
            None => Ok(Some(Refusal { said: format!("error: rustc, {} s\n", LONGEST.as_secs()), status })),
        }
    }

    /// What a compiler said, with paths from the workbook's folder.
    fn shortened(&self, said: &[u8]) -> String {
        let said = String::from_utf8_lossy(said);
        let tree = format!("{}/", self.hall.inside("tree").display());
        said.replace(&tree, "").replace(&format!("{}/", self.hall.inside("out").display()), "")
    }

    /// Copies what was compiled to where no compiler writes, if it is a file and nothing else.
    fn put_away(&self, made: &Path, name: &str) -> io::Result<PathBuf> {
        let place = self.hall.outside("programs").join(name);
        let mut options = File::options();
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, rustix::fs::OFlags::NOFOLLOW.bits() as i32);
        let mut from = options.read(true).open(made)?;
        if !from.metadata()?.is_file() {
            return Err(io::Error::other(format!("{} is no file", made.display())));
        }
        let mut to = File::create(&place)?;
        io::copy(&mut from, &mut to)?;
        to.flush()?;
        #[cfg(unix)]
        to.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
        fs::remove_file(made)?;
        Ok(place)
    }
}

/// Bytes that whoever is not root may still write there.
#[cfg(unix)]
fn space_in(folder: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(folder)?;
    Ok(disk.f_bavail * disk.f_frsize)
}

/// Reads to the end, and keeps the beginning.
fn read_capped(mut from: impl Read) -> Vec<u8> {
    let mut kept = Vec::new();
    let _ = from.by_ref().take(SAID).read_to_end(&mut kept);
    if kept.len() as u64 == SAID {
        kept.extend(b"\n...\n");
    }
    let _ = io::copy(&mut from, &mut io::sink());
    kept
}
