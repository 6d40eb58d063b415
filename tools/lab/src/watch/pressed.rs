//! What the keys of the watch screen do.

use std::process::Command;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use enchufe::catalog::Exercise;
use enchufe::grading::Verdict;

use crate::problem::Problem;
use crate::progress::State;
use crate::solution;
use crate::stopping;
use crate::terminal;
use crate::trace;
use crate::words;

use super::page::{Page, Wish};
use super::{Front, Watch, take_screen};

impl<'l> Watch<'_, 'l> {
    /// Does what a key asks for. False when the person wants to leave.
    pub(super) fn pressed(&mut self, key: KeyEvent) -> Result<bool, Problem> {
        let is_control = key.modifiers.contains(KeyModifiers::CONTROL);
        if is_control && matches!(key.code, KeyCode::Char('c' | 'd')) {
            return Ok(false);
        }
        match &mut self.front {
            Front::Arguments(_) => self.typed(key)?,
            Front::List(_) => self.chose(key),
            // One more hint on top of the last.
            Front::Page(page) if page.is_hint() && key.code == KeyCode::Char('h') => {
                self.front = Front::Page(Page::hint(self.lab, self.exercise, terminal::size().0));
            }
            Front::Page(page) => {
                if page.takes(key.code, terminal::size()) == Wish::Back {
                    self.front = Front::Main;
                }
            }
            Front::Main => return self.commanded(key.code),
        }
        Ok(true)
    }

    /// A key on the main screen.
    fn commanded(&mut self, key: KeyCode) -> Result<bool, Problem> {
        let (columns, rows) = terminal::size();
        let page = rows.saturating_sub(6).max(1);
        match key {
            KeyCode::Char('q') => return Ok(false),
            KeyCode::Up | KeyCode::Char('k') => self.from = self.from.saturating_sub(1),
            KeyCode::Down | KeyCode::Char('j') => self.from += 1,
            KeyCode::PageUp => self.from = self.from.saturating_sub(page),
            KeyCode::PageDown | KeyCode::Char(' ') => self.from += page,
            KeyCode::Home => self.from = 0,
            KeyCode::End => self.from = usize::MAX / 2,
            KeyCode::Enter => self.grade(),
            KeyCode::Char('n') => {
                let next = self.next_unsolved();
                self.go_to(next);
            }
            KeyCode::Char('l') => {
                let place = self.lab.exercises.iter().position(|exercise| exercise.slug == self.exercise.slug);
                self.front = Front::List(place.unwrap_or(0));
            }
            KeyCode::Char('h') => self.front = Front::Page(Page::hint(self.lab, self.exercise, columns)),
            KeyCode::Char('e') => self.front = Front::Page(Page::explain(self.lab, self.report(), columns)),
            KeyCode::Char('?') => self.front = Front::Page(Page::keys(self.lab, self.exercise, columns)),
            KeyCode::Char('r') => self.front = Front::Arguments(self.arguments.clone()),
            KeyCode::Char('t') => self.trace()?,
            KeyCode::Char('s') => self.solution()?,
            KeyCode::Char('x') => self.outside(&["reset", &self.exercise.slug])?,
            _ => {}
        }
        Ok(true)
    }

    /// The next exercise that is not solved, from here on and around; the next one if all are.
    fn next_unsolved(&self) -> &'l Exercise {
        let exercises = &self.lab.exercises;
        let here = exercises.iter().position(|exercise| exercise.slug == self.exercise.slug).unwrap_or(0);
        let around = || (1..exercises.len()).map(|step| &exercises[(here + step) % exercises.len()]);
        let open = around().find(|exercise| self.progress.state(exercise) != State::Solved);
        open.or_else(|| around().next()).unwrap_or(self.exercise)
    }

    /// The verdict whose report is on the screen.
    fn report(&self) -> Option<&Verdict> {
        self.known.grade.as_ref()?.0.most_telling()
    }

    /// A key in the list.
    fn chose(&mut self, key: KeyEvent) {
        let Front::List(place) = &mut self.front else { return };
        let last = self.lab.exercises.len() - 1;
        match key.code {
            KeyCode::Up | KeyCode::Char('k') => *place = place.saturating_sub(1),
            KeyCode::Down | KeyCode::Char('j') => *place = (*place + 1).min(last),
            KeyCode::Home | KeyCode::PageUp => *place = 0,
            KeyCode::End | KeyCode::PageDown => *place = last,
            KeyCode::Enter => {
                let exercise = &self.lab.exercises[*place];
                self.go_to(exercise);
            }
            KeyCode::Char('q' | 'l') | KeyCode::Esc => self.front = Front::Main,
            _ => {}
        }
    }

    /// A key in the line of arguments.
    fn typed(&mut self, key: KeyEvent) -> Result<(), Problem> {
        let Front::Arguments(arguments) = &mut self.front else { return Ok(()) };
        match key.code {
            KeyCode::Esc => self.front = Front::Main,
            KeyCode::Backspace => drop(arguments.pop()),
            KeyCode::Char(letter) => arguments.push(letter),
            KeyCode::Enter => {
                self.arguments = std::mem::take(arguments);
                self.front = Front::Main;
                let typed = self.arguments.clone();
                let mut command = vec!["run", &self.exercise.slug, "--"];
                command.extend(typed.split_whitespace());
                self.outside(&command)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn trace(&mut self) -> Result<(), Problem> {
        let Some(rule) = self.report().map(|verdict| verdict.rule.clone()).or_else(|| self.first_rule()) else {
            return Ok(());
        };
        let Some(screen) = &mut self.screen else { return Ok(()) };
        let held = self.keys.hold_back();
        let result = trace::open(self.lab, self.exercise, &rule, screen);
        drop(held);
        if let Err(problem) = result {
            self.front = Front::Page(Page::text(problem.to_text(self.lab.lang)));
        }
        Ok(())
    }

    /// Shows where the solution differs. Whoever is not there yet is asked first, where a line can be typed.
    fn solution(&mut self) -> Result<(), Problem> {
        let held = self.keys.hold_back();
        self.screen = None;
        let page = solution::page_for(self.lab, self.exercise);
        self.screen = Some(take_screen(self.lab)?);
        drop(held);
        self.front = match page {
            Ok(None) => Front::Main,
            Ok(Some(page)) => Front::Page(Page::text(page)),
            Err(problem) => Front::Page(Page::text(problem.to_text(self.lab.lang))),
        };
        Ok(())
    }

    fn first_rule(&self) -> Option<String> {
        self.exercise.rules.first().map(|rule| rule.name.clone())
    }

    /// Runs another command of this program with the terminal as it was, and comes back when the person has read it.
    fn outside(&mut self, args: &[&str]) -> Result<(), Problem> {
        let words = words::watch(self.lab.lang);
        let held = self.keys.hold_back();
        self.screen = None;
        let program = std::env::current_exe().unwrap_or_else(|_| "lab".into());
        let mut command = Command::new(&program);
        command.args(["--lang", self.lab.lang.code()]).args(args);
        terminal::print(&format!("$ cargo lab {}\n\n", args.join(" ")));
        let status = stopping::passing_on(&mut command);
        if let Err(error) = status {
            let cannot = (words::general(self.lab.lang).cannot_start)(&program.display().to_string(), &error);
            terminal::complain(&format!("{cannot}\n"));
        }
        terminal::print(&format!("\n{} ", words.enter_to_go_back));
        let _ = std::io::stdin().read_line(&mut String::new());
        self.screen = Some(take_screen(self.lab)?);
        drop(held);
        Ok(())
    }
}
