//! What is answered: the files of the book, the news about it, and how the exercises stand.

use std::fs;
use std::io::{self, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::thread;
use std::time::Duration;

use super::http::{self, Head, Request};
use super::{Served, progress};
use crate::blocks::escape;
use crate::words::{serve as words_of, spoken};

/// The most connections at once: one for each open page, and a few for what they load.
const MOST: usize = 256;

/// How often a page is sent something, so that one that has gone is noticed.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

/// Answers whoever comes.
pub fn serve(listener: &TcpListener, served: &Arc<Served>) {
    let open = Arc::new(AtomicUsize::new(0));
    for stream in listener.incoming() {
        let Ok(mut stream) = stream else {
            // Too many descriptors: they come back.
            thread::sleep(Duration::from_millis(50));
            continue;
        };
        if open.fetch_add(1, Ordering::SeqCst) >= MOST {
            open.fetch_sub(1, Ordering::SeqCst);
            continue;
        }
        let (served, open) = (Arc::clone(served), Arc::clone(&open));
        thread::spawn(move || {
            // Whoever goes away meanwhile is no error of ours.
            let _ = answer(&mut stream, &served);
            open.fetch_sub(1, Ordering::SeqCst);
        });
    }
}

fn answer(stream: &mut TcpStream, served: &Served) -> io::Result<()> {
    let request = match http::read(stream) {
        Ok(request) => request,
        Err(Some(status)) => return http::send(stream, &Head::plain(status), status.as_bytes(), false),
        Err(None) => return Ok(()),
    };
    match request.path.as_str() {
        "/events" => news(stream, served),
        "/progress.json" => {
            let json = progress::progress(&served.root).to_string();
            let head = Head { status: "200 OK", kind: "application/json", fields: &[] };
            http::send(stream, &head, json.as_bytes(), request.is_head)
        }
        _ => file(stream, &request, served),
    }
}

/// Tells what is new for as long as the page is open.
fn news(stream: &mut TcpStream, served: &Served) -> io::Result<()> {
    let head = Head { status: "200 OK", kind: "text/event-stream", fields: &[] };
    http::begin(stream, &head, None)?;
    stream.write_all(b"retry: 500\n\n")?;
    let heard = served.news.listen();
    loop {
        match heard.recv_timeout(SIGN_OF_LIFE) {
            Ok(event) => {
                let data: String = event.data.lines().map(|line| format!("data: {line}\n")).collect();
                let data = if data.is_empty() { "data:\n".to_owned() } else { data };
                stream.write_all(format!("event: {}\n{data}\n", event.name).as_bytes())?;
            }
            Err(RecvTimeoutError::Timeout) => stream.write_all(b":\n\n")?,
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
    }
}

fn file(stream: &mut TcpStream, request: &Request, served: &Served) -> io::Result<()> {
    let missing = Head::plain("404 Not Found");
    let Some(inside) = inside(&request.path) else {
        return http::send(stream, &missing, missing.status.as_bytes(), request.is_head);
    };
    // While it is read nobody puts another book there.
    let folder = served.folder.read().map_err(|_| io::Error::other("a build ended in a panic"))?;
    let path = folder.join(&inside);
    if path.is_dir() && !request.path.ends_with('/') {
        let name = format!("{}/", request.path.rsplit('/').next().unwrap_or_default());
        let head = Head { status: "301 Moved Permanently", kind: "text/plain", fields: &[("location", &name)] };
        return http::send(stream, &head, b"", request.is_head);
    }
    let path = if path.is_dir() { path.join("index.html") } else { path };
    let bytes = fs::read(&path);
    let is_empty = !folder.join("index.html").is_file();
    drop(folder);
    let kind = kind(&path);
    match bytes {
        Ok(bytes) if kind.starts_with("text/html") => {
            // By this a page knows that it may ask for the news, and which build it is of.
            let served = format!("<meta name=\"enchufe-served\" content=\"{}\">\n</head>", served.news.build());
            let html = String::from_utf8_lossy(&bytes).replacen("</head>", &served, 1);
            http::send(stream, &Head { status: "200 OK", kind, fields: &[] }, html.as_bytes(), request.is_head)
        }
        Ok(bytes) => http::send(stream, &Head { status: "200 OK", kind, fields: &[] }, &bytes, request.is_head),
        Err(_) if is_empty => {
            let head = Head { status: "503 Service Unavailable", kind: "text/html; charset=utf-8", fields: &[] };
            http::send(stream, &head, not_yet(served).as_bytes(), request.is_head)
        }
        Err(_) => http::send(stream, &missing, missing.status.as_bytes(), request.is_head),
    }
}

/// The path that a request names, from the book's folder; `None` if it leads out of it, or to what is hidden in it.
fn inside(path: &str) -> Option<PathBuf> {
    let decoded = decoded(path.strip_prefix('/')?)?;
    let parts = decoded.split('/').filter(|part| !part.is_empty());
    let is_plain = |part: &str| !part.starts_with('.') && !part.contains(['\\', '\0', ':']);
    parts.map(|part| is_plain(part).then_some(part)).collect()
}

/// A path without percent signs (RFC 3986, 2.1).
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        let byte = match byte {
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            other => other,
        };
        bytes.push(byte);
    }
    String::from_utf8(bytes).ok()
}

fn kind(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// What stands for the book before its first good build. It comes anew as soon as there is one.
fn not_yet(served: &Served) -> String {
    let failure = served.news.failure().unwrap_or_default();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><title>Enchufe</title>\n\
         <style>:root {{ color-scheme: light dark; }} body {{ font: 1rem/1.5 system-ui, sans-serif; margin: 2rem; }} \
         pre {{ white-space: pre-wrap; }}</style></head>\n<body><main><h1>Enchufe</h1>\n<p>{}</p>\n<pre>{}</pre></main>\n\
         <script>new EventSource('/events').addEventListener('build', (event) => event.data && location.reload());</script>\n\
         </body></html>\n",
        spoken().code(),
        escape(words_of().waits),
        escape(&failure)
    )
}
