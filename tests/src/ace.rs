//! DAISY's Ace, the checker of accessibility, in a fixed version. It opens every document of a book
//! in a browser: a third of a second each.
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

/// The release on npm.
const VERSION: &str = "1.4.6";

/// Lets Ace read a book.
///
/// # Errors
///
/// Every violation, with the document that it is in.
///
/// # Panics
///
/// Where Ace cannot be had or run: it needs Node.js with npm, and a browser.
pub fn check(book: &Path) -> Result<(), String> {
    let reports = tempfile::tempdir().expect("a temporary folder can be made");
    let output = Command::new("node")
        .arg(folder().join("node_modules/@daisy/ace-cli/bin/ace.js"))
        .args(["--force", "--silent", "--outdir"])
        .arg(reports.path())
        .arg(book)
        .env("PUPPETEER_EXECUTABLE_PATH", crate::browser::program())
        .env("ACE_TIMEOUT_INITIAL", "60000")
        .output()
        .expect("Ace needs Node.js: install it and see that `node` runs");
    let report = std::fs::read(reports.path().join("report.json")).unwrap_or_else(|_| {
        let said = String::from_utf8_lossy(&output.stderr);
        panic!("Ace wrote no report on {}: {said}", book.display())
    });
    let report: Value = serde_json::from_slice(&report).expect("Ace's report is JSON");
    let found = violations(&report);
    if found.is_empty() && report["earl:result"]["earl:outcome"] == "pass" {
        Ok(())
    } else {
        Err(found.join("\n"))
    }
}

fn violations(report: &Value) -> Vec<String> {
    let list = |value: &Value| value["assertions"].as_array().cloned().unwrap_or_default();
    let mut found = Vec::new();
    for document in list(report) {
        let name = &document["earl:testSubject"]["url"];
        for assertion in list(&document) {
            let result = &assertion["earl:result"];
            if result["earl:outcome"] != "pass" {
                let (rule, what) = (
                    &assertion["earl:test"]["dct:title"],
                    &result["dct:description"],
                );
                found.push(format!("{name}: {rule}: {what} {}", result["html"]));
            }
        }
    }
    found
}

/// Where Ace is, which is fetched once into `target/tools`.
fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = crate::tool_folder().join(format!("ace-{VERSION}"));
        if !folder.is_dir() {
            crate::npm_install(&folder, &format!("@daisy/ace-cli@{VERSION}"));
        }
        folder
    })
}
