//! Posts beside what their own generators make of them.
#![forbid(unsafe_code)]

mod hugo;
mod jekyll;
mod summary;

fn demand(faults: impl IntoIterator<Item = String>) {
    let faults: Vec<String> = faults.into_iter().collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
