//! A server of the web that behaves as badly as a test wants.
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A request that came.
#[derive(Debug, Clone)]
pub struct Request {
    /// The path, with what follows `?`; of a request to a proxy, host and port.
    pub path: String,
    /// The names, in small letters, and values of the headers.
    pub headers: Vec<(String, String)>,
    /// How often this path was asked for before.
    pub before: usize,
}

impl Request {
    /// The value of a header; `name` is in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(own, _)| own == name)?;
        Some(&found.1)
    }
}

/// What is sent back.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status line after `HTTP/1.1`, such as `200 OK`.
    pub status: String,
    /// Headers. `Content-Length` is added where it is not among them.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// The pause before each byte of the body.
    pub drip: Option<Duration>,
    /// After how many bytes of the body the connection is closed.
    pub cut: Option<usize>,
    /// The pause before anything is sent.
    pub late: Option<Duration>,
}

impl Reply {
    /// A reply of this status, without a body.
    pub fn status(status: &str) -> Reply {
        Reply {
            status: status.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
            drip: None,
            cut: None,
            late: None,
        }
    }

    /// A body.
    pub fn of(body: impl Into<Vec<u8>>) -> Reply {
        Reply {
            body: body.into(),
            ..Reply::status("200 OK")
        }
    }

    /// A redirect.
    pub fn redirect(to: &str) -> Reply {
        Reply::status("302 Found").with("Location", to)
    }

    /// The same with another header.
    pub fn with(mut self, name: &str, value: &str) -> Reply {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// A server on this machine; it goes when the process does.
pub struct WebServer {
    address: SocketAddr,
    log: Arc<Mutex<Vec<Request>>>,
    most: Arc<AtomicUsize>,
}

impl WebServer {
    /// Starts a server that answers with what `reply` makes of each request.
    ///
    /// # Panics
    ///
    /// Where no port is free.
    pub fn start(reply: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> WebServer {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("the port is known");
        let log = Arc::<Mutex<Vec<Request>>>::default();
        let (reply, most) = (Arc::new(reply), Arc::<AtomicUsize>::default());
        let server = WebServer {
            address,
            log: Arc::clone(&log),
            most: Arc::clone(&most),
        };
        let open = Arc::<AtomicUsize>::default();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (reply, log) = (Arc::clone(&reply), Arc::clone(&log));
                let (open, most) = (Arc::clone(&open), Arc::clone(&most));
                std::thread::spawn(move || {
                    most.fetch_max(open.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    // A client that goes away early is no fault of the server.
                    let _ = answer(stream, &*reply, &log, &open);
                });
            }
        });
        server
    }

    /// The address of a path that begins with `/`.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// How often a path was asked for.
    pub fn count(&self, path: &str) -> usize {
        lock(&self.log)
            .iter()
            .filter(|one| one.path == path)
            .count()
    }

    /// All requests so far.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.log).clone()
    }

    /// How many requests were open at one time.
    pub fn most_at_once(&self) -> usize {
        self.most.load(Ordering::SeqCst)
    }
}

/// Reads one request and answers it; where it asks a proxy for a connection, the next one too.
fn answer(
    mut stream: TcpStream,
    respond: &(dyn Fn(&Request) -> Reply + Send + Sync),
    log: &Mutex<Vec<Request>>,
    open: &AtomicUsize,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    let mut headers = Vec::new();
    while let Some(line) = lines.next().transpose()?.filter(|line| !line.is_empty()) {
        if let Some((name, value)) = line.split_once(':') {
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    let is_tunnel = first.starts_with("CONNECT ");
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let request = {
        let mut log = lock(log);
        let before = log.iter().filter(|one| one.path == path).count();
        let request = Request {
            path,
            headers,
            before,
        };
        log.push(request.clone());
        request
    };
    let reply = respond(&request);
    let pause = |time: Option<Duration>| time.into_iter().for_each(std::thread::sleep);
    pause(reply.late);
    if is_tunnel && reply.status.starts_with('2') {
        // A proxy: this server plays the one that is asked for, too.
        let head = format!("HTTP/1.1 {}\r\n\r\n", reply.status);
        stream.write_all(head.as_bytes())?;
        return answer(stream, respond, log, open);
    }
    // The client may ask for the next as soon as it has the last byte.
    open.fetch_sub(1, Ordering::SeqCst);
    let mut head = format!("HTTP/1.1 {}\r\nConnection: close\r\n", reply.status);
    let is_given = |name: &str| {
        let mut names = reply.headers.iter().map(|(name, _)| name);
        names.any(|own| own.eq_ignore_ascii_case(name))
    };
    if !is_given("Content-Length") && !is_given("Transfer-Encoding") {
        head += &format!("Content-Length: {}\r\n", reply.body.len());
    }
    for (name, value) in &reply.headers {
        head += &format!("{name}: {value}\r\n");
    }
    stream.write_all(format!("{head}\r\n").as_bytes())?;
    let end = reply.cut.unwrap_or(reply.body.len());
    let body = &reply.body[..end.min(reply.body.len())];
    if reply.drip.is_none() {
        return stream.write_all(body);
    }
    for byte in body {
        pause(reply.drip);
        stream.write_all(&[*byte])?;
    }
    Ok(())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
