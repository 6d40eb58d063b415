//! A terminal of yesterday: a locale whose letters are not UTF-8.

use std::process::Command;

use super::plan::Plan;
use super::{Scene, saying};

const LATIN_1: &str = "es_ES.ISO-8859-1";

pub fn c(plan: &Plan) -> Result<Scene, String> {
    Ok(in_locale("LC_ALL=C (POSIX is another name for it); LANG, LANGUAGE: the same".to_owned(), plan, "C"))
}

/// One that few machines have, made for the occasion.
pub fn latin_1(plan: &Plan) -> Result<Scene, String> {
    let folder = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
    let place = folder.path().join(LATIN_1);
    let mut localedef = Command::new("localedef");
    localedef.args(["-i", "es_ES", "-f", "ISO-8859-1"]).arg(&place);
    let made = localedef.output().map_err(|error| format!("localedef, of the C library: {error}"))?;
    // It ends with 1 for mere warnings too; what counts is what it made.
    if !place.join("LC_CTYPE").is_file() {
        return Err(format!("localedef made no {LATIN_1}: {}", String::from_utf8_lossy(&made.stderr).trim()));
    }
    let how = format!("LC_ALL={LATIN_1}, compiled by localedef, found by LOCPATH");
    let mut scene = in_locale(how, plan, LATIN_1);
    scene.plan.environment.push(("LOCPATH".to_owned(), folder.path().display().to_string()));
    scene.guards.push(Box::new(folder));
    Ok(scene)
}

fn in_locale(how: String, plan: &Plan, locale: &str) -> Scene {
    let mut scene = Scene::of(how, plan);
    let variables = ["LC_ALL", "LANG", "LANGUAGE"];
    scene.plan.environment.extend(variables.map(|variable| (variable.to_owned(), locale.to_owned())));
    scene
}

pub fn probe_c(plan: &Plan) -> Result<String, String> {
    charmap_is("ANSI_X3.4-1968", plan)
}

pub fn probe_latin_1(plan: &Plan) -> Result<String, String> {
    charmap_is("ISO-8859-1", plan)
}

/// What programs of the C library take for the letters of this locale.
fn charmap_is(right: &str, plan: &Plan) -> Result<String, String> {
    let charmap = saying("locale", &["charmap"], &plan.environment)?;
    let seen = format!("locale charmap: {charmap}");
    if charmap == right { Ok(seen) } else { Err(seen) }
}
