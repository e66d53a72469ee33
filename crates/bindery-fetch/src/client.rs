//! One question to the web: a request, and those that its redirects ask for.
use std::collections::HashSet;
use std::io::{self, Read, Write};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use ureq::config::Config;
use ureq::http::{HeaderMap, Response, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body, Proxy, ProxyProtocol};
use url::Url;

use crate::cache::{Cache, Draft};
use crate::headers::{Validity, retry_after, text};
use crate::network::{PublicHosts, is_public};
use crate::proxies::evident_address;
use crate::{Failure, FetchOptions, Proxies};

/// What the server said.
pub(crate) enum Answer {
    /// A picture, whole.
    Picture(Draft, Validity),
    /// The old one is still right.
    Unchanged(Validity),
}

/// Why there is no answer, and how long the server asks to wait before the next question.
pub(crate) struct Refusal {
    pub(crate) failure: Failure,
    pub(crate) pause: Option<Duration>,
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Refusal {
        Refusal {
            failure,
            pause: None,
        }
    }
}

/// As much as a picture is known by.
const HEAD: usize = 1 << 14;

pub(crate) struct Client {
    direct: Agent,
    /// For the two schemes, where there is a proxy.
    through_proxy: [Option<Agent>; 2],
    proxies: Proxies,
    is_allowed: fn(IpAddr) -> bool,
}

impl Client {
    /// A client; an error if a proxy cannot be used.
    pub(crate) fn new(options: &FetchOptions) -> io::Result<Client> {
        let is_allowed = if options.private { |_| true } else { is_public };
        Client::asking(is_allowed, options)
    }

    fn asking(is_allowed: fn(IpAddr) -> bool, options: &FetchOptions) -> io::Result<Client> {
        let proxies = &options.proxies;
        let through = |address: &Option<String>| {
            let proxy = address.as_deref().map(proxy).transpose()?;
            // Only the proxy's own name is looked up here, and the user named it.
            Ok::<_, io::Error>(proxy.map(|proxy| agent(|_| true, Some(proxy), options)))
        };
        Ok(Client {
            direct: agent(is_allowed, None, options),
            through_proxy: [through(&proxies.http)?, through(&proxies.https)?],
            proxies: proxies.clone(),
            is_allowed,
        })
    }

    /// What asks for an address.
    fn agent(&self, address: &Url) -> Result<&Agent, Failure> {
        let [http, https] = &self.through_proxy;
        let proxy = match address.scheme() {
            "https" => https,
            _ => http,
        };
        match proxy {
            Some(agent) if !self.proxies.is_direct(address) => match evident_address(address) {
                Some(evident) if !(self.is_allowed)(evident) => Err(Failure::Private {
                    host: address.host_str().unwrap_or_default().to_owned(),
                    address: evident,
                }),
                _ => Ok(agent),
            },
            _ => Ok(&self.direct),
        }
    }

    /// Asks for a picture, or for one that is not `old`.
    pub(crate) fn ask(
        &self,
        address: &Url,
        old: Option<&Validity>,
        cache: &Cache,
        options: &FetchOptions,
    ) -> Result<Answer, Refusal> {
        let begun = Instant::now();
        let mut asked = HashSet::from([address.clone()]);
        let mut address = address.clone();
        loop {
            let response = self.request(&address, old)?;
            let status = response.status().as_u16();
            let now = Timestamp::now();
            let headers = response.headers();
            match status {
                200 | 203 => {
                    let validity = Validity::of(headers, now);
                    let draft = receive(response, cache, options)?;
                    return Ok(Answer::Picture(draft, validity));
                }
                304 if let Some(old) = old => {
                    return Ok(Answer::Unchanged(old.renewed(headers, now)));
                }
                301 | 302 | 303 | 307 | 308 => {
                    address = next(&address, headers).ok_or(Failure::Status(status))?;
                    if !asked.insert(address.clone()) {
                        return Err(Failure::Circle.into());
                    }
                    if asked.len() > options.max_redirects + 1 {
                        return Err(Failure::Redirects(options.max_redirects).into());
                    }
                    see_that_it_can_be_asked(&address)?;
                }
                status => {
                    return Err(Refusal {
                        failure: Failure::Status(status),
                        pause: retry_after(headers, now),
                    });
                }
            }
            if begun.elapsed() >= options.timeout {
                return Err(Failure::Slow.into());
            }
        }
    }

    fn request(&self, address: &Url, old: Option<&Validity>) -> Result<Response<Body>, Failure> {
        let mut request = self.agent(address)?.get(address.as_str());
        if let Some(old) = old {
            if let Some(etag) = &old.etag {
                request = request.header(header::IF_NONE_MATCH, etag);
            }
            if let Some(date) = &old.last_modified {
                request = request.header(header::IF_MODIFIED_SINCE, date);
            }
        }
        request.call().map_err(|error| failure(error, address))
    }
}

/// What speaks to servers, directly or through a proxy.
fn agent(is_allowed: fn(IpAddr) -> bool, proxy: Option<Proxy>, options: &FetchOptions) -> Agent {
    // The system says which authorities it trusts; a list of our own would age.
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::PlatformVerifier)
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build();
    let config = Config::builder()
        .tls_config(tls)
        .user_agent(options.user_agent.as_str())
        .accept("image/*")
        // What is small may unpack to any size, and pictures are packed already.
        .accept_encoding("identity")
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(proxy)
        .timeout_connect(Some(options.connect_timeout))
        .timeout_global(Some(options.timeout))
        .build();
    let hosts = PublicHosts {
        is_allowed,
        inner: DefaultResolver::default(),
    };
    Agent::with_parts(config, DefaultConnector::default(), hosts)
}

/// The proxy of an address: `http` where there is no scheme.
fn proxy(address: &str) -> io::Result<Proxy> {
    let proxy = Proxy::new(address)
        .ok()
        .filter(|proxy| matches!(proxy.protocol(), ProxyProtocol::Http | ProxyProtocol::Https));
    proxy.ok_or_else(|| {
        let message = format!("{address} is not the address of a proxy of http or https");
        io::Error::new(io::ErrorKind::InvalidInput, message)
    })
}

/// Only these schemes are asked, whatever posts and redirects say.
pub(crate) fn see_that_it_can_be_asked(address: &Url) -> Result<(), Failure> {
    match (address.scheme(), address.host_str()) {
        ("http" | "https", Some(_)) => Ok(()),
        _ => Err(Failure::Address(address.to_string())),
    }
}

/// Where a redirect leads.
fn next(address: &Url, headers: &HeaderMap) -> Option<Url> {
    let location = headers.get(header::LOCATION)?;
    let mut next = address
        .join(std::str::from_utf8(location.as_bytes()).ok()?)
        .ok()?;
    next.set_fragment(None);
    Some(next)
}

/// Writes what the server sends into a file, as long as it may be what is wanted.
fn receive(
    response: Response<Body>,
    cache: &Cache,
    options: &FetchOptions,
) -> Result<Draft, Failure> {
    let headers = response.headers();
    if let Some(encoding) = text(headers, &header::CONTENT_ENCODING)
        && !encoding.trim().eq_ignore_ascii_case("identity")
    {
        return Err(Failure::Compressed(encoding.to_owned()));
    }
    let declared = text(headers, &header::CONTENT_TYPE).map(str::to_owned);
    let too_large = Failure::TooLarge(options.max_size);
    let mut body = response.into_body();
    if body
        .content_length()
        .is_some_and(|length| length > options.max_size)
    {
        return Err(too_large);
    }
    let mut reader = body.as_reader();
    let mut head = Vec::new();
    let mut first = reader.by_ref().take(HEAD as u64);
    first.read_to_end(&mut head).map_err(cut)?;
    if !(options.is_picture)(&head) {
        return Err(Failure::NoPicture(declared));
    }
    let store = |error: io::Error| Failure::Store(error.to_string());
    let mut draft = cache.draft().map_err(store)?;
    let mut length = 0;
    let mut buffer = vec![0; 1 << 16];
    let mut piece: &[u8] = &head;
    while !piece.is_empty() {
        length += piece.len() as u64;
        if length > options.max_size {
            return Err(too_large);
        }
        draft.write_all(piece).map_err(store)?;
        let read = reader.read(&mut buffer).map_err(cut)?;
        piece = &buffer[..read];
    }
    Ok(draft)
}

fn cut(error: io::Error) -> Failure {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
    match inner {
        Some(ureq::Error::Timeout(_)) => Failure::Slow,
        _ if error.kind() == io::ErrorKind::TimedOut => Failure::Slow,
        _ => Failure::Cut(error.to_string()),
    }
}

/// What an error of the client means.
fn failure(error: ureq::Error, address: &Url) -> Failure {
    use ureq::Error as E;
    match error {
        E::Other(own) => match own.downcast::<Failure>() {
            Ok(failure) => *failure,
            Err(other) => Failure::Connection(other.to_string()),
        },
        E::Timeout(_) => Failure::NoAnswer,
        E::HostNotFound => Failure::NoHost(address.host_str().unwrap_or_default().to_owned()),
        E::Io(error) if error.kind() == io::ErrorKind::TimedOut => Failure::NoAnswer,
        E::Io(error) => match error.get_ref().and_then(|inner| inner.downcast_ref()) {
            Some(inner) => security(inner),
            None => Failure::Connection(error.to_string()),
        },
        E::Rustls(error) => security(&error),
        E::Tls(reason) => Failure::Security(reason.to_owned()),
        E::Protocol(_) | E::LargeResponseHeader(..) | E::BadUri(_) | E::Http(_) => {
            Failure::Protocol(error.to_string())
        }
        error => Failure::Connection(error.to_string()),
    }
}

fn security(error: &rustls::Error) -> Failure {
    Failure::Security(error.to_string())
}

#[cfg(test)]
mod tests {
    use bindery_tests::web_server::{Reply, WebServer};

    use super::*;

    #[test]
    fn redirects_to_private_networks_are_not_followed() {
        let private = WebServer::start(|_| Reply::of("secret"));
        let to = private.url("/").replace("127.0.0.1", "127.0.0.2");
        let server = WebServer::start(move |_| Reply::redirect(&to));
        let options = FetchOptions::default();
        // What is public cannot be had in a test.
        let client =
            Client::asking(|address| address.to_string() == "127.0.0.1", &options).unwrap();
        let cache = Cache::open(None, u64::MAX).unwrap();
        let address = Url::parse(&server.url("/a.png")).unwrap();
        let refusal = client.ask(&address, None, &cache, &options).err().unwrap();
        assert_eq!(
            refusal.failure.to_string(),
            "127.0.0.2 is 127.0.0.2, which is not a public address"
        );
        assert_eq!(server.count("/a.png"), 1);
        assert!(private.requests().is_empty());
    }
}
