//! `bindery epub --split-by`: several books.
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use anyhow::bail;
use bindery_epub::{Options, Volume};
use bindery_model::{Report, Source};
use serde_json::json;

use super::arguments::EpubArguments;
use super::outcome::{Findings, Outcome, count, size};
use super::output_file::{Destination, file_name, is_folder, write_file};
use super::session::Session;

/// Where volumes are written and what they are called.
pub(crate) struct VolumeNames {
    folder: PathBuf,
    title: String,
}

impl VolumeNames {
    /// `-o FOLDER/` or a folder that is there: `FOLDER/TITLE - LABEL.epub`. `-o BOOK.epub`:
    /// `BOOK - LABEL.epub` beside it. Nothing: `TITLE - LABEL.epub` here.
    pub(crate) fn new(output: Option<&Path>, title: &str) -> VolumeNames {
        let title = title.to_owned();
        let Some(output) = output else {
            let folder = PathBuf::new();
            return VolumeNames { folder, title };
        };
        if is_folder(output) {
            let folder = output.to_owned();
            return VolumeNames { folder, title };
        }
        let parent = output.parent().map(Path::to_owned);
        let name = output.file_stem().unwrap_or_default();
        VolumeNames {
            folder: parent.unwrap_or_default(),
            title: name.to_string_lossy().into_owned(),
        }
    }

    /// The files of all volumes. Labels that make the same file name, by a file system that does
    /// not tell cases apart, are told apart by the number of the volume.
    pub(crate) fn paths(&self, volumes: &[Volume]) -> Vec<PathBuf> {
        let names: Vec<String> = volumes
            .iter()
            .map(|volume| plain_name(&format!("{} - {}", plain_name(&self.title), volume.label)))
            .collect();
        let mut counts: HashMap<String, usize> = HashMap::new();
        for name in &names {
            *counts.entry(name.to_lowercase()).or_default() += 1;
        }
        let path = |(name, volume): (&String, &Volume)| {
            let name = match counts[&name.to_lowercase()] {
                1 => format!("{name}.epub"),
                _ => format!("{name} ({}).epub", volume.number),
            };
            self.folder.join(name)
        };
        names.iter().zip(volumes).map(path).collect()
    }
}

/// A name that every file system takes, without ending.
fn plain_name(text: &str) -> String {
    let name = file_name(text, "epub").to_string_lossy().into_owned();
    name.strip_suffix(".epub")
        .map(str::to_owned)
        .unwrap_or(name)
}

/// Writes the volumes, each whole or not at all.
pub(crate) fn write_volumes(
    source: &dyn Source,
    arguments: &EpubArguments,
    session: &Session,
    options: &Options,
    volumes: &[Volume],
    paths: &[PathBuf],
) -> anyhow::Result<Outcome> {
    if arguments.output.as_deref() == Some(Path::new("-")) {
        bail!("several books cannot go to standard output; name a folder");
    }
    let Some(first) = paths.first() else {
        return Err(bindery_epub::Error::Empty.into());
    };
    let folder = first.parent().unwrap_or(Path::new(""));
    let mut total = Report::default();
    let (mut lines, mut found, mut said) = (String::new(), Vec::new(), HashSet::new());
    for (volume, path) in volumes.iter().zip(paths) {
        let report = write_file(path, |out| {
            Ok(bindery_epub::write_volume(
                source,
                volume,
                options,
                out,
                &session.progress,
            )?)
        })?;
        lines += &format!(
            "{}: {}, {}\n",
            path.display(),
            count(report.posts, "post"),
            size(report.bytes)
        );
        found.push(json!({
            "output": path.to_string_lossy(),
            "label": volume.label,
            "posts": report.posts,
            "bytes": report.bytes,
        }));
        total.posts += report.posts;
        total.failed += report.failed;
        total.resources += report.resources;
        total.bytes += report.bytes;
        let new = report.diagnostics.into_iter();
        total
            .diagnostics
            .extend(new.filter(|found| said.insert(format!("{found} {:?}", found.location))));
    }
    let folder = match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => folder,
    };
    let destination = Destination::File(folder.to_owned());
    let mut outcome = session.outcome("epub", Some(destination), total);
    outcome.findings = Some(Findings {
        text: if arguments.reading.quiet {
            String::new()
        } else {
            lines
        },
        json: json!({ "volumes": found }),
    });
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use bindery_epub::{SplitBy, volumes};
    use bindery_model::{Post, Posts, Site};

    use super::*;

    #[test]
    fn names_are_safe_and_distinct() {
        let post = |tag: &str| {
            let mut post = Post::default();
            post.meta.path = tag.into();
            post.meta.tags = vec![tag.to_owned()].into();
            post
        };
        let posts = ["a/b", "a:b", "Ruby", "ruby", "中文"].map(post).to_vec();
        let source = Posts::new(Site::default(), posts);
        let volumes = volumes(&source, &Options::default(), SplitBy::Tag);
        let names = VolumeNames::new(Some(Path::new("out/book.epub")), "T").paths(&volumes);
        let names: Vec<_> = names.iter().map(|path| path.to_string_lossy()).collect();
        assert_eq!(
            names,
            [
                "out/book - Ruby (1).epub",
                "out/book - a b (2).epub",
                "out/book - a b (3).epub",
                "out/book - ruby (4).epub",
                "out/book - 中文.epub",
            ]
        );
        let names = VolumeNames::new(None, "My: title").paths(&volumes[..1]);
        assert_eq!(names, [Path::new("My title - Ruby.epub")]);
    }
}
