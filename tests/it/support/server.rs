//! A web server within the test, which can misbehave.
//!
//! In: what to answer to each request. Out: an address on this machine, and a log of what was asked, when, and with which headers.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// Path and query.
    pub(crate) path: String,
    /// Names in small letters.
    pub(crate) headers: Vec<(String, String)>,
    /// When it came.
    pub(crate) at: Instant,
    /// How many requests for this path came before.
    pub(crate) earlier: usize,
}

impl Request {
    /// The value of a header, or an empty text.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

/// How the body is sent.
#[derive(Clone, Debug)]
enum Manner {
    Whole,
    /// A byte at a time, with a pause before each.
    Drip(Duration),
    /// Again and again, until the other side has had enough.
    Endless,
    /// Whole, under another length than its own.
    Lie(usize),
    /// Not at all: the connection is closed.
    HangUp,
}

/// What is answered.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    manner: Manner,
}

impl Reply {
    /// A page.
    pub(crate) fn page(body: impl Into<Vec<u8>>) -> Reply {
        Reply::status(200).header("content-type", "text/html; charset=utf-8").body(body)
    }

    /// A status without a body.
    pub(crate) fn status(status: u16) -> Reply {
        Reply { status, headers: Vec::new(), body: Vec::new(), manner: Manner::Whole }
    }

    /// A redirect.
    pub(crate) fn redirect(status: u16, location: &str) -> Reply {
        Reply::status(status).header("location", location)
    }

    pub(crate) fn with_status(mut self, status: u16) -> Reply {
        self.status = status;
        self
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Reply {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn body(mut self, body: impl Into<Vec<u8>>) -> Reply {
        self.body = body.into();
        self
    }

    pub(crate) fn dripping(mut self, pause: Duration) -> Reply {
        self.manner = Manner::Drip(pause);
        self
    }

    pub(crate) fn endless(mut self) -> Reply {
        self.manner = Manner::Endless;
        self
    }

    pub(crate) fn claiming(mut self, length: usize) -> Reply {
        self.manner = Manner::Lie(length);
        self
    }

    pub(crate) fn hanging_up(mut self) -> Reply {
        self.manner = Manner::HangUp;
        self
    }

    fn send(&self, stream: &mut TcpStream) -> std::io::Result<()> {
        if matches!(self.manner, Manner::HangUp) {
            return Ok(());
        }
        write!(stream, "HTTP/1.1 {} Words\r\nconnection: close\r\n", self.status)?;
        for (name, value) in &self.headers {
            write!(stream, "{name}: {value}\r\n")?;
        }
        match self.manner {
            Manner::Endless => {}
            Manner::Lie(length) => write!(stream, "content-length: {length}\r\n")?,
            _ if self.status == 304 => {}
            _ => write!(stream, "content-length: {}\r\n", self.body.len())?,
        }
        stream.write_all(b"\r\n")?;
        match self.manner {
            Manner::Drip(pause) => {
                for byte in &self.body {
                    std::thread::sleep(pause);
                    stream.write_all(&[*byte])?;
                }
            }
            Manner::Endless => loop {
                stream.write_all(&self.body)?;
            },
            _ => stream.write_all(&self.body)?,
        }
        stream.flush()
    }
}

/// How many requests are being answered, and were at most.
#[derive(Default)]
struct Busy {
    now: AtomicUsize,
    most: AtomicUsize,
}

type Answering = dyn Fn(&Request) -> Reply + Send + Sync;

/// The server; it stops when it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    log: Arc<Mutex<Vec<Request>>>,
    busy: Arc<Busy>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Answers every request. A site says nothing about robots unless `answer` does so with a status other than 404.
    pub(crate) fn start(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::new(Mutex::new(Vec::new()));
        let stop = Arc::new(AtomicBool::new(false));
        let answer: Arc<Answering> = Arc::new(answer);
        let busy = Arc::new(Busy::default());
        let thread = {
            let (log, busy, stop) = (log.clone(), busy.clone(), stop.clone());
            std::thread::spawn(move || {
                for stream in listener.incoming() {
                    if stop.load(Ordering::Relaxed) {
                        break;
                    }
                    let Ok(stream) = stream else { continue };
                    let (log, busy, answer) = (log.clone(), busy.clone(), answer.clone());
                    std::thread::spawn(move || serve(stream, &log, &busy, answer.as_ref()));
                }
            })
        };
        Server { address, log, busy, stop, thread: Some(thread) }
    }

    /// The address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Host and port.
    pub(crate) fn host(&self) -> String {
        self.address.to_string()
    }

    /// All that was asked so far.
    pub(crate) fn log(&self) -> Vec<Request> {
        self.log.lock().unwrap().clone()
    }

    /// How many requests were being answered at once at most.
    pub(crate) fn most_at_once(&self) -> usize {
        self.busy.most.load(Ordering::SeqCst)
    }

    /// The paths that were asked for, without robots.txt.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.log().into_iter().map(|request| request.path).filter(|path| path != "/robots.txt").collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for the next connection.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(mut stream: TcpStream, log: &Mutex<Vec<Request>>, busy: &Busy, answer: &Answering) {
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.set_write_timeout(Some(Duration::from_secs(10))).unwrap();
    let Some(mut request) = read(&mut BufReader::new(&mut stream)) else { return };
    {
        let mut log = log.lock().unwrap();
        request.earlier = log.iter().filter(|other| other.path == request.path).count();
        log.push(request.clone());
    }
    let now = busy.now.fetch_add(1, Ordering::SeqCst) + 1;
    busy.most.fetch_max(now, Ordering::SeqCst);
    // The other side may have gone away, as it should from an endless body.
    let reply = answer(&request);
    busy.now.fetch_sub(1, Ordering::SeqCst);
    let _ = reply.send(&mut stream);
}

fn read(reader: &mut impl BufRead) -> Option<Request> {
    let mut line = String::new();
    reader.by_ref().take(64 << 10).read_line(&mut line).ok()?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.by_ref().take(64 << 10).read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    Some(Request { path, headers, at: Instant::now(), earlier: 0 })
}
