//! Chromium, driven through chromedriver by the WebDriver protocol. Each test has a browser of its own, with a fresh
//! profile, that ends with it.
//!
//! The protocol is JSON over HTTP, one command after the other: a small client is less to build and to understand than
//! the libraries that bring an asynchronous runtime along.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::patience;

/// The key under which WebDriver hides an element's id (W3C WebDriver, 11).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Notes every phase of the page as it comes: a phase may be over before a test can look.
const HISTORY: &str = "
    window.seen = [];
    new MutationObserver(() => {
        const phase = document.body?.dataset.phase;
        if (!phase || seen.at(-1)?.phase === phase) return;
        seen.push({phase, at: performance.now(), status: document.querySelector('#status')?.textContent});
    }).observe(document, {subtree: true, childList: true, attributes: true});";

/// Holds what the page would do after a pause until `step()` is called.
const STEPS: &str = "
    window.pending = new Map();
    window.setTimeout = (callback, ms) => { const id = Math.random(); pending.set(id, { callback, ms }); return id; };
    window.clearTimeout = (id) => pending.delete(id);
    window.step = () => { for (const [id, { callback }] of [...pending]) { pending.delete(id); callback(); } };";

pub struct Browser {
    driver: Driver,
    session: String,
    _profile: TempDir,
}

/// The driver's process.
struct Driver {
    child: Child,
    agent: ureq::Agent,
    url: String,
}

impl Driver {
    /// One command. What it gives is under `value`.
    fn command(&self, method: &str, path: &str, body: Option<Value>) -> Result<Value, Value> {
        let url = format!("{}{path}", self.url);
        let response = match (method, body) {
            ("POST", body) => self
                .agent
                .post(url)
                .header("content-type", "application/json")
                .send(body.unwrap_or_else(|| json!({})).to_string()),
            ("DELETE", _) => self.agent.delete(url).call(),
            _ => self.agent.get(url).call(),
        };
        let mut response = response.map_err(|error| json!(error.to_string()))?;
        let ok = response.status().is_success();
        let text = response.body_mut().with_config().limit(64 << 20).read_to_string();
        let text = text.map_err(|error| json!(error.to_string()))?;
        let mut answer: Value = serde_json::from_str(&text).map_err(|error| json!(error.to_string()))?;
        let value = answer["value"].take();
        if ok { Ok(value) } else { Err(value) }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn in_path(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    names.iter().find_map(|name| std::env::split_paths(&path).map(|dir| dir.join(name)).find(|file| file.is_file()))
}

impl Browser {
    /// A browser, or `None` with the reason printed where there is none.
    pub fn start() -> Option<Browser> {
        let chromium = in_path(&["chromium", "chromium-browser", "google-chrome", "chrome"]);
        let chromedriver = in_path(&["chromedriver"]);
        let (Some(chromium), Some(chromedriver)) = (chromium, chromedriver) else {
            println!("skipped: there is no chromium with its chromedriver here");
            return None;
        };
        let mut child = Command::new(chromedriver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver can be started");
        let mut stdout = BufReader::new(child.stdout.take().expect("it is piped"));
        let config = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(2 * patience()));
        let mut driver = Driver { child, agent: config.build().into(), url: String::new() };
        driver.url = format!("http://127.0.0.1:{}", port_in(&mut stdout));
        thread::spawn(move || std::io::copy(&mut stdout, &mut std::io::sink()));

        let profile = TempDir::new().expect("a folder for the profile");
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            // A tab that is not in front must go on like one that is.
            "--disable-background-timer-throttling",
            "--disable-renderer-backgrounding",
            "--disable-backgrounding-occluded-windows",
            "--lang=en",
            "--hide-scrollbars",
            "--window-size=1280,900",
        ];
        let mut arguments: Vec<String> = arguments.map(str::to_owned).into();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        let capabilities = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "timeouts": {"script": patience().as_millis() as u64},
            "goog:chromeOptions": {"binary": chromium, "args": arguments},
            "goog:loggingPrefs": {"browser": "ALL"},
        }}});
        let session = driver.command("POST", "/session", Some(capabilities));
        let session = session.unwrap_or_else(|problem| panic!("chromium does not start: {problem}"));
        let session = format!("/session/{}", session["sessionId"].as_str().expect("a session has an id"));
        Some(Browser { driver, session, _profile: profile })
    }

    fn command(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        let path = format!("{}{path}", self.session);
        self.driver.command(method, &path, body).unwrap_or_else(|problem| panic!("{method} {path}: {problem}"))
    }

    /// A new tab, in a window of its own, with the page at `url`.
    pub fn open(&self, url: &str) -> Tab<'_> {
        self.open_with(url, "")
    }

    /// The same for a page whose pauses end when the test says so: [`Tab::step`].
    pub fn open_in_steps(&self, url: &str) -> Tab<'_> {
        self.open_with(url, STEPS)
    }

    fn open_with(&self, url: &str, script: &str) -> Tab<'_> {
        let made = self.command("POST", "/window/new", Some(json!({"type": "window"})));
        let tab = Tab { browser: self, handle: made["handle"].as_str().expect("a handle").to_owned() };
        tab.size(1280, 900);
        tab.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": format!("{HISTORY}\n{script}")}));
        tab.command("POST", "/url", Some(json!({"url": url})));
        tab
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Ends the browser; the driver is ended after it.
        let _ = self.driver.command("DELETE", &self.session, None);
    }
}

/// The port in the line with which chromedriver says that it is ready.
fn port_in(stdout: &mut impl BufRead) -> u16 {
    let mut line = String::new();
    while stdout.read_line(&mut line).expect("chromedriver's output") > 0 {
        if let Some((_, port)) = line.trim_end().trim_end_matches('.').rsplit_once("started successfully on port ") {
            return port.parse().expect("a port");
        }
        line.clear();
    }
    panic!("chromedriver did not say where it listens");
}

/// One tab of a browser.
pub struct Tab<'a> {
    browser: &'a Browser,
    handle: String,
}

impl Tab<'_> {
    fn command(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        self.browser.command("POST", "/window", Some(json!({"handle": self.handle})));
        self.browser.command(method, path, body)
    }

    /// Runs a script in the page; gives what it returns.
    pub fn run(&self, script: &str) -> Value {
        self.command("POST", "/execute/sync", Some(json!({"script": script, "args": []})))
    }

    /// Waits until `condition`, an expression of the page, holds. It is looked at whenever the page changes.
    pub fn wait(&self, condition: &str) {
        let script = format!(
            "const done = arguments[0];
             const holds = () => {condition};
             if (holds()) return done(true);
             const observer = new MutationObserver(() => {{ if (holds()) {{ observer.disconnect(); done(true); }} }});
             observer.observe(document, {{subtree: true, childList: true, attributes: true, characterData: true}});"
        );
        self.browser.command("POST", "/window", Some(json!({"handle": self.handle})));
        let path = format!("{}/execute/async", self.browser.session);
        let waited = self.browser.driver.command("POST", &path, Some(json!({"script": script, "args": []})));
        if let Err(problem) = waited {
            let shown = self.run("return document.body.dataset.phase + '\\n' + document.body.innerText");
            panic!("in vain: {condition}\n{}\nthe page shows: {}", problem["message"], shown.as_str().unwrap_or("?"));
        }
    }

    pub fn wait_for_phase(&self, phase: &str) {
        self.wait(&format!("document.body.dataset.phase === {phase:?}"));
    }

    /// Waits until the page has been in `phase` for the `times`-th time, though it may be over.
    pub fn wait_for_nth(&self, phase: &str, times: usize) {
        self.wait(&format!("seen.filter((one) => one.phase === {phase:?}).length >= {times}"));
    }

    /// The phases so far, and when each began, in ms.
    pub fn history(&self) -> Vec<(String, f64)> {
        let seen = self.run("return seen");
        let one = |one: &Value| Some((one["phase"].as_str()?.to_owned(), one["at"].as_f64()?));
        seen.as_array().expect("a list").iter().map(|entry| one(entry).expect("a phase and a time")).collect()
    }

    /// The page's pauses that are going on end now.
    pub fn step(&self) {
        self.run("step()");
    }

    /// The longest pause (ms) that is going on, where the page goes in steps.
    pub fn longest_pause(&self) -> u64 {
        let pause = self.run("return Math.max(...[...pending.values()].map(({ ms }) => ms))");
        pause.as_u64().expect("a pause is going on")
    }

    pub fn text(&self, selector: &str) -> String {
        let text = self.run(&format!("return document.querySelector({selector:?}).innerText"));
        text.as_str().expect("text").to_owned()
    }

    fn element(&self, selector: &str) -> String {
        let found = self.command("POST", "/element", Some(json!({"using": "css selector", "value": selector})));
        found[ELEMENT].as_str().expect("an element has an id").to_owned()
    }

    pub fn click(&self, selector: &str) {
        let element = self.element(selector);
        self.command("POST", &format!("/element/{element}/click"), None);
    }

    /// Puts `text` in place of what a field holds.
    pub fn fill(&self, selector: &str, text: &str) {
        let element = self.element(selector);
        self.command("POST", &format!("/element/{element}/clear"), None);
        self.command("POST", &format!("/element/{element}/value"), Some(json!({"text": text})));
    }

    /// Presses keys one after the other, as WebDriver names them: a letter, or a code of a special key.
    pub fn press(&self, keys: &str) {
        let key = |key: char| [json!({"type": "keyDown", "value": key}), json!({"type": "keyUp", "value": key})];
        let actions: Vec<Value> = keys.chars().flat_map(key).collect();
        let actions = json!({"actions": [{"type": "key", "id": "keyboard", "actions": actions}]});
        self.command("POST", "/actions", Some(actions));
    }

    /// The size of what the page has, in CSS pixels.
    pub fn size(&self, width: u32, height: u32) {
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600});
        self.devtools("Emulation.setDeviceMetricsOverride", metrics);
    }

    /// A media feature, such as `prefers-color-scheme`, and its value.
    pub fn prefers(&self, features: &[(&str, &str)]) {
        let features: Vec<Value> = features.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
        self.devtools("Emulation.setEmulatedMedia", json!({"features": features}));
    }

    pub fn devtools(&self, method: &str, params: Value) -> Value {
        self.command("POST", "/goog/cdp/execute", Some(json!({"cmd": method, "params": params})))
    }

    /// A picture of the whole page, in `target/enchufe/play`, to be looked at.
    pub fn picture(&self, name: &str) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/enchufe/play");
        std::fs::create_dir_all(&folder).expect("a folder for the pictures");
        let taken = self.devtools("Page.captureScreenshot", json!({"format": "png", "captureBeyondViewport": true}));
        let bytes = base64(taken["data"].as_str().expect("a picture"));
        std::fs::write(folder.join(format!("{name}.png")), bytes).expect("the picture can be written");
    }

    /// What the browser complained about: a breach of the policy, an error of the script.
    pub fn complaints(&self) -> Vec<String> {
        let log = self.command("POST", "/se/log", Some(json!({"type": "browser"})));
        let entries = log.as_array().expect("a list").iter();
        entries.filter(|entry| entry["level"] == "SEVERE").map(|entry| entry["message"].to_string()).collect()
    }

    pub fn reload(&self) {
        self.command("POST", "/refresh", None);
    }

    pub fn close(self) {
        self.command("DELETE", "/window", None);
    }
}

/// The bytes that base64 (RFC 4648) stands for.
fn base64(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for letter in text.bytes().filter(|&letter| letter != b'=') {
        let value = ALPHABET.iter().position(|&known| known == letter).expect("a letter of base64");
        bits = bits << 6 | value as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}
