//! From addresses to files, each once.
use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use bindery_model::Progress;
use jiff::Timestamp;
use url::Url;

use crate::cache::{Cache, Kept};
use crate::client::{Answer, Client, Refusal, see_that_it_can_be_asked};
use crate::queue::Queue;
use crate::{Failure, FetchOptions};

/// A host that failed so many addresses in a row is not asked for more.
const SILENT_AFTER: u32 = 3;

/// Fetches pictures. One serves a whole run, whatever the number of outputs: each address is asked
/// once.
pub struct Fetcher {
    options: FetchOptions,
    client: Client,
    cache: Cache,
    known: Mutex<HashMap<String, Arc<OnceLock<Found>>>>,
    /// How many addresses of each host failed in a row because it does not answer.
    silence: Mutex<HashMap<String, u32>>,
}

type Found = Result<Fetched, Failure>;

/// A picture that is at hand.
#[derive(Debug, Clone)]
pub(crate) struct Fetched {
    pub(crate) how: How,
    kept: Kept,
}

impl Fetched {
    pub(crate) fn length(&self) -> u64 {
        self.kept.length()
    }
}

/// Where a picture comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum How {
    /// From the web.
    New,
    /// From the cache; the server says that it is still right.
    Unchanged,
    /// From the cache; it was not asked whether it is still right.
    Cached,
    /// From the cache, since the server gave no answer.
    Old(Failure),
}

impl Fetcher {
    /// A fetcher with these options.
    ///
    /// # Errors
    ///
    /// Where the folder for pictures cannot be made, or a proxy is none.
    pub fn new(options: FetchOptions) -> io::Result<Fetcher> {
        Ok(Fetcher {
            client: Client::new(&options)?,
            cache: Cache::open(options.cache.as_deref(), options.cache_size)?,
            options,
            known: Mutex::default(),
            silence: Mutex::default(),
        })
    }

    /// Takes away the files that no other run is to find, such as those that are being written, since the
    /// program is about to end. Nothing can be fetched any more: who tries waits for ever.
    pub fn abandon(&self) {
        self.cache.abandon();
    }

    /// Fetches what is not known yet, several at a time.
    pub(crate) fn fetch_all(&self, addresses: &[String], progress: &dyn Progress) {
        let urls: Vec<Option<Url>> = addresses.iter().map(|one| parse(one)).collect();
        let hosts = urls.iter().map(|url| host(url.as_ref()));
        let queue = Queue::new(hosts, self.options.per_host);
        progress.begin(addresses.len() as u64);
        std::thread::scope(|scope| {
            for _ in 0..self.options.parallel.clamp(1, addresses.len().max(1)) {
                scope.spawn(|| {
                    while let Some(taken) = queue.take() {
                        let place = self.place(&addresses[taken.task]);
                        place.get_or_init(|| match &urls[taken.task] {
                            Some(url) => self.obtain(url),
                            None => Err(Failure::Address(addresses[taken.task].clone())),
                        });
                        queue.finish(&taken);
                        progress.advance(1);
                    }
                });
            }
        });
        progress.end();
    }

    /// What became of an address, if it was asked for.
    pub(crate) fn find(&self, address: &str) -> Option<Found> {
        let place = lock(&self.known).get(address).cloned()?;
        place.get().cloned()
    }

    pub(crate) fn read(&self, fetched: &Fetched) -> io::Result<Vec<u8>> {
        self.cache.read(&fetched.kept)
    }

    fn place(&self, address: &str) -> Arc<OnceLock<Found>> {
        Arc::clone(lock(&self.known).entry(address.to_owned()).or_default())
    }

    /// The picture of an address: from the cache if it is fresh, else from the web.
    fn obtain(&self, url: &Url) -> Found {
        see_that_it_can_be_asked(url)?;
        let old = self.cache.find(url.as_str());
        if let Some(kept) = &old
            && kept.validity().is_fresh(Timestamp::now())
        {
            let kept = kept.clone();
            let how = How::Cached;
            return Ok(Fetched { how, kept });
        }
        let found = self.ask_often(url, old.as_ref());
        self.note_silence(url, found.as_ref().err());
        match (found, old) {
            (Err(failure), Some(kept)) if failure.leaves_old_copies() => {
                let how = How::Old(failure);
                Ok(Fetched { how, kept })
            }
            (found, _) => found,
        }
    }

    /// Asks until there is an answer that will not change soon.
    fn ask_often(&self, url: &Url, old: Option<&Kept>) -> Found {
        let mut pause = self.options.back_off;
        for attempt in 1.. {
            if self.is_silent(url) {
                return Err(Failure::Silent(host(Some(url)).to_owned()));
            }
            let Refusal {
                failure,
                pause: wanted,
            } = match self.ask(url, old) {
                Ok(fetched) => return Ok(fetched),
                Err(refusal) => refusal,
            };
            if !failure.is_passing() || attempt >= self.options.attempts {
                return Err(failure);
            }
            std::thread::sleep(self.pause(pause, wanted, &failure)?);
            pause = pause.saturating_mul(2);
        }
        Err(Failure::NoAnswer)
    }

    fn ask(&self, url: &Url, old: Option<&Kept>) -> Result<Fetched, Refusal> {
        let store = |error: io::Error| Failure::Store(error.to_string());
        let validity = old.map(Kept::validity);
        let (how, kept) = match (
            self.client.ask(url, validity, &self.cache, &self.options)?,
            old,
        ) {
            (Answer::Picture(draft, validity), _) => {
                let kept = self.cache.keep(draft, url.as_str(), validity);
                (How::New, kept.map_err(store)?)
            }
            (Answer::Unchanged(validity), Some(old)) => {
                // The old file serves this run, whether or not it can say how long it is good for.
                let renewed = self.cache.renew(old, validity);
                (How::Unchanged, renewed.unwrap_or_else(|_| old.clone()))
            }
            // The client is given no old picture, so it has nothing to be unchanged.
            (Answer::Unchanged(_), None) => return Err(Failure::Status(304).into()),
        };
        Ok(Fetched { how, kept })
    }

    /// How long to wait: as long as the server asks for, if that is bearable.
    fn pause(
        &self,
        usual: Duration,
        wanted: Option<Duration>,
        failure: &Failure,
    ) -> Result<Duration, Failure> {
        let longest = self.options.longest_pause;
        match (wanted, failure) {
            (Some(wanted), Failure::Status(status)) if wanted > longest => Err(Failure::Later {
                status: *status,
                seconds: wanted.as_secs(),
            }),
            _ => Ok(usual.min(longest).max(wanted.unwrap_or_default())),
        }
    }

    fn is_silent(&self, url: &Url) -> bool {
        let silence = lock(&self.silence);
        silence
            .get(host(Some(url)))
            .is_some_and(|&count| count >= SILENT_AFTER)
    }

    fn note_silence(&self, url: &Url, failure: Option<&Failure>) {
        let mut silence = lock(&self.silence);
        let host = host(Some(url)).to_owned();
        match failure {
            Some(failure) if failure.is_silence() => *silence.entry(host).or_default() += 1,
            _ => {
                silence.remove(&host);
            }
        }
    }
}

/// The address as it is asked for: what follows `#` is for the reader's side.
pub(crate) fn parse(address: &str) -> Option<Url> {
    let mut url = Url::parse(address).ok()?;
    url.set_fragment(None);
    Some(url)
}

/// The host, with its port: two servers of one machine are two.
fn host(url: Option<&Url>) -> &str {
    url.map_or("", Url::authority)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
