//! A browser without a window, in which pages are measured as readers see them.
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The release on npm of the browser that is fetched where there is none; its package holds the
/// program itself.
const VERSION: &str = "149.0.0";

/// Opens a page of the disk, and gives the text of its `body` once everything in it is loaded.
/// Scripts of the page may read the other files beside it.
///
/// # Panics
///
/// Where there is no browser, or it does not open the page.
pub fn text_of(page: &Path) -> String {
    let profile = tempfile::tempdir().expect("a temporary folder can be made");
    let output = Command::new(program())
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"])
        .args([
            "--disable-background-networking",
            "--allow-file-access-from-files",
        ])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .expect("the browser runs");
    let document = String::from_utf8_lossy(&output.stdout);
    let body = document.split_once("<body>").map(|(_, body)| body);
    let text = body.and_then(|body| body.rsplit_once("</body>"));
    let Some((text, _)) = text else {
        let said = String::from_utf8_lossy(&output.stderr);
        panic!("the browser did not open {}: {said}", page.display());
    };
    text.to_owned()
}

/// A browser of this machine, else one that npm has.
///
/// # Panics
///
/// Where there is none, and none can be had.
pub fn program() -> &'static Path {
    static BROWSER: OnceLock<PathBuf> = OnceLock::new();
    BROWSER.get_or_init(|| {
        let names = ["chromium", "chromium-browser", "google-chrome"];
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::var_os("PUPPETEER_EXECUTABLE_PATH")
            .map(PathBuf::from)
            .or_else(|| {
                let folders = std::env::split_paths(&path);
                let mut programs = folders.flat_map(|folder| names.map(|name| folder.join(name)));
                programs.find(|program| program.is_file())
            })
            .unwrap_or_else(fetch)
    })
}

fn fetch() -> PathBuf {
    let folder = crate::tool_folder().join(format!("chromium-{VERSION}"));
    let program = folder.join("chromium");
    if !program.is_file() {
        let package = format!("@sparticuz/chromium@{VERSION}");
        crate::npm_install(&folder, &package);
        // The package unpacks the program into the folder for temporary files.
        let unpacked = Command::new("node")
            .args(["--input-type=module", "--eval"])
            .arg("await (await import('@sparticuz/chromium')).default.executablePath()")
            .current_dir(&folder)
            .env("TMPDIR", &folder)
            .status()
            .expect("the browser needs Node.js: install it and see that `node` runs");
        assert!(
            unpacked.success() && program.is_file(),
            "{package} gives no browser that runs here: install chromium, or name a browser in \
             PUPPETEER_EXECUTABLE_PATH"
        );
    }
    program
}
