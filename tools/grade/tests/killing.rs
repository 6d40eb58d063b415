//! A grader that is killed, as by a power cut, goes on where it ended. The killed one is this test's own program, started
//! again: its judge waits at one submission until it is killed there.

mod classroom;

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use classroom::{Class, Glance, grade, results, workbook};
use grade::intake::Prepared;
use grade::judge::{Settings, Stop};
use grade::options::Grade;
use grade::problem::Problem;
use grade::result::{Submission, Tier};
use grade::run::{self, Judge};

/// Judges so many, then waits for the end.
struct Waiting {
    glance: Glance,
    begun: AtomicUsize,
    most: usize,
}

impl Judge for Waiting {
    fn tier(&self) -> Tier {
        self.glance.tier()
    }

    fn judge(&self, prepared: &Prepared, exercises: &[String], _: usize) -> Result<Option<Submission>, Problem> {
        if self.begun.fetch_add(1, Ordering::SeqCst) == self.most {
            println!("waiting");
            // Nobody writes: this ends when the grader does.
            let _ = std::io::stdin().read(&mut [0]);
        }
        Ok(Some(self.glance.look(prepared, exercises)))
    }
}

/// Not a test of its own: what the tests below start and kill.
#[test]
#[ignore = "started by the other tests"]
fn grades_until_it_is_killed() {
    let (Ok(folder), Ok(most)) = (std::env::var("GRADE_TEST_FOLDER"), std::env::var("GRADE_TEST_MOST")) else { return };
    let folder = PathBuf::from(folder);
    let grade = Grade {
        submissions: folder.join("class"),
        out: folder.join("report"),
        jobs: Some(1),
        regrade: std::env::var_os("GRADE_TEST_AGAIN").map(|_| Vec::new()),
        ..Grade::default()
    };
    let most = most.parse().expect("a number");
    let open = |settings: Settings| Ok(Waiting { glance: Glance::open(settings)?, begun: AtomicUsize::new(0), most });
    run::run_with(&grade, &workbook(), &Stop::default(), open).expect("it is graded");
}

/// Starts a grader that judges so many submissions, and kills it at the next one.
fn kill_at(class: &Class, most: usize, again: bool) {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["--exact", "grades_until_it_is_killed", "--ignored", "--nocapture"]);
    command.env("GRADE_TEST_FOLDER", class.folder.path()).env("GRADE_TEST_MOST", most.to_string());
    if again {
        command.env("GRADE_TEST_AGAIN", "1");
    }
    let mut child: Child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
    let stdout = BufReader::new(child.stdout.take().expect("it is piped"));
    let waits = stdout.lines().map_while(Result::ok).any(|line| line.contains("waiting"));
    assert!(waits, "it came to its submission");
    child.kill().expect("it is killed");
    child.wait().expect("it ended");
}

const PROGRAMS: [(&str, &str); 6] =
    [("ana", "right 1"), ("bea", "wrong"), ("cam", "right 2"), ("dan", "right 3"), ("eva", "no"), ("fay", "right 4")];

fn kept(class: &Class) -> usize {
    let entries = std::fs::read_dir(class.path("report/kept")).expect("it is there").filter_map(Result::ok);
    entries.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "json")).count()
}

#[test]
fn a_killed_grader_goes_on_with_nothing_lost_and_nothing_judged_twice() {
    let untroubled = Class::of(&PROGRAMS);
    grade(&untroubled.grade("report")).expect("it is graded");
    let class = Class::of(&PROGRAMS);
    let mut so_far = 0;
    for most in [0, 1, 0, 2] {
        kill_at(&class, most, false);
        so_far += most;
        assert_eq!(kept(&class), so_far, "what was finished is kept, and nothing else");
    }
    grade(&class.grade("report")).expect("it is graded");
    assert!(results(&class.path("report")) == results(&untroubled.path("report")), "the same to the byte");
}

#[test]
fn killed_while_grading_again_it_goes_on_there() {
    let class = Class::of(&PROGRAMS);
    grade(&class.grade("report")).expect("it is graded");
    let first = results(&class.path("report"));
    kill_at(&class, 2, true);
    kill_at(&class, 3, true);
    assert_eq!(kept(&class), 5);
    grade(&Grade { regrade: Some(Vec::new()), ..class.grade("report") }).expect("it is graded");
    assert!(results(&class.path("report")) == first, "the same to the byte");
    assert_eq!(std::fs::read_dir(class.path("report/kept/before")).expect("it is there").count(), 0);
}
