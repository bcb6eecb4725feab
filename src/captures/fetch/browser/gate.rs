//! The only way from the browser to the network: a SOCKS server (RFC 1928) on this machine.
//!
//! In: connections of the browser. Out: connections to hosts that may be asked, and the bytes that come of them, up to a limit. Names
//! are resolved here and the connection is made to what was looked at, so nothing that a page does (sockets, workers, names that
//! change) gets past. Knows nothing of what goes through.

use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv6Addr, Shutdown, SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::captures::fetch::{AllowPrivate, address};

/// Time to connect in, and for the browser to say where to.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// The version of the protocol.
const VERSION: u8 = 5;

/// What the browser is answered (section 6).
const GRANTED: u8 = 0;
const FORBIDDEN: u8 = 2;
const UNREACHABLE: u8 = 4;
const UNKNOWN_COMMAND: u8 = 7;

/// The server; it stops when it is dropped.
pub(super) struct Gate {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    allow_private: AllowPrivate,
    /// Bytes that may still come in.
    left: AtomicU64,
    stop: AtomicBool,
    /// Hosts that were refused, each with its address.
    refused: Mutex<BTreeSet<(String, String)>>,
}

impl Gate {
    /// Opens it, on a port that is free.
    pub(super) fn open(allow_private: AllowPrivate) -> io::Result<Gate> {
        let listener = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            allow_private,
            left: AtomicU64::new(0),
            stop: AtomicBool::new(false),
            refused: Mutex::default(),
        });
        let thread = std::thread::Builder::new().name("gate".to_owned()).spawn({
            let shared = shared.clone();
            move || {
                for stream in listener.incoming() {
                    if shared.stop.load(Ordering::Relaxed) {
                        break;
                    }
                    let Ok(stream) = stream else { continue };
                    let shared = shared.clone();
                    // A connection that gets no thread is closed, and the browser goes on without it.
                    let _ = std::thread::Builder::new().spawn(move || serve(stream, &shared));
                }
            }
        })?;
        Ok(Gate { address, shared, thread: Some(thread) })
    }

    /// Where it listens.
    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Begins a page, for which so many bytes may come in.
    pub(super) fn begin(&self, bytes: u64) {
        self.shared.left.store(bytes, Ordering::Relaxed);
        self.refused().clear();
    }

    /// Whether as much came in as may.
    pub(super) fn is_used_up(&self) -> bool {
        self.shared.left.load(Ordering::Relaxed) == 0
    }

    /// The address for which a host was refused.
    pub(super) fn refusal_of(&self, host: &str) -> Option<String> {
        self.refused().iter().find(|(known, _)| known == host).map(|(_, address)| address.clone())
    }

    /// How many hosts were refused.
    pub(super) fn refusals(&self) -> usize {
        self.refused().len()
    }

    fn refused(&self) -> std::sync::MutexGuard<'_, BTreeSet<(String, String)>> {
        self.shared.refused.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for the next connection.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Answers one connection of the browser.
fn serve(mut browser: TcpStream, shared: &Arc<Shared>) {
    let Ok(wanted) = greet(&mut browser) else { return };
    let answer = |browser: &mut TcpStream, code: u8| {
        // The address that the server is bound to does not matter to the browser.
        browser.write_all(&[VERSION, code, 0, 1, 0, 0, 0, 0, 0, 0])
    };
    let Some((host, port)) = wanted else {
        let _ = answer(&mut browser, UNKNOWN_COMMAND);
        return;
    };
    match connect(&host, port, shared) {
        Ok(server) => {
            if answer(&mut browser, GRANTED).is_ok() {
                pass(&browser, &server, shared);
            }
        }
        Err(code) => {
            let _ = answer(&mut browser, code);
        }
    }
}

/// Reads what the browser wants: host and port; none when it is no connection.
fn greet(browser: &mut TcpStream) -> io::Result<Option<(String, u16)>> {
    browser.set_read_timeout(Some(CONNECT_TIMEOUT))?;
    let [version, methods] = read(browser)?;
    if version != VERSION {
        return Err(io::ErrorKind::InvalidData.into());
    }
    io::copy(&mut Read::by_ref(browser).take(methods.into()), &mut io::sink())?;
    browser.write_all(&[VERSION, 0])?;
    let [_, command, _, kind] = read(browser)?;
    let host = match kind {
        1 => IpAddr::from(read::<4>(browser)?).to_string(),
        4 => IpAddr::from(read::<16>(browser)?).to_string(),
        3 => {
            let [length] = read(browser)?;
            let mut name = Vec::new();
            Read::by_ref(browser).take(length.into()).read_to_end(&mut name)?;
            String::from_utf8(name).map_err(|_| io::ErrorKind::InvalidData)?
        }
        _ => return Err(io::ErrorKind::InvalidData.into()),
    };
    let port = u16::from_be_bytes(read(browser)?);
    Ok((command == 1).then_some((host, port)))
}

fn read<const LENGTH: usize>(stream: &mut TcpStream) -> io::Result<[u8; LENGTH]> {
    let mut bytes = [0; LENGTH];
    stream.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Connects to a host, if it may be asked; else says by which code not.
fn connect(host: &str, port: u16, shared: &Shared) -> Result<TcpStream, u8> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    // As addresses name it.
    let named = if bare.parse::<Ipv6Addr>().is_ok() { format!("[{bare}]") } else { bare.to_owned() };
    let found: Vec<SocketAddr> = (bare, port).to_socket_addrs().map_err(|_| UNREACHABLE)?.collect();
    // One private address among public ones is a trap, not a choice.
    let private = found.iter().find(|found| !address::is_public(found.ip()));
    if let Some(private) = private.filter(|_| !shared.allow_private.permits(&named)) {
        let refusal = (named, private.ip().to_string());
        shared.refused.lock().unwrap_or_else(PoisonError::into_inner).insert(refusal);
        return Err(FORBIDDEN);
    }
    let mut connections = found.iter().map(|found| TcpStream::connect_timeout(found, CONNECT_TIMEOUT));
    connections.find_map(Result::ok).ok_or(UNREACHABLE)
}

/// Passes bytes both ways until one side ends.
fn pass(browser: &TcpStream, server: &TcpStream, shared: &Arc<Shared>) {
    let _ = browser.set_read_timeout(None);
    let (Ok(from_browser), Ok(to_server)) = (browser.try_clone(), server.try_clone()) else { return };
    let up = std::thread::Builder::new().spawn(move || {
        let _ = io::copy(&mut &from_browser, &mut &to_server);
        let _ = to_server.shutdown(Shutdown::Write);
    });
    if up.is_ok() {
        let _ = pass_down(server, browser, shared);
    }
    for stream in [browser, server] {
        let _ = stream.shutdown(Shutdown::Both);
    }
}

/// Passes bytes to the browser until the server ends, or as many have come as may.
fn pass_down(mut server: &TcpStream, mut browser: &TcpStream, shared: &Shared) -> io::Result<()> {
    let mut buffer = vec![0; 32 << 10];
    loop {
        let count = server.read(&mut buffer)?;
        let spend = |left: u64| Some(left.saturating_sub(count as u64));
        // It always succeeds: `spend` never declines.
        let left = shared.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, spend).unwrap_or_default();
        if count == 0 || left < count as u64 {
            return Ok(());
        }
        browser.write_all(&buffer[..count])?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A server that sends so many bytes to whoever connects.
    fn server(bytes: usize) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let _ = stream.write_all(&vec![b'x'; bytes]);
            }
        });
        address
    }

    /// What the gate answers to a wish, and the bytes that come then.
    fn ask(gate: &Gate, command: u8, host: &str, port: u16) -> (u8, usize) {
        let mut stream = TcpStream::connect(gate.address()).unwrap();
        stream.write_all(&[VERSION, 1, 0]).unwrap();
        assert_eq!(read(&mut stream).unwrap(), [VERSION, 0]);
        let mut wish = vec![VERSION, command, 0, 3, u8::try_from(host.len()).unwrap()];
        wish.extend_from_slice(host.as_bytes());
        wish.extend_from_slice(&port.to_be_bytes());
        stream.write_all(&wish).unwrap();
        let answer: [u8; 10] = read(&mut stream).unwrap();
        let mut body = Vec::new();
        let _ = stream.read_to_end(&mut body);
        (answer[1], body.len())
    }

    #[test]
    fn only_hosts_that_may_be_asked_are_connected_to() {
        let port = server(10).port();
        let gate = Gate::open(AllowPrivate::Hosts(vec!["127.0.0.1".to_owned()])).unwrap();
        gate.begin(1_000);
        assert_eq!(ask(&gate, 1, "127.0.0.1", port), (GRANTED, 10));
        for host in
            ["localhost", "127.0.0.2", "::1", "[::1]", "0.0.0.0", "169.254.169.254", "::ffff:127.0.0.1"]
        {
            assert_eq!(ask(&gate, 1, host, port), (FORBIDDEN, 0), "{host}");
        }
        assert_eq!(gate.refusal_of("127.0.0.2").as_deref(), Some("127.0.0.2"));
        assert_eq!(gate.refusals(), 6, "::1 is one host however it is written");
        assert_eq!(ask(&gate, 2, "127.0.0.1", port), (UNKNOWN_COMMAND, 0));
    }

    #[test]
    fn no_more_bytes_come_in_than_may() {
        let port = server(1 << 20).port();
        let gate = Gate::open(AllowPrivate::All).unwrap();
        gate.begin(100_000);
        let (code, bytes) = ask(&gate, 1, "127.0.0.1", port);
        assert!(code == GRANTED && bytes <= 100_000, "{bytes}");
        assert!(gate.is_used_up());
    }
}
