//! Writes many feeds in one pass over the posts.
use std::collections::HashMap;
use std::io::{self, Write};
use std::ops::ControlFlow;

use bindery_model::{Diagnostic, Entry, Kept, Progress, Report, Site, Source, for_each_in_order};

use crate::channel::{Channel, SiteHead};
use crate::entry::{EntryMaker, FeedEntry};
use crate::feed::{Feed, History, compare};
use crate::ids::EntryIds;
use crate::kept::{self, Asked, Entries};
use crate::spool::Spool;
use crate::stamps::Stamps;
use crate::{Error, Format, Options, atom, json_feed, rss};

/// How many files are open at once. Where feeds need more, they are written in several rounds, of posts
/// that wait in a temporary file.
const MAX_OPEN: usize = 100;

/// A file in the making.
pub trait Output: Write {
    /// Puts it in its place. Called once, after the last byte.
    ///
    /// # Errors
    ///
    /// Where that fails; the file is then not there, or as it was before.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// Opens the file at a path as [`Feed::path`].
pub type Open<'o> = dyn FnMut(&str) -> io::Result<Box<dyn Output + 'o>> + 'o;

/// Writes feeds, each post being read once for all of them.
///
/// # Errors
///
/// Where the address of the site is missing or none, or writing fails. A post that cannot be read
/// is counted and explained in the report, and the feeds go on without it.
pub fn write_feeds<'o>(
    source: &dyn Source,
    feeds: &[Feed<'_>],
    options: &Options,
    open: &mut Open<'o>,
    progress: &dyn Progress,
) -> Result<Report, Error> {
    let site = SiteHead::new(source, options)?;
    let is_archived = |feed: &Feed<'_>| !matches!(feed.history, History::None | History::Complete);
    if feeds.iter().any(is_archived) && site.address("").is_none() {
        return Err(Error::NoPlace("archive documents"));
    }
    let order = Order::new(source.site(), feeds);
    let mut report = Report::default();
    report.diagnostics.extend(no_address(&site));
    if feeds.iter().any(|feed| feed.format == Format::Rss) {
        report.diagnostics.extend(no_podcast(&site));
    }
    let press = Press {
        maker: EntryMaker {
            source,
            site: &site,
            excerpt_only: options.excerpt_only,
        },
        ids: EntryIds::new(&site, &order.entries, options.ids, &mut report.diagnostics),
        stamps: Stamps::new(&order.entries),
        pretty: options.pretty,
        jobs: options.jobs,
        oldest_first: options.oldest_first,
        feeds,
        order: &order,
        kept: kept::entries(source, &site, options),
    };
    source.reads_only(&order.entries);
    progress.begin(order.entries.len() as u64);
    press.write_all(open, progress, &mut report)?;
    progress.end();
    Ok(report)
}

/// What is said of a feed that does not know its own address.
fn no_address(site: &SiteHead) -> Option<Diagnostic> {
    let message = "the feed does not name its own address, since it is made of feeds that lie \
                   elsewhere; validators warn of that";
    let hint = "give --url with the address of the folder that it will lie in";
    let is_unknown = site.address("").is_none();
    is_unknown.then(|| Diagnostic::warning("feed.no-address", message).with_hint(hint))
}

/// What is said of a podcast that players would not take.
fn no_podcast(site: &SiteHead) -> Option<Diagnostic> {
    let lacking = site.podcast.as_ref().err()?;
    let message =
        format!("the podcast lacks {lacking}, so the feed is a plain one, without itunes:");
    let hint = "a podcast says its category and its owner's e-mail address below `podcast`, and the \
                site its language";
    Some(Diagnostic::warning("feed.podcast", message).with_hint(hint))
}

/// Writes one feed to what is open already.
pub(crate) fn write_one(
    source: &dyn Source,
    feed: &Feed<'_>,
    options: &Options,
    out: &mut dyn Write,
    progress: &dyn Progress,
) -> Result<Report, Error> {
    let mut out = Some(out);
    let mut open = |path: &str| match out.take() {
        Some(out) => Ok(Box::new(Borrowed(out)) as Box<dyn Output>),
        None => Err(io::Error::other(format!("{path} is opened twice"))),
    };
    write_feeds(
        source,
        std::slice::from_ref(feed),
        options,
        &mut open,
        progress,
    )
}

/// An output that somebody else puts in its place.
struct Borrowed<'o>(&'o mut dyn Write);

impl Write for Borrowed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Output for Borrowed<'_> {
    fn finish(self: Box<Self>) -> io::Result<()> {
        Ok(())
    }
}

/// All entries of some feeds, the newest first, and which feeds want each.
struct Order<'a> {
    entries: Vec<&'a Entry>,
    /// Positions of each feed's entries, ascending.
    positions: Vec<Vec<usize>>,
}

impl<'a> Order<'a> {
    fn new(site: &Site, feeds: &[Feed<'a>]) -> Order<'a> {
        let mut entries: Vec<&Entry> = feeds
            .iter()
            .flat_map(|feed| feed.entries.iter().copied())
            .collect();
        entries.sort_by(|a, b| compare(site, a, b));
        entries.dedup_by(|a, b| a.meta.path == b.meta.path);
        let by_path: HashMap<&str, usize> = entries
            .iter()
            .enumerate()
            .map(|(at, entry)| (entry.meta.path.as_str(), at))
            .collect();
        let positions = feeds.iter().map(|feed| {
            let mut own: Vec<usize> = feed
                .entries
                .iter()
                .filter_map(|entry| by_path.get(entry.meta.path.as_str()).copied())
                .collect();
            own.sort_unstable();
            own.dedup();
            own
        });
        Order {
            positions: positions.collect(),
            entries,
        }
    }

    /// Indexes of feeds, in rounds in which no more than `MAX_OPEN` are open at any time.
    fn rounds(&self) -> Vec<Vec<usize>> {
        let span = |feed: usize| {
            let own = &self.positions[feed];
            own.first().copied().zip(own.last().copied())
        };
        let mut waiting: Vec<usize> = (0..self.positions.len()).collect();
        waiting.sort_by_key(|&feed| (span(feed), feed));
        let mut rounds = Vec::new();
        while !waiting.is_empty() {
            let (mut round, mut rest, mut open) = (Vec::new(), Vec::new(), Vec::<usize>::new());
            for feed in waiting {
                let Some((first, last)) = span(feed) else {
                    round.push(feed);
                    continue;
                };
                open.retain(|&end| end >= first);
                if open.len() < MAX_OPEN {
                    open.push(last);
                    round.push(feed);
                } else {
                    rest.push(feed);
                }
            }
            rounds.push(round);
            waiting = rest;
        }
        rounds
    }

    /// The positions that a round needs, ascending, each as often as there are feeds that want it.
    fn wanted(&self, round: &[usize]) -> Vec<Want> {
        let of_feed = |&feed: &usize| {
            let positions = self.positions[feed].iter();
            positions.map(move |&at| Want { at, feed })
        };
        let mut wanted: Vec<Want> = round.iter().flat_map(of_feed).collect();
        wanted.sort_unstable_by_key(|want| (want.at, want.feed));
        wanted
    }
}

/// A post that a feed wants, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Want {
    at: usize,
    feed: usize,
}

/// The same in parts, one for each post.
fn by_post(wanted: &[Want]) -> impl Iterator<Item = &[Want]> {
    wanted.chunk_by(|a, b| a.at == b.at)
}

struct Press<'a> {
    maker: EntryMaker<'a>,
    ids: EntryIds<'a>,
    stamps: Stamps,
    pretty: bool,
    jobs: usize,
    oldest_first: bool,
    feeds: &'a [Feed<'a>],
    order: &'a Order<'a>,
    kept: Option<Kept<'a>>,
}

/// What a post was printed to, or why it cannot be read.
type Printed = Result<Entries, Box<Diagnostic>>;

/// A feed that is being written.
struct OpenFeed<'o> {
    out: Box<dyn Output + 'o>,
    /// Entries that are still to come, and how many have come.
    left: usize,
    written: usize,
}

impl Press<'_> {
    fn write_all<'o>(
        &self,
        open: &mut Open<'o>,
        progress: &dyn Progress,
        report: &mut Report,
    ) -> Result<(), Error> {
        let order = self.order;
        for feed in (0..self.feeds.len()).filter(|&feed| order.positions[feed].is_empty()) {
            let started = self.start(feed, open, report)?;
            self.end(feed, started, report)?;
        }
        let rounds = order.rounds();
        let all = rounds.concat();
        let wanted = order.wanted(&all);
        let mut wanted: Vec<&[Want]> = by_post(&wanted).collect();
        let mut told = vec![false; order.entries.len()];
        let mut opened: HashMap<usize, OpenFeed<'o>> = HashMap::new();
        let mut deliver = |wants: &[Want], printed| {
            let first = !std::mem::replace(&mut told[wants[0].at], true);
            self.deliver(printed, wants, first, &mut opened, open, report)
        };
        if rounds.len() <= 1 && !self.oldest_first {
            return Ok(
                self.print_all(&wanted, progress, |wants, printed| deliver(wants, printed?))?
            );
        }
        if self.oldest_first {
            wanted.sort_by_key(|wants| order.entries[wants[0].at].index);
        }
        let mut spool = Spool::new();
        self.print_all(&wanted, progress, |wants, printed| {
            spool.put(wants[0].at, printed?)
        })?;
        for round in rounds {
            for wants in by_post(&order.wanted(&round)) {
                deliver(wants, spool.get(wants[0].at)?)?;
            }
        }
        Ok(())
    }

    /// Prints posts side by side, and hands them over in order.
    fn print_all(
        &self,
        wanted: &[&[Want]],
        progress: &dyn Progress,
        mut take: impl FnMut(&[Want], io::Result<Printed>) -> io::Result<()>,
    ) -> io::Result<()> {
        let (mut result, mut posts) = (Ok(()), wanted.iter());
        for_each_in_order(
            wanted,
            self.jobs,
            |wants| self.print(wants),
            |printed| {
                progress.advance(1);
                let Some(wants) = posts.next() else {
                    return ControlFlow::Break(());
                };
                result = take(wants, printed);
                match result {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(()),
                }
            },
        );
        result
    }

    /// A post in each format that is wanted of it, from an earlier run or made anew.
    fn print(&self, wants: &[Want]) -> io::Result<Printed> {
        let mut formats = [false; 3];
        for want in wants {
            formats[self.feeds[want.feed].format as usize] = true;
        }
        let at = wants[0].at;
        let (entry, source) = (self.order.entries[at], self.maker.source);
        let (id, stamp) = (self.ids.of(at), self.stamps.of(at, entry));
        let own = (id.clone(), stamp.clone(), formats);
        let recall =
            |kept: Kept<'_>| kept.recall(entry, &own, |unpacker| kept::unpack(unpacker, source));
        if let Some(known) = self.kept.and_then(recall) {
            return Ok(Ok(known));
        }
        let asked = Asked::new(source);
        let maker = EntryMaker {
            source: &asked,
            ..self.maker
        };
        let (made, diagnostics) = match maker.make(entry, id, stamp) {
            Ok(made) => made,
            Err(diagnostic) => return Ok(Err(diagnostic)),
        };
        let mut printed = [None, None, None];
        for format in [Format::Rss, Format::Atom, Format::Json] {
            if formats[format as usize] {
                printed[format as usize] = Some(self.render(&made, format)?);
            }
        }
        let made = (printed, diagnostics);
        if let Some(kept) = &self.kept {
            asked.keep(kept, entry, &own, &made);
        }
        Ok(Ok(made))
    }

    fn render(&self, entry: &FeedEntry, format: Format) -> io::Result<Vec<u8>> {
        match format {
            Format::Rss => rss::item(entry, self.maker.site, self.pretty),
            Format::Atom => atom::entry(entry, self.pretty),
            Format::Json => json_feed::item(entry, self.pretty),
        }
    }

    /// Hands a post to the feeds that want it. A post is counted the first time.
    fn deliver<'o>(
        &self,
        printed: Printed,
        wants: &[Want],
        first: bool,
        opened: &mut HashMap<usize, OpenFeed<'o>>,
        open: &mut Open<'o>,
        report: &mut Report,
    ) -> io::Result<()> {
        let rendered = match printed {
            Ok((rendered, diagnostics)) => {
                if first {
                    report.posts += 1;
                    report.diagnostics.extend(diagnostics);
                }
                Some(rendered)
            }
            Err(diagnostic) => {
                if first {
                    report.failed += 1;
                    report.diagnostics.push(*diagnostic);
                }
                None
            }
        };
        for &Want { feed: index, .. } in wants {
            let mut feed = match opened.remove(&index) {
                Some(feed) => feed,
                None => self.start(index, open, report)?,
            };
            let format = self.feeds[index].format;
            if let Some(text) = rendered
                .as_ref()
                .and_then(|all| all[format as usize].as_ref())
            {
                if feed.written > 0 && format == Format::Json {
                    put(&mut feed, b",\n", report)?;
                }
                put(&mut feed, text, report)?;
                feed.written += 1;
            }
            feed.left -= 1;
            if feed.left == 0 {
                self.end(index, feed, report)?;
            } else {
                opened.insert(index, feed);
            }
        }
        Ok(())
    }

    fn start<'o>(
        &self,
        index: usize,
        open: &mut Open<'o>,
        report: &mut Report,
    ) -> io::Result<OpenFeed<'o>> {
        let feed = &self.feeds[index];
        let channel = Channel::new(self.maker.site, feed);
        let head = match feed.format {
            Format::Rss => rss::head(&channel, self.pretty),
            Format::Atom => atom::head(&channel, self.pretty),
            Format::Json => json_feed::head(&channel, self.pretty),
        }?;
        let mut opened = OpenFeed {
            out: open(&feed.path)?,
            left: self.order.positions[index].len(),
            written: 0,
        };
        put(&mut opened, &head, report)?;
        Ok(opened)
    }

    fn end(&self, index: usize, mut feed: OpenFeed<'_>, report: &mut Report) -> io::Result<()> {
        let end = match self.feeds[index].format {
            Format::Rss => rss::END,
            Format::Atom => atom::END,
            Format::Json => json_feed::END,
        };
        put(&mut feed, end.as_bytes(), report)?;
        feed.out.flush()?;
        feed.out.finish()
    }
}

fn put(feed: &mut OpenFeed<'_>, bytes: &[u8], report: &mut Report) -> io::Result<()> {
    report.bytes += bytes.len() as u64;
    feed.out.write_all(bytes)
}
