//! The examples of the CommonMark specification: Markdown to HTML.
#![forbid(unsafe_code)]

use bindery_parse::markdown::{Dialect, to_html};
use bindery_tests::commonmark_spec::examples;

/// How many examples version 0.31.2 has.
const EXAMPLES: usize = 652;

#[test]
fn all_examples_of_the_specification() {
    let examples = examples();
    assert_eq!(examples.len(), EXAMPLES);
    let mut different = Vec::new();
    for example in &examples {
        let html = to_html(&example.markdown, Dialect::CommonMark);
        if html != example.html {
            println!("example {}:\n{html}", example.number);
            different.push(example.number);
        }
    }
    let equal = examples.len() - different.len();
    println!("CommonMark: {equal} of {EXAMPLES} equal");
    assert!(different.is_empty(), "different: {different:?}");
}
