//! What stands in the place of fetching where the program is built without it.
use bindery_epub::ImageOptions;
use bindery_model::Source;

use super::outcome::Outcome;
use super::session::Session;

/// Fetches nothing.
#[derive(Clone, Default)]
pub(crate) struct Fetching;

/// Makes an output.
pub(crate) fn with_pictures(
    session: &Session,
    _images: &ImageOptions,
    make: impl FnOnce(&dyn Source) -> anyhow::Result<Outcome>,
) -> anyhow::Result<Outcome> {
    make(&session.archive)
}
