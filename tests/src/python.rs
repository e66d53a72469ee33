//! Python packages in fixed versions, for checks that Python knows best.
use std::path::PathBuf;
use std::process::Command;

/// Runs a script with packages, which are fetched once into `target/tools`, and returns what it
/// prints. `packages` are as pip names them: `feedparser==6.0.11`.
///
/// # Errors
///
/// What the script says on standard error, where it fails.
///
/// # Panics
///
/// Where Python or a package cannot be had.
pub fn run(packages: &[&str], script: &str, arguments: &[&str]) -> Result<String, String> {
    let folders: Vec<PathBuf> = packages
        .iter()
        .map(|package| {
            let folder = crate::tool_folder().join(package.replace("==", "-"));
            if !folder.is_dir() {
                crate::pip_install(&folder, package);
            }
            folder
        })
        .collect();
    let path = std::env::join_paths(folders).expect("the paths of packages have no separator");
    let output = Command::new("python3")
        .arg("-c")
        .arg(script)
        .args(arguments)
        .env("PYTHONPATH", path)
        .output()
        .expect("the test needs Python 3");
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}
