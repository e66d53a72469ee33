use std::path::PathBuf;
use std::time::Duration;

use crate::Proxies;

/// How pictures are fetched.
#[derive(Debug, Clone)]
pub struct FetchOptions {
    /// The folder in which pictures are kept from one run to the next. Without one they are kept in
    /// a temporary folder for this run.
    pub cache: Option<PathBuf>,
    /// Bytes that the folder is brought down to at the end of a run, if it holds more. Those that
    /// were not used for longest are taken away, none that were used within a day.
    pub cache_size: u64,
    /// Bytes of one picture; larger ones are not taken.
    pub max_size: u64,
    /// How long to wait for a connection.
    pub connect_timeout: Duration,
    /// How long one request may take from its beginning to the last byte.
    pub timeout: Duration,
    /// How often an address is tried before it is given up.
    pub attempts: u32,
    /// The pause before the second attempt; each further one is twice as long.
    pub back_off: Duration,
    /// The longest pause. A server that asks for more is not asked again.
    pub longest_pause: Duration,
    /// How many redirects are followed for one address.
    pub max_redirects: usize,
    /// How many pictures are fetched at a time.
    pub parallel: usize,
    /// How many of them from one host.
    pub per_host: usize,
    /// Whether hosts of private networks and this machine may be asked. Posts are not to be
    /// trusted: an address in one may lead to a router or a service that only this machine reaches.
    pub private: bool,
    /// Proxies to ask through. A proxy looks up names itself, so nobody can see here whether one
    /// leads to a private network; addresses that say so, and `localhost`, are refused all the same.
    pub proxies: Proxies,
    /// Tells by the first 16 KiB whether a file is a picture that is wanted.
    pub is_picture: fn(&[u8]) -> bool,
    /// What servers are told to be asked by.
    pub user_agent: String,
}

impl Default for FetchOptions {
    fn default() -> FetchOptions {
        FetchOptions {
            cache: None,
            cache_size: 1_000_000_000,
            max_size: 20_000_000,
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(60),
            attempts: 3,
            back_off: Duration::from_millis(500),
            longest_pause: Duration::from_secs(30),
            max_redirects: 10,
            parallel: 8,
            per_host: 3,
            private: false,
            proxies: Proxies::default(),
            is_picture: |_| true,
            user_agent: format!("bindery/{}", env!("CARGO_PKG_VERSION")),
        }
    }
}
