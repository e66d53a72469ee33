/// What an exporter tells while it works. `()` listens to nothing.
pub trait Progress: Sync {
    /// The work begins: `posts` posts are to be written.
    fn begin(&self, posts: u64);

    /// `posts` more posts are written.
    fn advance(&self, posts: u64);

    /// The work is done.
    fn end(&self);
}

impl Progress for () {
    fn begin(&self, _posts: u64) {}
    fn advance(&self, _posts: u64) {}
    fn end(&self) {}
}
