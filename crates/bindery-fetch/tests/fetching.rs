//! Pictures from a server that is slow, broken, or lies.
#![forbid(unsafe_code)]

use std::path::Path;
use std::time::Duration;

use bindery_fetch::{FetchOptions, FetchReport, Fetcher, Proxies, WithPictures};
use bindery_model::{Block, Diagnostic, Image, Inline, Post, Posts, Site, Source, Target};
use bindery_tests::web_server::{Reply, WebServer};

const PICTURE: &[u8] = b"\x89PNG a picture";

fn options() -> FetchOptions {
    FetchOptions {
        max_size: 100_000,
        connect_timeout: Duration::from_secs(5),
        timeout: Duration::from_secs(5),
        back_off: Duration::from_millis(5),
        longest_pause: Duration::from_millis(1500),
        private: true,
        is_picture: |bytes| bytes.starts_with(b"\x89PNG"),
        ..FetchOptions::default()
    }
}

fn cached(folder: &Path) -> FetchOptions {
    FetchOptions {
        cache: Some(folder.to_owned()),
        ..options()
    }
}

/// A post for each list of addresses, which shows them.
fn source(posts: &[&[String]]) -> Posts {
    let image = |address: &String| {
        Inline::Image(Box::new(Image {
            target: Target::web(address).unwrap(),
            alt: None,
            title: None,
            width: None,
            height: None,
            share: None,
            sizes: Vec::new(),
            attributes: None,
        }))
    };
    let post = |(number, addresses): (usize, &&[String])| {
        let mut post = Post::default();
        post.meta.path = format!("{number}.md").into();
        let images = addresses.iter().map(image).collect();
        post.blocks.push(Block::paragraph(images));
        post
    };
    Posts::new(
        Site::default(),
        posts.iter().enumerate().map(post).collect(),
    )
}

/// What is said of all posts.
fn diagnostics(pictures: &WithPictures<'_>) -> Vec<Diagnostic> {
    let entries = pictures.entries().iter();
    let parsed = entries.map(|entry| pictures.read(entry).unwrap());
    parsed.flat_map(|parsed| parsed.diagnostics).collect()
}

/// What becomes of one address.
fn fetch(address: &str, options: FetchOptions) -> (FetchReport, Option<Vec<u8>>, Vec<Diagnostic>) {
    let fetcher = Fetcher::new(options).unwrap();
    let source = source(&[&[address.to_owned()]]);
    let pictures = fetcher.fetch(&source, 1, &());
    let picture = pictures.web_picture(address).unwrap();
    (pictures.report(), picture, diagnostics(&pictures))
}

/// Why one address gave no picture.
fn failure(address: &str, options: FetchOptions) -> String {
    let (report, picture, diagnostics) = fetch(address, options);
    assert_eq!((report.failed, picture), (1, None), "{address}");
    let [diagnostic] = diagnostics.as_slice() else {
        panic!("{diagnostics:?}");
    };
    assert_eq!(diagnostic.code, "fetch.failed");
    assert_eq!(diagnostic.location.as_ref().unwrap().file, "0.md");
    let start = format!("the image {address} is not fetched: ");
    diagnostic.message.strip_prefix(&start).unwrap().to_owned()
}

#[test]
fn a_picture_is_fetched_once_whatever_the_number_of_posts() {
    let server = WebServer::start(|_| Reply::of(PICTURE));
    let (one, two) = (server.url("/1.png"), server.url("/2.png"));
    let fetcher = Fetcher::new(options()).unwrap();
    let source = source(&[
        &[one.clone(), two.clone()],
        &[format!("{one}#part")],
        &[one.clone(), one.clone()],
    ]);
    for _ in 0..2 {
        let report = fetcher.fetch(&source, 2, &()).report();
        assert_eq!((report.fetched, report.failed), (2, 0));
        assert_eq!(report.bytes, 2 * PICTURE.len() as u64);
    }
    assert_eq!((server.count("/1.png"), server.count("/2.png")), (1, 1));
    let pictures = fetcher.fetch(&source, 1, &());
    for address in [one.as_str(), &format!("{one}#other"), &two] {
        let picture = pictures.web_picture(address).unwrap();
        assert_eq!(picture.as_deref(), Some(PICTURE), "{address}");
    }
    let other = pictures.web_picture(&server.url("/3.png")).unwrap();
    assert_eq!(other, None);
    let agent = server.requests()[0].header("user-agent").map(str::to_owned);
    assert!(agent.unwrap().starts_with("bindery/"));
}

#[test]
fn a_failure_says_why_and_is_told_once() {
    let gone = WebServer::start(|request| match request.path.as_str() {
        "/410" => Reply::status("410 Gone"),
        _ => Reply::status("404 Not Found"),
    });
    assert_eq!(
        failure(&gone.url("/404"), options()),
        "the server answers 404 Not Found"
    );
    assert_eq!(
        failure(&gone.url("/410"), options()),
        "the server answers 410 Gone"
    );
    // What is not there will not be there in a moment.
    assert_eq!(gone.count("/404"), 1);
    let address = gone.url("/a.png");
    let one = std::slice::from_ref(&address);
    let shown = source(&[one, one]);
    let fetcher = Fetcher::new(options()).unwrap();
    let found = diagnostics(&fetcher.fetch(&shown, 1, &()));
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].message,
        format!(
            "the image {address}, shown by 2 posts, is not fetched: the server answers 404 Not Found"
        )
    );
}

#[test]
fn a_server_that_is_busy_is_asked_again() {
    let server = WebServer::start(|request| match (request.path.as_str(), request.before) {
        ("/a", 0) => Reply::status("503 Service Unavailable"),
        ("/b", 0) => Reply::status("429 Too Many Requests").with("Retry-After", "1"),
        ("/c", _) => Reply::status("429 Too Many Requests").with("Retry-After", "3600"),
        ("/d", _) => Reply::status("500 Internal Server Error"),
        ("/e", 0 | 1) => Reply {
            cut: Some(5),
            ..Reply::of(PICTURE)
        },
        _ => Reply::of(PICTURE),
    });
    let begun = std::time::Instant::now();
    for path in ["/b", "/a", "/e"] {
        let (report, picture, found) = fetch(&server.url(path), options());
        assert_eq!(report.fetched, 1, "{path}: {found:?}");
        assert_eq!(picture.as_deref(), Some(PICTURE));
    }
    assert!(
        begun.elapsed() >= Duration::from_secs(1),
        "it asked to wait"
    );
    assert_eq!(
        failure(&server.url("/c"), options()),
        "the server answers 429 Too Many Requests and asks to wait 3600 seconds"
    );
    assert_eq!(server.count("/c"), 1);
    assert_eq!(
        failure(&server.url("/d"), options()),
        "the server answers 500 Internal Server Error"
    );
    assert_eq!((server.count("/d"), server.count("/e")), (3, 3));
}

#[test]
fn what_is_cut_or_slow_is_given_up() {
    let second = Some(Duration::from_secs(1));
    let server = WebServer::start(move |request| match request.path.as_str() {
        "/cut" => Reply {
            cut: Some(5),
            ..Reply::of(PICTURE)
        },
        // It promises more than it has.
        "/long" => Reply::of(PICTURE).with("Content-Length", "5000"),
        "/drip" => Reply {
            drip: Some(Duration::from_millis(100)),
            ..Reply::of(PICTURE)
        },
        _ => Reply {
            late: second,
            ..Reply::of(PICTURE)
        },
    });
    let impatient = || FetchOptions {
        timeout: Duration::from_millis(400),
        ..options()
    };
    for path in ["/cut", "/long"] {
        let why = failure(&server.url(path), options());
        assert!(why.starts_with("the connection ended before"), "{why}");
        assert_eq!(server.count(path), 3);
    }
    assert_eq!(
        failure(&server.url("/drip"), impatient()),
        "the answer was not complete within the time"
    );
    assert_eq!(
        failure(&server.url("/late"), impatient()),
        "no answer within the time"
    );
    assert_eq!((server.count("/drip"), server.count("/late")), (1, 1));
}

#[test]
fn size_is_bounded_whatever_the_server_says() {
    let server = WebServer::start(|request| {
        let mut huge = PICTURE.to_vec();
        huge.resize(200_000, 0);
        match request.path.as_str() {
            "/told" => Reply::of(huge).with("Content-Length", "99999999999"),
            "/chunked" => {
                let mut body = format!("{:x}\r\n", huge.len()).into_bytes();
                body.extend(huge);
                body.extend(b"\r\n0\r\n\r\n");
                Reply::of(body).with("Transfer-Encoding", "chunked")
            }
            // A client that reads less than is sent has a picture that is not whole.
            _ => Reply::of(PICTURE).with("Content-Length", "8"),
        }
    });
    for path in ["/told", "/chunked"] {
        let why = failure(&server.url(path), options());
        assert_eq!(why, "it is larger than 100000 bytes", "{path}");
    }
    let (_, picture, _) = fetch(&server.url("/short"), options());
    assert_eq!(picture.as_deref(), Some(&PICTURE[..8]));
}

#[test]
fn bytes_say_what_is_a_picture() {
    let server = WebServer::start(|request| match request.path.as_str() {
        "/page.png" => Reply::of("<html>404</html>").with("Content-Type", "image/png"),
        "/packed.png" => Reply::of(PICTURE).with("Content-Encoding", "gzip"),
        _ => Reply::of(PICTURE).with("Content-Type", "text/html"),
    });
    assert_eq!(
        failure(&server.url("/page.png"), options()),
        "it is no picture, though the server calls it image/png"
    );
    assert_eq!(
        failure(&server.url("/packed.png"), options()),
        "it was sent compressed (gzip), which was not asked for"
    );
    let (_, picture, _) = fetch(&server.url("/a.html"), options());
    assert_eq!(picture.as_deref(), Some(PICTURE));
    let asked = server.requests();
    assert_eq!(asked[0].header("accept-encoding"), Some("identity"));
}

#[test]
fn redirects_are_followed_within_bounds() {
    let server = WebServer::start(|request| {
        let path = request.path.as_str();
        match path {
            "/start" => Reply::redirect("there/a%20b.png"),
            "/there/a%20b.png" => Reply::of(PICTURE),
            "/circle" => Reply::redirect("/circle2"),
            "/circle2" => Reply::redirect("/circle#x"),
            "/file" => Reply::redirect("file:///etc/passwd"),
            "/nowhere" => Reply::status("302 Found"),
            longer => Reply::redirect(&format!("{longer}x")),
        }
    });
    let (_, picture, _) = fetch(&server.url("/start"), options());
    assert_eq!(picture.as_deref(), Some(PICTURE));
    for (path, why) in [
        ("/circle", "its redirects lead in a circle"),
        ("/x", "it redirects more than 10 times"),
        (
            "/file",
            "file:///etc/passwd is not an address of http or https",
        ),
        ("/nowhere", "the server answers 302 Found"),
    ] {
        assert_eq!(failure(&server.url(path), options()), why);
    }
}

#[test]
fn private_networks_and_other_schemes_are_not_asked() {
    let server = WebServer::start(|_| Reply::of(PICTURE));
    let strict = || FetchOptions {
        private: false,
        ..options()
    };
    let port = server.url("/").rsplit_once(':').unwrap().1.to_owned();
    for host in [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "[::ffff:7f00:1]",
    ] {
        let why = failure(&format!("http://{host}:{port}a.png"), strict());
        assert!(why.ends_with("is not a public address"), "{host}: {why}");
    }
    assert!(server.requests().is_empty());
    assert_eq!(
        failure("ftp://a.example/a.png", strict()),
        "ftp://a.example/a.png is not an address of http or https"
    );
}

#[test]
fn proxies_are_asked_unless_a_host_is_excepted() {
    let proxy = WebServer::start(|_| Reply::of(PICTURE));
    let server = WebServer::start(|_| Reply::of(PICTURE));
    let options = FetchOptions {
        private: false,
        proxies: Proxies {
            http: Some(proxy.url("")),
            https: Some("http://nobody.invalid".to_owned()),
            direct: vec!["excepted.invalid".to_owned()],
        },
        attempts: 1,
        ..options()
    };
    // Only the proxy knows the host.
    let (report, picture, _) = fetch("http://pictures.invalid/a.png", options.clone());
    assert_eq!((report.fetched, picture.as_deref()), (1, Some(PICTURE)));
    let asked: Vec<String> = proxy.requests().into_iter().map(|one| one.path).collect();
    assert_eq!(asked, ["pictures.invalid:80", "/a.png"]);
    assert_eq!(
        failure("http://a.excepted.invalid/a.png", options.clone()),
        "there is no host a.excepted.invalid"
    );
    let local = server.url("/a.png").replace("127.0.0.1", "localhost");
    for address in [&server.url("/a.png"), &local] {
        let said = failure(address, options.clone());
        assert!(said.ends_with("which is not a public address"), "{said}");
    }
    assert_eq!(proxy.requests().len() + server.requests().len(), 2);
    let socks = FetchOptions {
        proxies: Proxies {
            http: Some("socks5://a.invalid".to_owned()),
            ..Proxies::default()
        },
        ..options
    };
    assert!(Fetcher::new(socks).is_err());
}

#[test]
fn the_next_run_asks_only_for_what_may_have_changed() {
    let server = WebServer::start(|request| {
        let same = request.header("if-none-match") == Some("\"1\"")
            || request.header("if-modified-since") == Some("Wed, 21 Oct 2015 07:28:00 GMT");
        let unchanged = Reply::status("304 Not Modified");
        match (request.path.as_str(), same) {
            ("/fresh", _) => Reply::of(PICTURE).with("Cache-Control", "max-age=3600"),
            ("/dated", _) => Reply::of(PICTURE)
                .with("Date", "Wed, 21 Oct 2015 07:28:00 GMT")
                .with("Expires", "Wed, 21 Oct 2015 08:28:00 GMT"),
            ("/etag" | "/date", true) => unchanged,
            ("/etag", _) => Reply::of(PICTURE).with("ETag", "\"1\""),
            ("/date", _) => {
                Reply::of(PICTURE).with("Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT")
            }
            ("/never", _) => Reply::of(PICTURE)
                .with("Cache-Control", "no-store, max-age=3600")
                .with("ETag", "\"1\""),
            // An answer that fits no question.
            ("/odd", _) if request.before > 0 => unchanged,
            _ => Reply::of([PICTURE, request.before.to_string().as_bytes()].concat()),
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let run = |path: &str| {
        let (report, picture, _) = fetch(&server.url(path), cached(folder.path()));
        assert!(picture.unwrap().starts_with(PICTURE), "{path}");
        (report.fetched, report.unchanged, report.cached)
    };
    for (path, second, asked) in [
        ("/fresh", (0, 0, 1), 1),
        ("/dated", (0, 0, 1), 1),
        ("/etag", (0, 1, 0), 2),
        ("/date", (0, 1, 0), 2),
        ("/never", (1, 0, 0), 2),
        ("/new", (1, 0, 0), 2),
    ] {
        assert_eq!(run(path), (1, 0, 0), "{path}");
        assert_eq!(run(path), second, "{path}");
        assert_eq!(server.count(path), asked, "{path}");
    }
    let (_, picture, _) = fetch(&server.url("/new"), cached(folder.path()));
    assert_eq!(picture.unwrap().last(), Some(&b'2'));
}

#[test]
fn an_old_picture_stands_in_where_nobody_answers() {
    let server = WebServer::start(|request| match request.before {
        0 => Reply::of(PICTURE),
        _ => Reply::status("503 Service Unavailable"),
    });
    let folder = tempfile::tempdir().unwrap();
    fetch(&server.url("/a"), cached(folder.path()));
    let (report, picture, found) = fetch(&server.url("/a"), cached(folder.path()));
    assert_eq!(picture.as_deref(), Some(PICTURE));
    assert_eq!((report.cached, report.failed), (1, 0));
    assert_eq!(found[0].code, "fetch.old");
    assert!(found[0].message.contains("503"));
}

#[test]
fn a_damaged_cache_is_mended() {
    let server = WebServer::start(|_| Reply::of(PICTURE).with("Cache-Control", "max-age=3600"));
    let folder = tempfile::tempdir().unwrap();
    let address = server.url("/a");
    fetch(&address, cached(folder.path()));
    let file = std::fs::read_dir(folder.path()).unwrap().next().unwrap();
    let file = file.unwrap().path();
    let whole = std::fs::read(&file).unwrap();
    assert!(whole.starts_with(PICTURE));
    for damaged in [
        &whole[1..],
        &whole[..whole.len() - 1],
        b"",
        b"\x89PNG other",
    ] {
        std::fs::write(&file, damaged).unwrap();
        let before = server.count("/a");
        let (report, picture, _) = fetch(&address, cached(folder.path()));
        assert_eq!(report.fetched, 1);
        assert_eq!(picture.as_deref(), Some(PICTURE));
        assert_eq!(server.count("/a"), before + 1);
    }
    // Somebody changes it while a run has it.
    let fetcher = Fetcher::new(cached(folder.path())).unwrap();
    let source = source(&[std::slice::from_ref(&address)]);
    let pictures = fetcher.fetch(&source, 1, &());
    std::fs::write(&file, "other").unwrap();
    assert!(pictures.web_picture(&address).is_err());
}

#[test]
fn a_host_is_asked_for_a_few_at_a_time_and_left_alone_when_it_is_dead() {
    let server = WebServer::start(|_| Reply {
        late: Some(Duration::from_millis(30)),
        ..Reply::of(PICTURE)
    });
    let addresses: Vec<String> = (0..12).map(|n| server.url(&format!("/{n}"))).collect();
    let bounded = FetchOptions {
        per_host: 2,
        ..options()
    };
    let fetcher = Fetcher::new(bounded).unwrap();
    let shown = source(&[&addresses]);
    assert_eq!(fetcher.fetch(&shown, 1, &()).report().fetched, 12);
    assert_eq!(server.most_at_once(), 2);

    // A port that nobody listens at.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let dead = listener.local_addr().unwrap();
    drop(listener);
    let addresses: Vec<String> = (0..40).map(|n| format!("http://{dead}/{n}")).collect();
    let one_by_one = FetchOptions {
        per_host: 1,
        ..options()
    };
    let fetcher = Fetcher::new(one_by_one).unwrap();
    let shown = source(&[&addresses]);
    let pictures = fetcher.fetch(&shown, 1, &());
    let found = diagnostics(&pictures);
    assert_eq!((pictures.report().failed, found.len()), (40, 40));
    let tried = found
        .iter()
        .filter(|found| found.message.contains("no connection"));
    assert_eq!(tried.count(), 3);
    assert!(found[39].message.ends_with("did not answer before"));
}
