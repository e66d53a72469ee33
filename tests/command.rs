//! The command line, case by case: each file in `tests/command` is a transcript of commands, what
//! they print and how they end.
#![forbid(unsafe_code)]

#[test]
fn transcripts() {
    trycmd::TestCases::new().case("../../tests/command/*.trycmd");
}
