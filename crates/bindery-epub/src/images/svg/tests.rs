use super::*;

fn cleaned(svg: &str) -> String {
    clean(svg.as_bytes()).unwrap().text
}

const HEAD: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"";

#[test]
fn what_only_draws_is_kept() {
    let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 4"><defs><linearGradient id="a"><stop offset="0" stop-color="red"/></linearGradient></defs><path fill="url(#a)" d="M0 0h8"/><text x="1">甲 &amp; b</text></svg>"##;
    assert_eq!(
        cleaned(svg),
        format!(
            r##"{HEAD} viewBox="0 0 8 4"><defs><linearGradient id="a"><stop offset="0" stop-color="red"></stop></linearGradient></defs><path fill="url(#a)" d="M0 0h8"></path><text x="1">甲 &amp; b</text></svg>"##
        )
    );
    assert_eq!(clean(svg.as_bytes()).unwrap().left_out, Vec::<&str>::new());
}

#[test]
fn what_acts_or_comes_from_elsewhere_is_left_out() {
    for (inside, left, what) in [
        ("<script>alert(1)</script>", "", "scripts"),
        ("<g onclick='x()'/>", "<g></g>", "event handlers"),
        ("<g ONLOAD='x()'/>", "<g></g>", "event handlers"),
        (
            "<foreignObject><p>x</p></foreignObject>",
            "",
            "HTML in it (foreignObject)",
        ),
        (
            "<image href='http://a.example/b.png'/>",
            "",
            "references to other files",
        ),
        (
            "<image href='data:image/svg+xml,x'/>",
            "",
            "references to other files",
        ),
        (
            "<use xlink:href='b.svg#c'/>",
            "",
            "references to other files",
        ),
        (
            "<rect width='1' height='1' fill='url(http://a.example/#b)'/>",
            "<rect width=\"1\" height=\"1\"></rect>",
            "references to other files",
        ),
        (
            "<g style='fill:red;background:url(//a.example)'/>",
            "<g style=\"fill:red\"></g>",
            css::LOST,
        ),
        (
            "<style>@import 'a.css'; p{fill:red}</style>",
            "<style>p{fill:red;}</style>",
            css::LOST,
        ),
        ("<style>p{fill:\\75 rl(x)}</style>", "", css::LOST),
        (
            "<style>@font-face{src:url(a)} p{x:y}</style>",
            "<style>p{x:y;}</style>",
            css::LOST,
        ),
        (
            "<set attributeName='href' to='javascript:x()'/>",
            "",
            "animations",
        ),
    ] {
        let svg = format!(
            "<svg xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\" width=\"1\" height=\"1\" viewBox=\"0 0 1 1\">{inside}</svg>"
        );
        let drawing = clean(svg.as_bytes()).unwrap();
        let body = drawing.text.split_once('>').unwrap().1;
        assert_eq!(body, format!("{left}</svg>"), "{inside}");
        assert_eq!(drawing.left_out, [what], "{inside}");
    }
}

#[test]
fn links_become_groups_and_editors_data_goes_without_a_word() {
    let svg = format!(
        "<svg xmlns=\"{SVG}\" xmlns:i=\"http://editor\" i:version=\"1\" viewBox=\"0 0 1 1\"><i:view/>\
         <metadata><x/></metadata><a href=\"http://b\" target=\"_top\"><path/></a></svg>"
    );
    let drawing = clean(svg.as_bytes()).unwrap();
    assert!(
        drawing.text.ends_with("><g><path d=\"\"></path></g></svg>"),
        "{}",
        drawing.text
    );
    assert!(drawing.left_out.is_empty());
}

#[test]
fn references_of_what_refers_to_nothing_are_dropped_alone() {
    let svg = "<svg viewBox='0 0 1 1' href='http://b'><text href='http://b'>a</text></svg>";
    let drawing = clean(svg.as_bytes()).unwrap();
    assert!(
        drawing.text.ends_with("\"><text>a</text></svg>"),
        "{}",
        drawing.text
    );
}

#[test]
fn gradients_of_gradients_that_are_not_there_stand_alone() {
    let svg = "<svg viewBox='0 0 1 1'><linearGradient href='#b'/><linearGradient href='#c'/>\
               <radialGradient id='b'/><image href='#b'/></svg>";
    let drawing = clean(svg.as_bytes()).unwrap();
    assert!(
        drawing.text.ends_with(
            "\"><linearGradient href=\"#b\"></linearGradient><linearGradient></linearGradient>\
             <radialGradient id=\"b\"></radialGradient></svg>"
        ),
        "{}",
        drawing.text
    );
}

#[test]
fn entities_of_old_editors_are_resolved_and_bombs_refused() {
    let svg = "<?xml version=\"1.0\"?><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"x\" [\n\
        <!ENTITY ns \"http://www.w3.org/2000/svg\">\n<!ENTITY t 'a b'>]>\
        <svg xmlns=\"&ns;\" width=\"3\" height=\"2\"><text>&t;</text></svg>";
    let drawing = clean(svg.as_bytes()).unwrap();
    assert!(
        drawing
            .text
            .ends_with("viewBox=\"0 0 3 2\" width=\"3\" height=\"2\"><text>a b</text></svg>"),
        "{}",
        drawing.text
    );
    let bomb = "<!DOCTYPE svg [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;\">]><svg>&b;</svg>";
    assert!(clean(bomb.as_bytes()).is_err());
    let long = format!(
        "<!DOCTYPE svg [<!ENTITY a \"{}\">]><svg>{}</svg>",
        "a".repeat(100_000),
        "&a;".repeat(100_000)
    );
    assert!(clean(long.as_bytes()).is_err());
}

#[test]
fn what_is_not_a_drawing_is_refused() {
    for text in [
        "<svg><g></svg>",
        "<svg><g>",
        "<html><svg/></html>",
        "<svg a=1/>",
        "<svg>&unknown;</svg>",
        "",
    ] {
        assert!(clean(text.as_bytes()).is_err(), "{text}");
    }
    assert!(clean(&"<g>".repeat(100_000).into_bytes()).is_err());
    let deep = format!("<svg>{}", "<g>".repeat(100_000));
    assert!(clean(deep.as_bytes()).is_err());
}

#[test]
fn sizes_come_from_lengths_or_the_view_box() {
    for (attributes, size) in [
        ("width='30' height='20px'", Some((30, 20))),
        ("width='1in' height='72pt'", Some((96, 96))),
        ("viewBox='0 0 30.2 20'", Some((30, 20))),
        (
            "width='100%' height='100%' viewBox='0,0,30,20'",
            Some((30, 20)),
        ),
        ("width='60' viewBox='0 0 30 20'", Some((60, 40))),
        ("width='60'", None),
        ("width='-1' height='NaN'", None),
        ("", None),
    ] {
        let svg = format!("<svg {attributes}/>");
        assert_eq!(clean(svg.as_bytes()).unwrap().size, size, "{attributes}");
    }
}

#[test]
fn identifiers_become_names_of_xml_once_each_and_references_follow() {
    let svg = "<svg viewBox='0 0 1 1'><g id='1 a'/><g id='1 a'/><use href='#1 a'/><g style='fill:url(\"#1 a\")'/></svg>";
    let text = cleaned(svg);
    assert!(text.ends_with(
        "<g id=\"_1_a\"></g><g></g><use href=\"#_1_a\"></use><g style=\"fill:url(#_1_a)\"></g></svg>"
    ), "{text}");
}

#[test]
fn what_is_not_shown_where_it_stands_is_left_out() {
    for (inside, left) in [
        ("a<g>b<text>c</text></g>", "<g><text>c</text></g>"),
        (
            "<text>a<a href='#b'>c</a><rect/><tspan>d</tspan></text>",
            "<text>a<tspan>c</tspan><tspan>d</tspan></text>",
        ),
        (
            "<path d='M0 0'>a<title>b</title><path/></path>",
            "<path d=\"M0 0\"><title>b</title></path>",
        ),
        ("<tspan>a</tspan><g version='9'/>", "<g></g>"),
        (
            "<image height='4' href='data:image/gif;base64,R0lGODlhAQACAAAAACw='/>",
            "<image width=\"1\" height=\"4\" href=\"data:image/gif;base64,R0lGODlhAQACAAAAACw=\"></image>",
        ),
        (
            "<image href='data:image/png,x'/>",
            "<image width=\"100%\" height=\"100%\" href=\"data:image/png,x\"></image>",
        ),
    ] {
        let svg = format!("<svg xmlns='http://www.w3.org/2000/svg'>{inside}</svg>");
        assert_eq!(cleaned(&svg), format!("{HEAD}>{left}</svg>"), "{inside}");
    }
}

#[test]
fn references_that_lead_to_nothing_of_their_kind_are_what_they_draw() {
    let text = cleaned(
        "<svg viewBox='0 0 1 1'><use href='#a' id='u'/><use href='#c'/><g fill='url(#none) red' stroke='url(#c)' \
         clip-path='url(#a)'/><g fill=\"url('#a')\" clip-path='url(#c)'/><linearGradient id='a'/><clipPath id='c'/></svg>",
    );
    let expected = "><g id=\"u\"></g><g></g><g fill=\"red\" stroke=\"none\"></g><g fill=\"url(#a)\" clip-path=\"url(#c)\">\
        </g><linearGradient id=\"a\"></linearGradient><clipPath id=\"c\"></clipPath></svg>";
    assert!(text.ends_with(expected), "{text}");
}

#[test]
fn attributes_that_checkers_do_not_know_are_declarations_or_go() {
    for (inside, left) in [
        // Properties of SVG 2, of other elements, and with values that are new.
        (
            "<path d='M0 0' vector-effect='non-scaling-stroke' style='fill:red'/>",
            "<path d=\"M0 0\" style=\"vector-effect:non-scaling-stroke;fill:red\"></path>",
        ),
        (
            "<g transform-origin='1 50%' font-weight='550'/>",
            "<g style=\"transform-origin:1px 50%;font-weight:550;\"></g>",
        ),
        (
            "<circle r='1' font-size='12' overflow='visible'/>",
            "<circle r=\"1\" style=\"font-size:12px;overflow:visible;\"></circle>",
        ),
        (
            "<g text-anchor='middle'/>",
            "<g text-anchor=\"middle\"></g>",
        ),
        ("<g text-anchor='a;b'/>", "<g></g>"),
        // What draws nothing there, or has no such value.
        (
            "<rect width='1' aria-label='x' role='img' data-a='1' tabindex='0' onfoo='y'/>",
            "<rect width=\"1\" height=\"0\"></rect>",
        ),
        (
            "<linearGradient spreadMethod='x' gradientUnits='userSpaceOnUse' foo='1'/>",
            "<linearGradient gradientUnits=\"userSpaceOnUse\"></linearGradient>",
        ),
        (
            "<symbol preserveAspectRatio='xMidYMid meet'/><symbol preserveAspectRatio='xMid'/>",
            "<symbol preserveAspectRatio=\"xMidYMid meet\"></symbol><symbol></symbol>",
        ),
        ("<g xml:lang='none-such_x' xml:space='odd'/>", "<g></g>"),
        // Elements where they are not drawn.
        (
            "<clipPath><g><path/></g><path d=''/></clipPath><stop/><feFlood/>",
            "<clipPath><path d=\"\"></path></clipPath>",
        ),
        (
            "<filter><feSpecularLighting><rect/></feSpecularLighting></filter>",
            "<filter><feSpecularLighting><feDistantLight></feDistantLight></feSpecularLighting></filter>",
        ),
    ] {
        let svg = format!("<svg xmlns='http://www.w3.org/2000/svg'>{inside}</svg>");
        assert_eq!(cleaned(&svg), format!("{HEAD}>{left}</svg>"), "{inside}");
    }
}

#[test]
fn drawings_of_windows_are_read() {
    let text = "<svg viewBox='0 0 1 1'><text>甲</text></svg>";
    let units =
        |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let little = [vec![0xff, 0xfe], units(u16::to_le_bytes)].concat();
    let big = [vec![0xfe, 0xff], units(u16::to_be_bytes)].concat();
    for bytes in [little, big] {
        let drawing = clean(&bytes).unwrap();
        assert!(drawing.text.contains("<text>甲</text>"), "{}", drawing.text);
    }
    assert!(clean(&[0xff, 0xfe, 0x00, 0xd8]).is_err());
}
