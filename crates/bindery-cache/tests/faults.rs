//! A cache that is damaged, old, cut, or used by two: it may forget, but never gives wrong bytes.
use std::fs;
use std::path::Path;
use std::process::Command;

use bindery_cache::{Cache, FILE_NAME, State};
use bindery_model::{Digest, Store};

const POSTS: u64 = 150;

fn key(number: u64) -> Digest {
    Digest::of(&[&number.to_le_bytes()])
}

fn value(number: u64) -> Vec<u8> {
    let line = format!("post {number} is about {}\n", number * 7919);
    line.repeat(1 + number as usize % 200).into_bytes()
}

fn fill(folder: &Path, version: &str) {
    let cache = Cache::open(folder, version).unwrap();
    for number in 0..POSTS {
        cache.put(key(number), value(number));
    }
}

/// How many values are there; none is wrong.
fn count(cache: &Cache) -> u64 {
    let found = (0..POSTS).filter(|&number| match cache.get(key(number)) {
        Some(found) => {
            assert!(found == value(number), "post {number} is another");
            true
        }
        None => false,
    });
    found.count() as u64
}

#[test]
fn values_are_there_in_the_next_run_and_may_be_replaced() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), "1");
    let cache = Cache::open(folder.path(), "1").unwrap();
    assert_eq!((count(&cache), cache.state()), (POSTS, State::Good));
    cache.put(key(7), b"new".to_vec());
    drop(cache);
    let cache = Cache::open(folder.path(), "1").unwrap();
    assert_eq!(cache.get(key(7)).unwrap(), b"new");
}

#[test]
fn what_another_version_wrote_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), "1");
    let cache = Cache::open(folder.path(), "2").unwrap();
    assert_eq!((count(&cache), cache.state()), (0, State::Old));
    drop(cache);
    fill(folder.path(), "2");
    let cache = Cache::open(folder.path(), "2").unwrap();
    assert_eq!((count(&cache), cache.state()), (POSTS, State::Good));
}

/// Whatever was done to the file: the cache opens, gives nothing wrong, and works again after that.
fn survives(folder: &Path, what: &str) -> (u64, State) {
    let cache = Cache::open(folder, "1").unwrap_or_else(|error| panic!("{what}: {error}"));
    let found = (count(&cache), cache.state());
    drop(cache);
    fill(folder, "1");
    // Where the damage was not met, filling it may meet it.
    let cache = Cache::open(folder, "1").unwrap_or_else(|error| panic!("{what}: {error}"));
    if count(&cache) < POSTS {
        drop(cache);
        fill(folder, "1");
        let cache = Cache::open(folder, "1").unwrap();
        assert_eq!(count(&cache), POSTS, "{what}");
    }
    found
}

#[test]
fn a_file_that_is_cut_or_no_database_is_begun_anew() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), "1");
    let file = folder.path().join(FILE_NAME);
    let whole = fs::read(&file).unwrap();
    for length in [0, 1, 50, 100, 4096, 5000, whole.len() / 2, whole.len() - 1] {
        fs::write(&file, &whole[..length]).unwrap();
        let (found, state) = survives(folder.path(), &format!("{length} bytes"));
        assert!(found < POSTS, "{length} bytes");
        assert!(state == State::Damaged || length <= 1, "{length} bytes");
    }
    fs::write(&file, "no database at all\n".repeat(1000)).unwrap();
    assert_eq!(survives(folder.path(), "text"), (0, State::Damaged));
}

#[test]
fn damage_anywhere_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), "1");
    let file = folder.path().join(FILE_NAME);
    let whole = fs::read(&file).unwrap();
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % below as u64) as usize
    };
    let mut lost = 0;
    for round in 0..24 {
        let mut bytes = whole.clone();
        // A few bytes, or a page of another place, or of nothing.
        match round % 3 {
            0 => (0..20).for_each(|_| bytes[next(whole.len())] ^= 1 << (round % 8)),
            1 => {
                let (from, to) = (next(whole.len() / 4096), next(whole.len() / 4096));
                bytes.copy_within(from * 4096..(from + 1) * 4096, to * 4096);
            }
            _ => {
                let page = next(whole.len() / 4096);
                bytes[page * 4096..(page + 1) * 4096].fill(0);
            }
        }
        fs::write(&file, &bytes).unwrap();
        let (found, _) = survives(folder.path(), &format!("round {round}"));
        lost += POSTS - found;
    }
    assert!(lost > 0);
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let error = Cache::open(&file.join("cache"), "1").unwrap_err();
    assert!(
        error.to_string().contains("cannot make the folder"),
        "{error}"
    );
}

/// Fills or reads a cache in a process of its own: this test runs itself, with a folder to work in.
#[test]
fn two_processes_at_once_do_no_harm() {
    const FOLDER: &str = "BINDERY_CACHE_TEST_FOLDER";
    if let Some(folder) = std::env::var_os(FOLDER) {
        for _ in 0..5 {
            fill(folder.as_ref(), "1");
            let cache = Cache::open(folder.as_ref(), "1").unwrap();
            assert_eq!(count(&cache), POSTS);
        }
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let run = || {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", "two_processes_at_once_do_no_harm"])
            .env(FOLDER, folder.path());
        command.spawn().unwrap()
    };
    let runs: Vec<_> = (0..3).map(|_| run()).collect();
    for mut run in runs {
        assert!(run.wait().unwrap().success());
    }
    let cache = Cache::open(folder.path(), "1").unwrap();
    assert_eq!((count(&cache), cache.state()), (POSTS, State::Good));
}

/// A run that is killed while it writes: what it had written before is whole or not there.
#[cfg(unix)]
#[test]
fn a_process_that_is_killed_leaves_a_cache_that_works() {
    const FOLDER: &str = "BINDERY_CACHE_TEST_KILLED";
    if let Some(folder) = std::env::var_os(FOLDER) {
        loop {
            fill(folder.as_ref(), "1");
        }
    }
    let folder = tempfile::tempdir().unwrap();
    for round in 0..10u64 {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args([
                "--exact",
                "a_process_that_is_killed_leaves_a_cache_that_works",
            ])
            .env(FOLDER, folder.path());
        let mut run = command.spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(10 + round * 17));
        run.kill().unwrap();
        run.wait().unwrap();
        survives(folder.path(), &format!("round {round}"));
    }
}
