//! Chores of the repository: `cargo xtask bench NAME`.
#![forbid(unsafe_code)]

fn main() {
    eprintln!("usage: cargo xtask bench NAME");
    std::process::exit(2);
}
