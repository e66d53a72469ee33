//! What stands behind the last paragraph of a text and belongs to the page: lists of other posts,
//! told by their form or by what stands above them.
use super::main_content::Page;
use super::words;
use crate::html::Node;

/// Characters that a line has at most which only names what follows.
const MAX_LABEL: usize = 40;

impl Page<'_> {
    /// Where the page goes on behind a text: the elements `within` it from there on are none of it.
    /// They follow the last line of prose, so that no text is lost.
    pub(super) fn tail(&self, within: &[usize]) -> Option<usize> {
        let last = within.iter().rposition(|&at| self.is_prose(at))?;
        let behind = &within[last + 1..];
        behind
            .iter()
            .copied()
            .find(|&at| self.names_others(at) || self.is_row_of_cards(at))
    }

    /// Whether it is a sentence of the text, or what else a text may end with.
    fn is_prose(&self, at: usize) -> bool {
        let count = self.counts[at];
        let own = count.text.saturating_sub(count.links);
        match self.name(at) {
            "li" | "dd" | "td" | "figcaption" => own >= 20 && count.marks > 0,
            "pre" | "blockquote" => own > 0,
            _ => self.is_paragraph(at) && own >= 20 && count.marks > 0 && !self.is_of_page(at),
        }
    }

    /// Whether it is a line such as `相关推荐` or `Related posts`.
    pub(super) fn names_others(&self, at: usize) -> bool {
        let count = self.counts[at];
        if count.text == 0 || count.text > MAX_LABEL {
            return false;
        }
        let text = self.text_of(at, 3 * MAX_LABEL).to_lowercase();
        words::OTHERS.iter().any(|label| {
            let rest = text.strip_prefix(label);
            rest.is_some_and(|rest| rest.chars().filter(|c| c.is_alphanumeric()).count() < 8)
        })
    }

    /// Whether it holds nothing but several links to other pages, each with a picture.
    fn is_row_of_cards(&self, at: usize) -> bool {
        let count = self.counts[at];
        let holds = matches!(self.name(at), "div" | "ul" | "section" | "table");
        if !holds || count.text < 20 || count.links * 100 < count.text * 90 {
            return false;
        }
        let tree = self.tree;
        let (mut cards, mut next) = (0, tree.first_child(self.nodes[at]));
        for _ in 0..500 {
            let Some(node) = next else {
                break;
            };
            if let Node::Element(element) = tree.node(node)
                && element.name() == "img"
                && self.is_card(node)
            {
                cards += 1;
            }
            next = tree.next_in_order(node, self.nodes[at]);
        }
        cards > 1
    }

    /// Whether a picture is in a link to a page, not to itself in full size.
    fn is_card(&self, picture: crate::html::NodeId) -> bool {
        let mut node = Some(picture);
        for _ in 0..4 {
            node = node.and_then(|node| self.tree.parent(node));
            let Some(element) = node.and_then(|node| self.tree.element(node)) else {
                return false;
            };
            if element.name() == "a" {
                let target = element.attribute("href").unwrap_or_default().to_lowercase();
                let path = target.split(['?', '#']).next().unwrap_or_default();
                let endings = [".jpg", ".jpeg", ".png", ".gif", ".webp"];
                return !endings.iter().any(|ending| path.ends_with(ending));
            }
        }
        false
    }
}
