//! `cargo lab`: shows what to do next, grades the student's program whenever it is saved, and has the other commands at
//! a key. Without a terminal it says the same once.

mod drawn;
mod keys;
mod once;
mod page;
mod pressed;
mod saves;
mod view;

use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, Scope};
use std::time::{Duration, Instant};

use crossterm::event::{Event as Input, KeyEventKind};
use enchufe::catalog::Exercise;
use enchufe::grading::Stopper;
use enchufe::report::Colour;
use lexopt::Arg::{Long, Short, Value};

use crate::grader::{self, Grade, News};
use crate::lab::Lab;
use crate::problem::Problem;
use crate::progress::{Progress, State};
use crate::stopping;
use crate::terminal::{self, Screen};
use crate::words;

use keys::Keys;
use page::Page;
use saves::Noticed;
use view::Known;

/// How often the sign of life moves.
const STEP: Duration = Duration::from_millis(120);

pub fn run(lab: &Lab, args: Vec<OsString>) -> Result<ExitCode, Problem> {
    let (mut first, mut looking) = (None, false);
    let mut args = lexopt::Parser::from_args(args);
    let usage = |error: lexopt::Error| Problem::usage(&error, "", lab.lang);
    while let Some(arg) = args.next().map_err(usage)? {
        match arg {
            Long("help") | Short('h') => {
                terminal::print(words::general(lab.lang).help);
                return Ok(ExitCode::SUCCESS);
            }
            Long("poll") => looking = true,
            Value(value) if first.is_none() => first = Some(lab.find(&value.to_string_lossy())?),
            other => return Err(usage(other.unexpected())),
        }
    }
    let progress = Progress::load(lab);
    let last = lab.exercises.last().expect("a workbook has exercises");
    let first = first.or(progress.next()).unwrap_or(last);
    if !terminal::is_interactive() {
        return once::run(lab, first);
    }
    thread::scope(|scope| Watch::start(lab, first, looking, scope).and_then(Watch::go_on))
}

/// What can happen.
enum Event {
    Input(Option<Input>),
    Noticed(Noticed),
    /// From the grading with this number.
    News(u64, News),
    Graded(u64, Result<Option<Grade>, Problem>),
    /// The exercise that was looked at again, in the grading with this number.
    LookedAgain(u64),
}

/// A grading that goes on. It ends when this is dropped.
struct Grading<'l> {
    number: u64,
    exercise: &'l Exercise,
    stopper: Stopper,
    since: Instant,
}

impl Drop for Grading<'_> {
    fn drop(&mut self) {
        self.stopper.stop();
    }
}

/// What is in front.
enum Front {
    Main,
    /// A text to read.
    Page(Page),
    /// The list, and the place in it.
    List(usize),
    /// The arguments for the program, as far as they are typed.
    Arguments(String),
}

struct Watch<'s, 'l> {
    lab: &'l Lab,
    scope: &'s Scope<'s, 'l>,
    progress: Progress<'l>,
    exercise: &'l Exercise,
    known: Known,
    grading: Option<Grading<'l>>,
    /// Another exercise, of which nobody knows how it stands.
    again: Option<Grading<'l>>,
    /// Those that were looked at again since something was saved.
    looked_at: Vec<&'l str>,
    gradings: u64,
    front: Front,
    /// The first line of the body that is shown.
    from: usize,
    arguments: String,
    only_looking: bool,
    keys: Keys,
    screen: Option<Screen>,
    colour: Colour,
    tell: Sender<Event>,
    events: Receiver<Event>,
    steps: usize,
}

impl<'s, 'l> Watch<'s, 'l> {
    fn start(
        lab: &'l Lab,
        first: &'l Exercise,
        looking: bool,
        scope: &'s Scope<'s, 'l>,
    ) -> Result<Watch<'s, 'l>, Problem> {
        let (tell, events) = mpsc::channel();
        let noticed = tell.clone();
        saves::watch(lab, looking, move |it| noticed.send(Event::Noticed(it)).is_ok());
        let keys = Keys::default();
        let pressed = tell.clone();
        let screen = take_screen(lab)?;
        keys.listen(move |input| pressed.send(Event::Input(input)).is_ok());
        Ok(Watch {
            lab,
            scope,
            progress: Progress::load(lab),
            exercise: first,
            known: Known::default(),
            grading: None,
            again: None,
            looked_at: Vec::new(),
            gradings: 0,
            front: Front::Main,
            from: 0,
            arguments: String::new(),
            only_looking: false,
            keys,
            screen: Some(screen),
            colour: Colour::of_stdout(),
            tell,
            events,
            steps: 0,
        })
    }

    fn go_on(mut self) -> Result<ExitCode, Problem> {
        self.grade();
        loop {
            self.draw()?;
            let mut event = match self.next_event() {
                Some(event) => event,
                None => continue,
            };
            // Everything that has happened meanwhile, before anything is drawn: a thousand keys are one picture.
            loop {
                if !self.takes(event)? {
                    (self.grading, self.again, self.screen) = (None, None, None);
                    let left = self.lab.exercises.len() - self.progress.solved();
                    terminal::print(&format!("{}\n", (words::watch(self.lab.lang).left)(left)));
                    return Ok(ExitCode::SUCCESS);
                }
                event = match self.events.try_recv() {
                    Ok(event) => event,
                    Err(_) => break,
                };
            }
        }
    }

    /// What happens next; `None` when only the sign of life is to move.
    fn next_event(&mut self) -> Option<Event> {
        if self.grading.is_none() && self.again.is_none() {
            return self.events.recv().ok();
        }
        match self.events.recv_timeout(STEP) {
            Ok(event) => Some(event),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                self.steps += 1;
                None
            }
        }
    }

    /// Does what follows from an event. False when the person wants to leave.
    fn takes(&mut self, event: Event) -> Result<bool, Problem> {
        match event {
            // The terminal is gone: nobody is there any more.
            Event::Input(None) => return Ok(false),
            Event::Input(Some(Input::Key(key))) if key.kind != KeyEventKind::Release => return self.pressed(key),
            Event::Input(Some(Input::Paste(text))) => {
                if let Front::Arguments(arguments) = &mut self.front {
                    arguments.extend(text.chars().filter(|letter| !letter.is_control()));
                }
            }
            Event::Input(Some(_)) => {}
            Event::Noticed(Noticed::OnlyLooking) => self.only_looking = true,
            Event::Noticed(Noticed::Saved(places)) => self.saved(&places),
            Event::News(number, news) => self.heard(number, news),
            Event::Graded(number, result) => self.graded(number, result),
            Event::LookedAgain(number) => {
                if self.again.take_if(|again| again.number == number).is_some() {
                    self.progress = Progress::load(self.lab);
                    self.look_again();
                }
            }
        }
        Ok(true)
    }

    /// One exercise was saved: that is the one to work on. Several at once were not saved by hand.
    fn saved(&mut self, places: &[usize]) {
        let exercises = &self.lab.exercises;
        let is_current = |place: &usize| exercises[*place].slug == self.exercise.slug;
        let is_needed = |place: &usize| self.exercise.needs.contains(&exercises[*place].slug);
        (self.progress, self.looked_at) = (Progress::load(self.lab), Vec::new());
        match places {
            [place] if !is_current(place) && !is_needed(place) => self.go_to(&exercises[*place]),
            _ => {
                if matches!(self.front, Front::Page(_) | Front::List(_)) {
                    self.front = Front::Main;
                }
                self.grade();
            }
        }
    }

    fn go_to(&mut self, exercise: &'l Exercise) {
        self.exercise = exercise;
        (self.known, self.front, self.from) = (Known::default(), Front::Main, 0);
        self.grade();
    }

    /// Grades the current exercise. What is graded already is stopped: it is about another text.
    fn grade(&mut self) {
        (self.grading, self.again) = (None, None);
        let grading = self.begin(self.exercise);
        let (number, stopper) = (grading.number, grading.stopper.clone());
        self.grading = Some(grading);
        (self.known.doing, self.known.coming) = (Some(words::test(self.lab.lang).building.to_owned()), Vec::new());
        let (lab, exercise, tell) = (self.lab, self.exercise, self.tell.clone());
        self.scope.spawn(move || {
            let on_news = |_: &Exercise, news: News| drop(tell.send(Event::News(number, news)));
            let graded = grader::grade(lab, &[exercise], None, &stopper, &on_news);
            let grade =
                graded.map(|grades| grades.and_then(|grades| grades.into_iter().next()).map(|(_, grade)| grade));
            let _ = tell.send(Event::Graded(number, grade));
        });
    }

    /// Grades an exercise of which nobody knows how it stands: it was changed while nobody watched, or what was known
    /// is lost. One after the other, as long as there is nothing else to do.
    fn look_again(&mut self) {
        let is_unknown = |exercise: &&Exercise| {
            exercise.slug != self.exercise.slug
                && !self.looked_at.contains(&exercise.slug.as_str())
                && self.progress.state(exercise) == State::Unknown
        };
        let Some(exercise) = self.lab.exercises.iter().find(is_unknown) else { return };
        self.looked_at.push(&exercise.slug);
        let again = self.begin(exercise);
        let (number, stopper) = (again.number, again.stopper.clone());
        self.again = Some(again);
        let (lab, tell) = (self.lab, self.tell.clone());
        self.scope.spawn(move || {
            // What cannot be graded stays unknown. Whoever goes there is told why.
            let _ = grader::look_again(lab, exercise, &stopper);
            let _ = tell.send(Event::LookedAgain(number));
        });
    }

    fn begin(&mut self, exercise: &'l Exercise) -> Grading<'l> {
        self.gradings += 1;
        Grading { number: self.gradings, exercise, stopper: stopping::stopper(), since: Instant::now() }
    }

    fn heard(&mut self, number: u64, news: News) {
        if self.grading.as_ref().is_none_or(|grading| grading.number != number) {
            return;
        }
        let words = words::test(self.lab.lang);
        self.known.doing = Some(match news {
            News::Compiled(name) => (words.compiled)(&name),
            News::Waiting => words.waiting.to_owned(),
            News::Runs => words.running.to_owned(),
            News::Verdict(verdict) => {
                self.known.coming.push(verdict);
                (words.rules_tested)(self.known.coming.len(), self.exercise.rules.len())
            }
        });
    }

    fn graded(&mut self, number: u64, result: Result<Option<Grade>, Problem>) {
        let Some(grading) = self.grading.take_if(|grading| grading.number == number) else { return };
        self.progress = Progress::load(self.lab);
        self.known = Known::default();
        self.from = 0;
        match result {
            Ok(Some(grade)) => self.known.grade = Some((grade, grading.since.elapsed())),
            Ok(None) => {}
            Err(problem) => self.known.trouble = Some(problem.to_text(self.lab.lang)),
        }
        self.look_again();
    }
}

fn take_screen(lab: &Lab) -> Result<Screen, Problem> {
    Screen::take().map_err(|error| Problem::new((words::watch(lab.lang).no_screen)(&error)))
}
