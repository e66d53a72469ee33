//! What is said where something panics.
use std::panic::{self, PanicHookInfo};

/// The decoder of AVIF panics where a file says what the format keeps for later. Whoever asked it
/// for the picture catches that and tells it as a fault of the file; a message in between, with a
/// line of a program, would say it twice and help nobody.
pub(crate) fn leave_to_diagnostics() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !is_of_a_decoder(info) {
            usual(info);
        }
    }));
}

fn is_of_a_decoder(info: &PanicHookInfo<'_>) -> bool {
    info.location()
        .is_some_and(|place| place.file().contains("re_rav1d"))
}
