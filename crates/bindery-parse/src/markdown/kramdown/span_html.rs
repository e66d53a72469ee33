//! HTML and addresses between angle brackets, within the text of a block.
use super::html_block::{character_data, comment, element_of};
use super::span::{MAX_SPAN_DEPTH, Open, Spans, Stop};
use super::tree::{Attributes, ContentModel};
use super::{elements, scan};

impl Spans<'_, '_, '_> {
    pub(super) fn parse_autolink(&mut self) -> bool {
        let rest = self.rest();
        let inner = &rest[1..];
        let schemes = ["mailto:", "http:", "https:", "ftp:", "ftps:"];
        let scheme = schemes.iter().find(|scheme| inner.starts_with(**scheme));
        let end = match scheme {
            // Whatever character comes first belongs to it.
            Some(scheme) => inner.as_bytes().get(scheme.len() + 1..).and_then(|after| {
                let end = memchr::memchr2(b'>', b'\n', after)?;
                Some(scheme.len() + 1 + end)
            }),
            None => inner.find(|c: char| !(scan::is_alphanumeric(c) || "-_.@".contains(c))),
        };
        let Some((address, after)) = end.and_then(|end| {
            let after = inner[end..].strip_prefix('>')?;
            Some((&inner[..end], after))
        }) else {
            return false;
        };
        let has_scheme = scheme.is_some();
        if !has_scheme && !is_mail_address(address) || address.contains('\n') {
            return false;
        }
        let mut attributes = Attributes::default();
        let href = match has_scheme {
            true => address.to_owned(),
            false => format!("mailto:{address}"),
        };
        attributes.set("href", href);
        let text = address.strip_prefix("mailto:").unwrap_or(address);
        if self.writer.without_links {
            self.push_text(text);
            self.flush();
            self.wrote_other();
        } else {
            let written = self.open_tag("a", attributes, ">");
            self.writer.text.push_str(text);
            self.flush();
            self.writer.close("a");
            self.close_element(written);
        }
        self.go_on_at(after);
        true
    }

    pub(super) fn parse_html(&mut self) -> bool {
        let rest = self.rest();
        let searches = rest.starts_with("<!") && self.fuel > 0;
        if let Some(length) = searches.then(|| comment(rest)).flatten() {
            self.flush();
            self.writer.out.push_str(&rest[..length]);
            self.wrote_other();
            self.position += length;
            return true;
        }
        if let Some((data, after)) = searches.then(|| character_data(rest)).flatten() {
            self.push_text(data);
            self.go_on_at(after);
            return true;
        }
        if searches {
            self.fuel = self.fuel.saturating_sub(rest.len());
        }
        if let Some((_, after)) = scan::end_tag(rest) {
            // An end tag without its start tag is text.
            self.push_text(&rest[..rest.len() - after.len()]);
            self.go_on_at(after);
            return true;
        }
        let Some(tag) = scan::start_tag(rest) else {
            return false;
        };
        self.go_on_at(tag.rest);
        let element = element_of(&tag);
        if elements::is_block(&element.value) || self.open.len() > MAX_SPAN_DEPTH {
            self.push_text(&rest[..rest.len() - tag.rest.len()]);
        } else {
            self.write_html_element(&element.value, element.attributes, tag.closed);
        }
        true
    }

    /// The element whose start tag was passed, with its content.
    fn write_html_element(&mut self, name: &str, mut attributes: Attributes, closed: bool) {
        let reads = self.reads_within(name, &mut attributes);
        for (_, value) in &mut attributes.0 {
            if value.contains('\n') {
                *value = joined_lines(value);
            }
        }
        if elements::has_no_body(name) {
            let written = self.open_tag(name, attributes, " />");
            return self.close_element(written);
        }
        let written = self.open_tag(name, attributes, ">");
        if !closed {
            let any_case = elements::is_known(name);
            let stop = Stop::EndTag { name, any_case };
            let (found, _) = self.parse_within(Open::Html { raw: !reads }, stop, !reads);
            if found && let Some((_, after)) = scan::end_tag(self.rest()) {
                self.go_on_at(after);
            }
        }
        self.writer.close(name);
        self.close_element(written);
    }

    /// Whether Markdown is read in an element.
    fn reads_within(&self, name: &str, attributes: &mut Attributes) -> bool {
        let is_raw_kind = elements::content_model(name) == ContentModel::Raw;
        let in_raw = matches!(self.open.last(), Some(Open::Html { raw: true }));
        match attributes.remove("markdown").as_deref() {
            Some("0") => false,
            Some("1") => !is_raw_kind,
            Some("span") => true,
            _ => !is_raw_kind && !in_raw && self.writer.parser.options.parse_span_html,
        }
    }
}

fn joined_lines(value: &str) -> String {
    let lines: Vec<&str> = value.split('\n').collect();
    let mut joined = String::with_capacity(value.len());
    for (index, line) in lines.iter().enumerate() {
        if index > 0 && (!line.is_empty() || index + 1 == lines.len()) {
            joined.push(' ');
        }
        joined.push_str(line);
    }
    joined
}

/// `name@host`; what may stand in each part was looked at.
fn is_mail_address(address: &str) -> bool {
    address
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'))
}
