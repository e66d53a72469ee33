//! What exports of sites hold beside posts.
use bindery_model::Diagnostic;

/// How much of an export was left out.
#[derive(Debug, Default)]
pub(crate) struct LeftOut {
    pub(crate) comments: usize,
    pub(crate) trash: usize,
    pub(crate) others: usize,
}

impl LeftOut {
    /// What a user should know of it; `others` names what only this kind of export has.
    pub(crate) fn diagnostic(&self, code: &'static str, others: &str) -> Option<Diagnostic> {
        let parts = [
            (self.comments, "comment", "comments"),
            (self.trash, "post in the trash", "posts in the trash"),
            (self.others, others, others),
        ];
        let parts: Vec<_> = parts
            .into_iter()
            .filter(|(number, ..)| *number > 0)
            .map(|(number, one, many)| format!("{number} {}", if number == 1 { one } else { many }))
            .collect();
        let message = format!("left out of the export: {}", parts.join(", "));
        (!parts.is_empty()).then(|| Diagnostic::note(code, message))
    }
}
