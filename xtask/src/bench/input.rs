//! What is measured on: the command, and archives of made-up posts.
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::ensure;

use crate::news;

/// The built command, and a folder for archives and outputs.
pub(crate) struct Input {
    bindery: PathBuf,
    folder: PathBuf,
}

impl Input {
    /// Builds the command.
    pub(crate) fn new() -> anyhow::Result<Input> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut build = Command::new(cargo);
        build.args(["build", "--release", "--package", "bindery"]);
        // What Cargo tells this program of itself: a build script that looks at it would run again.
        for (name, _) in std::env::vars_os() {
            let told = ["CARGO_MANIFEST_", "CARGO_PKG_"];
            if told
                .iter()
                .any(|start| name.to_string_lossy().starts_with(start))
            {
                build.env_remove(name);
            }
        }
        let status = build.status()?;
        ensure!(status.success(), "the command does not build");
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or("target".into(), PathBuf::from);
        let target = std::path::absolute(target)?;
        let folder = target.join("bench");
        std::fs::create_dir_all(&folder)?;
        Ok(Input {
            bindery: target.join("release/bindery"),
            folder,
        })
    }

    /// A Jekyll archive of the news shape. It is kept for the next time.
    pub(crate) fn news(&self, posts: usize) -> anyhow::Result<PathBuf> {
        let folder = self.folder.join(format!("posts-{posts}"));
        if !folder.is_dir() {
            let unfinished = self.folder.join(format!("unfinished-{posts}"));
            news::write_archive(&unfinished, posts)?;
            std::fs::rename(unfinished, &folder)?;
        }
        Ok(folder)
    }

    /// The same posts as an export of WordPress. It is kept for the next time.
    pub(crate) fn export(&self, posts: usize) -> anyhow::Result<PathBuf> {
        let file = self.folder.join(format!("posts-{posts}.wxr"));
        if !file.is_file() {
            let unfinished = self.folder.join(format!("unfinished-{posts}.wxr"));
            news::write_export(&unfinished, posts)?;
            std::fs::rename(unfinished, &file)?;
        }
        Ok(file)
    }

    /// A file to write to.
    pub(crate) fn output(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The command with these arguments, an archive, and where to write, if anywhere.
    pub(crate) fn bindery<A: AsRef<OsStr>>(
        &self,
        arguments: &[A],
        archive: &Path,
        output: Option<&str>,
    ) -> Command {
        let mut command = Command::new(&self.bindery);
        command.args(arguments).arg(archive);
        if let Some(output) = output {
            command.arg("-o").arg(self.output(output));
        }
        command
    }
}

/// `20000` as `20,000`.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
