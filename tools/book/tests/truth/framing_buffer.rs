//! Frames out of a stream that is cut anywhere, as the solution of `framing` takes them out.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::{golden, solutions};

#[test]
fn framing_buffer() {
    let Some(program) = solutions::program("framing") else { return };
    let frame = |payload: &[u8]| [&(payload.len() as u32).to_be_bytes(), payload].concat();
    let streams = [
        ["hola", "sí", "chao"].map(|text| frame(text.as_bytes())).concat(),
        ["", "a", "", "bc", ""].map(|text| frame(text.as_bytes())).concat(),
        [frame(b"hola"), vec![0, 1, 0, 1], b"xxxxxxxx".to_vec()].concat(),
        // The longest that is allowed, of which hardly anything comes.
        [frame(b"hola"), vec![0, 1, 0, 0], b"xx".to_vec()].concat(),
        [frame(b"hola"), b"\xff\xff\xff\xffxx".to_vec()].concat(),
    ];
    let cases = streams.map(|stream| {
        let cuts = (0..=stream.len()).map(|cut| cut_at(&program, &stream, cut));
        json!({"stream": stream, "cuts": cuts.collect::<Vec<_>>()})
    });
    golden::check("framing-buffer", &cases);
}

/// The messages of the first `cut` bytes, and what an end there is.
fn cut_at(program: &Path, stream: &[u8], cut: usize) -> Value {
    let mut framing = start(program);
    let mut input = framing.stdin.take().expect("it is piped");
    let mut output = framing.stdout.take().expect("it is piped");
    // A program that has found a frame too long reads no more.
    let _ = input.write_all(&stream[..cut]);
    drop(input);
    let mut answers = Vec::new();
    output.read_to_end(&mut answers).expect("its output");
    let mut said = String::new();
    framing.stderr.take().expect("it is piped").read_to_string(&mut said).expect("text");
    let over = match framing.wait().expect("it ends").success() {
        true => "clean",
        false if said.contains("closed early") => "inside",
        false if said.contains("too long") => "too-long",
        false => panic!("{said}"),
    };
    let frames = messages(&answers);
    are_taken_out_at_once(program, &stream[..cut], &stream[cut..], &answers);
    json!({"cut": cut, "frames": frames, "over": over})
}

/// What is complete comes out before the rest arrives.
fn are_taken_out_at_once(program: &Path, first: &[u8], rest: &[u8], answers: &[u8]) {
    let mut framing = start(program);
    let mut input = framing.stdin.take().expect("it is piped");
    let _ = input.write_all(first);
    let mut given = vec![0; answers.len()];
    framing.stdout.as_mut().expect("it is piped").read_exact(&mut given).expect("its output");
    assert_eq!(given, answers);
    let _ = input.write_all(rest);
    drop(input);
    let _ = framing.wait_with_output().expect("it ends");
}

fn start(program: &Path) -> Child {
    let mut command = Command::new(program);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("framing starts")
}

/// The messages that the program has answered, each the right way round again.
fn messages(mut answers: &[u8]) -> Vec<Vec<u8>> {
    let mut messages = Vec::new();
    while let Some((length, rest)) = answers.split_first_chunk() {
        let (message, rest) = rest.split_at(u32::from_be_bytes(*length) as usize);
        messages.push(message.iter().rev().copied().collect());
        answers = rest;
    }
    messages
}
