//! Links that are buttons of a page: `javascript:void(0)`, `javascript:window.print()`; other tools.

/// Parts of names of functions that work on the page, not on what it says.
const WORKS: [&str; 20] = [
    "addfav", "back", "bookmark", "close", "collect", "comment", "favor", "font", "go", "login",
    "menu", "open", "print", "reply", "scroll", "share", "toggle", "top", "vote", "zoom",
];

/// Whether an address does nothing, or works a tool of the page, as far as its first name tells.
pub(super) fn is_tool(address: &str) -> bool {
    const SCHEME: &str = "javascript:";
    let start = address.get(..SCHEME.len()).unwrap_or_default();
    if !start.eq_ignore_ascii_case(SCHEME) {
        return false;
    }
    let script = address[SCHEME.len()..].trim_start_matches([' ', ';']);
    let name = script
        .split(['(', '=', ';', ' '])
        .next()
        .unwrap_or_default();
    let name = name.to_ascii_lowercase();
    let does_nothing = matches!(
        name.as_str(),
        "" | "void" | "#" | "false" | "true" | "null" | "0"
    );
    does_nothing || WORKS.iter().any(|work| name.contains(work))
}

/// Classes of what scripts work with: the controls of players, links to editors.
const TOOLS: [&str; 10] = [
    "cnblogs_code_collapse",
    "cnblogs_code_toolbar",
    "code_img_closed",
    "kg-audio-hide",
    "kg-audio-player",
    "kg-file-card-icon",
    "kg-video-overlay",
    "kg-video-player",
    "mw-editsection",
    "mw-jump-link",
];

/// Whether elements of a class only work with what stands beside them.
pub(super) fn is_tool_class(class: &str) -> bool {
    // Nearly all classes end here.
    ["kg-", "mw-", "cnblogs_", "code_"]
        .iter()
        .any(|start| class.starts_with(start))
        && class
            .split_ascii_whitespace()
            .any(|class| TOOLS.binary_search(&class).is_ok())
}

#[cfg(test)]
mod tests {
    use super::is_tool;

    #[test]
    fn buttons_are_told_from_what_else_scripts_do() {
        for address in [
            "javascript:",
            "javascript:;",
            "JavaScript:void(0);",
            "javascript: window.print()",
            "javascript:history.go(-1)",
            "javascript:doZoom(16)",
            "javascript:shareTo('weibo')",
            "javascript:window.external.addFavorite('x')",
        ] {
            assert!(is_tool(address), "{address}");
        }
        for address in [
            "javascript:alert(1)",
            "javascript:x",
            "data:text/html,x",
            "file:///x",
        ] {
            assert!(!is_tool(address), "{address}");
        }
    }
}
