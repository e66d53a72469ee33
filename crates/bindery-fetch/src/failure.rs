use std::net::IpAddr;

/// Why a picture was not fetched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// The address cannot be asked: it is none, or its scheme is not `http` or `https`.
    #[error("{0} is not an address of http or https")]
    Address(String),
    /// The address, or one that it redirects to, belongs to a private network or to this machine.
    #[error("{host} is {address}, which is not a public address")]
    Private {
        /// The host in the address.
        host: String,
        /// What it stands for.
        address: IpAddr,
    },
    /// There is no such host.
    #[error("there is no host {0}")]
    NoHost(String),
    /// No connection could be made, or it was lost before an answer came.
    #[error("no connection: {0}")]
    Connection(String),
    /// The host was not asked, since it answered none of several requests before.
    #[error("{0} did not answer before")]
    Silent(String),
    /// It took too long.
    #[error("no answer within the time")]
    NoAnswer,
    /// The answer took too long.
    #[error("the answer was not complete within the time")]
    Slow,
    /// The connection ended before the picture did.
    #[error("the connection ended before the picture did: {0}")]
    Cut(String),
    /// The answer cannot be understood.
    #[error("the answer is not valid: {0}")]
    Protocol(String),
    /// The server cannot be trusted to be who it says.
    #[error("no secure connection: {0}")]
    Security(String),
    /// The server says that it does not give it.
    #[error("the server answers {}", named(*.0))]
    Status(u16),
    /// The server wants to be asked again later than this run can wait.
    #[error("the server answers {} and asks to wait {seconds} seconds", named(*.status))]
    Later {
        /// The status.
        status: u16,
        /// The pause that it asks for.
        seconds: u64,
    },
    /// A redirect leads back to where it came from.
    #[error("its redirects lead in a circle")]
    Circle,
    /// There are more redirects than are followed.
    #[error("it redirects more than {0} times")]
    Redirects(usize),
    /// It is larger than is wanted.
    #[error("it is larger than {0} bytes")]
    TooLarge(u64),
    /// It is no picture, whatever the server says.
    #[error("it is no picture{}", declared(.0))]
    NoPicture(Option<String>),
    /// It was sent compressed, which was not asked for.
    #[error("it was sent compressed ({0}), which was not asked for")]
    Compressed(String),
    /// It cannot be kept.
    #[error("it cannot be kept in the cache: {0}")]
    Store(String),
}

impl Failure {
    /// Whether the same request may well be answered a little later.
    pub(crate) fn is_passing(&self) -> bool {
        match self {
            Failure::Connection(_) | Failure::Cut(_) => true,
            Failure::Status(status) => matches!(status, 429 | 500 | 502 | 503 | 504),
            _ => false,
        }
    }

    /// Whether it is the host that does not answer, and not the picture that is not there.
    pub(crate) fn is_silence(&self) -> bool {
        matches!(
            self,
            Failure::NoHost(_) | Failure::Connection(_) | Failure::NoAnswer | Failure::Silent(_)
        )
    }

    /// Whether an older copy may stand in: nothing is known of the picture of today (RFC 9111,
    /// section 4.2.4).
    pub(crate) fn leaves_old_copies(&self) -> bool {
        self.is_silence()
            || self.is_passing()
            || matches!(self, Failure::Slow | Failure::Later { .. })
    }
}

/// A status and its name.
fn named(code: u16) -> String {
    let name = ureq::http::StatusCode::from_u16(code).ok();
    match name.and_then(|code| code.canonical_reason()) {
        Some(name) => format!("{code} {name}"),
        None => code.to_string(),
    }
}

fn declared(content_type: &Option<String>) -> String {
    match content_type {
        Some(declared) => format!(", though the server calls it {declared}"),
        None => String::new(),
    }
}
