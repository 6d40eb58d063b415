//! Tokio: the end between two frames is told apart by asking for more before a frame begins.

use std::io::{self, ErrorKind};
use std::process::ExitCode;

use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};

const LIMIT: u32 = 65_536;

enum Problem {
    TooLong,
    Stream(io::Error),
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Problem {
        Problem::Stream(error)
    }
}

async fn next_frame(input: &mut (impl AsyncBufRead + Unpin)) -> Result<Option<Vec<u8>>, Problem> {
    // Nothing in the buffer after it was filled: nothing will come.
    if input.fill_buf().await?.is_empty() {
        return Ok(None);
    }
    let length = input.read_u32().await?;
    if length > LIMIT {
        return Err(Problem::TooLong);
    }
    let mut payload = Vec::new();
    let came = input.take(u64::from(length)).read_to_end(&mut payload).await?;
    if came < length as usize { Err(io::Error::from(ErrorKind::UnexpectedEof).into()) } else { Ok(Some(payload)) }
}

async fn answer_each(
    input: &mut (impl AsyncBufRead + Unpin),
    output: &mut (impl AsyncWrite + Unpin),
) -> Result<(), Problem> {
    while let Some(payload) = next_frame(input).await? {
        let mut frame = Vec::with_capacity(payload.len() + 4);
        frame.write_u32(payload.len() as u32).await?;
        frame.extend(payload.iter().rev());
        output.write_all(&frame).await?;
        output.flush().await?;
    }
    Ok(())
}

pub fn main() -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_current_thread().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("no runtime: {error}");
            return ExitCode::FAILURE;
        }
    };
    let mut input = BufReader::new(tokio::io::stdin());
    match runtime.block_on(answer_each(&mut input, &mut tokio::io::stdout())) {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Problem::TooLong) => eprintln!("framing: too long"),
        Err(Problem::Stream(error)) if error.kind() == ErrorKind::UnexpectedEof => eprintln!("framing: closed early"),
        Err(Problem::Stream(error)) => eprintln!("framing: {error}"),
    }
    ExitCode::FAILURE
}
