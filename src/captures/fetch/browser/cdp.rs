//! Speaks to a browser: the protocol of its developer tools over a pair of pipes.
//!
//! In: calls. Out: their results, and events. No port is opened that others on the machine could use, and a browser whose pipes
//! close ends, also when this process is killed.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::captures::fetch::Error;

/// Bytes of one message at most: a page of the largest size, escaped.
const MAX_MESSAGE_BYTES: usize = 512 << 20;

/// Messages that wait to be read; then the browser waits.
const MAX_WAITING: usize = 4_096;

/// Time for a browser to end by itself.
const END: Duration = Duration::from_secs(3);

/// Starts a program whose third and fourth file are the pipes: the standard library passes on only the first three.
const SCRIPT: &str = r#"exec "$@" 3<&0 4>&1 </dev/null >/dev/null"#;

/// A browser and the pipes to it. The browser ends with it.
pub(super) struct Pipe {
    child: Child,
    to: Option<ChildStdin>,
    from: Receiver<Value>,
    events: VecDeque<Value>,
    next_id: u64,
}

impl Pipe {
    /// Starts the program; what it complains of goes to a file.
    pub(super) fn start(program: &Path, arguments: &[String], complaints: File) -> io::Result<Pipe> {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", SCRIPT, "sh"]).arg(program).arg("--remote-debugging-pipe").args(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(complaints);
        // A key that a person presses to stop is for this process, which ends the browser in order.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn()?;
        let to = child.stdin.take();
        let from = child.stdout.take();
        let (sender, receiver) = sync_channel(MAX_WAITING);
        let reader = std::thread::Builder::new().name("browser".to_owned()).spawn(move || {
            if let Some(mut from) = from {
                // An error ends the pipe, which whoever waits for a message sees.
                let _ = read_messages(&mut from, |message| sender.send(message).is_ok());
            }
        });
        let pipe = Pipe { child, to, from: receiver, events: VecDeque::new(), next_id: 1 };
        reader.map(|_| pipe)
    }

    /// Calls a method and waits for its result.
    pub(super) fn call(
        &mut self,
        session: Option<&str>,
        method: &str,
        parameters: &Value,
        until: Instant,
    ) -> Result<Value, Error> {
        let id = self.send(session, method, parameters)?;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let message = match self.from.recv_timeout(left) {
                Ok(message) => message,
                Err(RecvTimeoutError::Timeout) => {
                    return Err(failed(format!("the browser does not answer {method}")));
                }
                Err(RecvTimeoutError::Disconnected) => return Err(ended()),
            };
            if message["id"] == id {
                return match message.get("error") {
                    Some(error) => Err(failed(format!(
                        "the browser refuses {method}: {}",
                        error["message"].as_str().unwrap_or("no reason")
                    ))),
                    None => Ok(message["result"].clone()),
                };
            }
            self.note(message);
        }
    }

    /// Calls a method and does not wait.
    pub(super) fn send(
        &mut self,
        session: Option<&str>,
        method: &str,
        parameters: &Value,
    ) -> Result<u64, Error> {
        let id = self.next_id;
        self.next_id += 1;
        let mut message = json!({ "id": id, "method": method, "params": parameters });
        if let Some(session) = session {
            message["sessionId"] = json!(session);
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        let to = self.to.as_mut().ok_or_else(ended)?;
        to.write_all(&bytes).and_then(|()| to.flush()).map_err(|_| ended())?;
        Ok(id)
    }

    /// Takes the next event of a session, for which it waits so long at most.
    pub(super) fn event(&mut self, session: &str, wait: Duration) -> Result<Option<Value>, Error> {
        let until = Instant::now() + wait;
        loop {
            while let Some(event) = self.events.pop_front() {
                if event["sessionId"] == session {
                    return Ok(Some(event));
                }
            }
            match self.from.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(message) => self.note(message),
                Err(RecvTimeoutError::Timeout) => return Ok(None),
                Err(RecvTimeoutError::Disconnected) => return Err(ended()),
            }
        }
    }

    fn note(&mut self, message: Value) {
        if message.get("method").is_some() {
            self.events.push_back(message);
        }
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        let _ = self.send(None, "Browser.close", &json!({}));
        self.to = None;
        let until = Instant::now() + END;
        while Instant::now() < until {
            // What it still says must be taken, or it waits for that.
            while self.from.try_recv().is_ok() {}
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn failed(reason: String) -> Error {
    Error::Browser { reason }
}

fn ended() -> Error {
    failed("the browser ended by itself".to_owned())
}

/// Reads messages, each ended by a zero byte.
fn read_messages(from: &mut impl Read, mut take: impl FnMut(Value) -> bool) -> io::Result<()> {
    let mut buffer = vec![0; 64 << 10];
    let mut message = Vec::new();
    loop {
        let count = from.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        let mut rest = &buffer[..count];
        while let Some(end) = rest.iter().position(|byte| *byte == 0) {
            message.extend_from_slice(&rest[..end]);
            rest = &rest[end + 1..];
            if let Ok(value) = serde_json::from_slice(&message)
                && !take(value)
            {
                return Ok(());
            }
            message.clear();
        }
        message.extend_from_slice(rest);
        if message.len() > MAX_MESSAGE_BYTES {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_end_with_a_zero_however_they_are_cut() {
        struct Chunks(Vec<&'static [u8]>);
        impl Read for Chunks {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let Some(chunk) = self.0.pop() else { return Ok(0) };
                buffer[..chunk.len()].copy_from_slice(chunk);
                Ok(chunk.len())
            }
        }
        let mut chunks = Chunks(vec![b"}\0{\"id\":4", b"{\"id\":1}\0not json\0{\"id\":3"]);
        let mut read = Vec::new();
        read_messages(&mut chunks, |message| {
            read.push(message["id"].as_u64().unwrap());
            true
        })
        .unwrap();
        assert_eq!(read, [1, 3], "what breaks off is no message");
    }
}
