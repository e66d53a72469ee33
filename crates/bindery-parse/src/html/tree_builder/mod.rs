//! Tree construction (WHATWG HTML, section 13.2.6): one function for each insertion mode.
mod active_formatting;
mod adoption_agency;
mod after_body;
mod before_body;
mod foreign;
mod in_body;
mod in_body_end;
mod in_head;
mod in_table;
mod in_template;
mod insert;
mod open_elements;
mod quirks;
mod tag_sets;

use super::strings::Str;
use super::tag::Tag;
use super::token::Token;
use super::tokenizer::{Content, ParseError, Tokenizer};
use super::tree::{ElementData, Namespace, NodeId, Tree};
use active_formatting::Formatting;
use open_elements::OpenElements;

/// An insertion mode (section 13.2.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Initial,
    BeforeHtml,
    BeforeHead,
    InHead,
    InHeadNoscript,
    AfterHead,
    InBody,
    Text,
    InTable,
    InTableText,
    InCaption,
    InColumnGroup,
    InTableBody,
    InRow,
    InCell,
    InTemplate,
    AfterBody,
    InFrameset,
    AfterFrameset,
    AfterAfterBody,
    AfterAfterFrameset,
}

/// What is left of a token after a mode has dealt with it: nothing, or the token itself, for the
/// mode that is current now.
type Rest = Option<Token>;

/// The element that a fragment is parsed for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'c> {
    pub(super) name: &'c str,
    pub(super) namespace: Namespace,
}

/// How many elements may be open before those that may hold each other without end (`div`, `b`,
/// unknown ones, but not tables) stay closed, and what is in them comes to stand after them. The
/// standard has no bound, and searches the stack for most end tags. Browsers use the same number.
const MAX_OPEN: usize = 512;

/// Formatting elements that were closed too early are copied into every block that follows, so
/// that the tree can be as large as the input squared. It may have one copy for so many bytes,
const BYTES_PER_COPY: usize = 16;
/// and any input this many.
const LEAST_COPIES: usize = 4096;

/// What came of an input.
pub(super) struct Built<'a> {
    pub(super) tree: Tree<'a>,
    /// In the order of their places, if they were wanted.
    pub(super) errors: Vec<ParseError>,
    /// Whether no element of a fragment is open at the mark that was set.
    pub(super) is_closed_at_mark: bool,
}

/// A parser at work.
pub(super) struct TreeBuilder<'a> {
    pub(super) tokenizer: Tokenizer<'a>,
    pub(super) tree: Tree<'a>,
    errors: Option<Vec<ParseError>>,
    scripting: bool,
    mode: Mode,
    original_mode: Mode,
    template_modes: Vec<Mode>,
    open: OpenElements,
    formatting: Formatting,
    head: Option<NodeId>,
    form: Option<NodeId>,
    context: Option<(NodeId, Tag, Namespace)>,
    frameset_ok: bool,
    foster_parenting: bool,
    ignore_line_feed: bool,
    table_text: Vec<Str>,
    /// How many elements may still be copied: see [`TreeBuilder::may_copy`].
    copies_left: usize,
    /// A place in the input,
    mark: usize,
    /// and whether no element is open there, in a fragment.
    is_closed_at_mark: bool,
}

impl<'a> TreeBuilder<'a> {
    pub(super) fn new(tokenizer: Tokenizer<'a>, scripting: bool) -> TreeBuilder<'a> {
        let bytes = tokenizer.input_len();
        TreeBuilder {
            errors: tokenizer.collects_errors().then(Vec::new),
            tokenizer: tokenizer.keep_attributes(),
            tree: Tree::with_capacity(bytes),
            scripting,
            mode: Mode::Initial,
            original_mode: Mode::Initial,
            template_modes: Vec::new(),
            open: OpenElements::default(),
            formatting: Formatting::default(),
            head: None,
            form: None,
            context: None,
            frameset_ok: true,
            foster_parenting: false,
            ignore_line_feed: false,
            table_text: Vec::new(),
            copies_left: LEAST_COPIES + bytes / BYTES_PER_COPY,
            mark: usize::MAX,
            is_closed_at_mark: false,
        }
    }

    /// Sets the place at which to see whether elements are open.
    pub(super) fn set_mark(&mut self, mark: usize) {
        self.mark = mark;
    }

    /// Sets up the fragment case (section 13.4). `in_form` says whether the context stands in a
    /// form, which nobody here knows; a `form` context counts.
    pub(super) fn set_context(&mut self, context: Context<'_>) {
        let tag = Tag::from_name(context.name);
        let name = self.tokenizer.contents.strings.push(context.name);
        let id = self.tree.new_element(ElementData {
            namespace: context.namespace,
            name,
            ..ElementData::html(tag)
        });
        self.context = Some((id, tag, context.namespace));
        if context.namespace == Namespace::Html {
            self.tokenizer.content = match tag {
                Tag::TITLE | Tag::TEXTAREA => Content::Rcdata,
                Tag::STYLE | Tag::XMP | Tag::IFRAME | Tag::NOEMBED | Tag::NOFRAMES => {
                    Content::Rawtext
                }
                Tag::SCRIPT => Content::ScriptData,
                Tag::NOSCRIPT if self.scripting => Content::Rawtext,
                Tag::PLAINTEXT => Content::Plaintext,
                _ => Content::Data,
            };
            if tag == Tag::FORM {
                self.form = Some(id);
            }
        }
        let root = self.tree.new_element(ElementData::html(Tag::HTML));
        let document = self.tree.root();
        self.tree.append(document, root);
        self.open.push(root, Tag::HTML, Namespace::Html);
        if context.namespace == Namespace::Html && tag == Tag::TEMPLATE {
            self.template_modes.push(Mode::InTemplate);
        }
        self.reset_insertion_mode();
    }

    /// Reads the whole input.
    pub(super) fn run(mut self) -> Built<'a> {
        loop {
            let foreign = self
                .adjusted_current()
                .is_some_and(|(_, namespace)| namespace != Namespace::Html);
            self.tokenizer.cdata_allowed = foreign;
            let token = self.tokenizer.next_token();
            // Most tokens are for the body, and need not be asked what they are for.
            let rest = if self.mode == Mode::InBody && !foreign && !self.ignore_line_feed {
                self.in_body(token)
            } else {
                self.without_first_line_feed(token)
            };
            self.process(rest);
            if matches!(token, Token::End) {
                break;
            }
            if self.tokenizer.position() >= self.mark {
                self.mark = usize::MAX;
                self.is_closed_at_mark = self.open.len() == 1;
            }
        }
        let errors = self.take_errors();
        self.tree.contents = self.tokenizer.contents;
        Built {
            tree: self.tree,
            errors,
            is_closed_at_mark: self.is_closed_at_mark,
        }
    }

    /// All errors, in the order of their places.
    fn take_errors(&mut self) -> Vec<ParseError> {
        let mut errors = self.tokenizer.take_errors();
        errors.append(self.errors.as_mut().unwrap_or(&mut Vec::new()));
        errors.sort_by_key(|error| error.offset);
        errors
    }

    fn process(&mut self, mut rest: Rest) {
        while let Some(token) = rest {
            rest = if self.is_foreign(&token) {
                self.in_foreign_content(token)
            } else {
                self.dispatch(self.mode, token)
            };
        }
    }

    /// A line feed right after `<pre>`, `<listing>` or `<textarea>` is dropped.
    fn without_first_line_feed(&mut self, token: Token) -> Option<Token> {
        if !std::mem::take(&mut self.ignore_line_feed) {
            return Some(token);
        }
        match token {
            Token::Text(text) if self.text(text).starts_with('\n') => {
                let (_, rest) = self.tokenizer.contents.strings.split(text, 1);
                (!rest.is_empty()).then_some(Token::Text(rest))
            }
            token => Some(token),
        }
    }

    /// The characters of a string.
    fn text(&self, string: Str) -> &str {
        self.tokenizer.text(string)
    }

    /// The white space that the text begins with, and the rest.
    fn split_space(&self, text: Str) -> (Str, Str) {
        let bytes = self.text(text).bytes();
        let length = bytes.take_while(|&byte| is_space(byte)).count();
        self.tokenizer.contents.strings.split(text, length)
    }

    fn is_all_space(&self, text: Str) -> bool {
        self.text(text).bytes().all(is_space)
    }

    fn dispatch(&mut self, mode: Mode, token: Token) -> Rest {
        match mode {
            Mode::Initial => self.initial(token),
            Mode::BeforeHtml => self.before_html(token),
            Mode::BeforeHead => self.before_head(token),
            Mode::InHead => self.in_head(token),
            Mode::InHeadNoscript => self.in_head_noscript(token),
            Mode::AfterHead => self.after_head(token),
            Mode::InBody => self.in_body(token),
            Mode::Text => self.in_text(token),
            Mode::InTable => self.in_table(token),
            Mode::InTableText => self.in_table_text(token),
            Mode::InCaption => self.in_caption(token),
            Mode::InColumnGroup => self.in_column_group(token),
            Mode::InTableBody => self.in_table_body(token),
            Mode::InRow => self.in_row(token),
            Mode::InCell => self.in_cell(token),
            Mode::InTemplate => self.in_template(token),
            Mode::AfterBody => self.after_body(token),
            Mode::InFrameset => self.in_frameset(token),
            Mode::AfterFrameset => self.after_frameset(token),
            Mode::AfterAfterBody => self.after_after_body(token),
            Mode::AfterAfterFrameset => self.after_after_frameset(token),
        }
    }

    /// The adjusted current node (section 13.2.4.2): tag and namespace.
    fn adjusted_current(&self) -> Option<(Tag, Namespace)> {
        match (self.context, self.open.len()) {
            (Some((_, tag, namespace)), 1) => Some((tag, namespace)),
            _ => self.open.current().map(|open| (open.tag, open.namespace)),
        }
    }

    fn error(&mut self, code: &'static str) {
        let offset = self.tokenizer.position();
        if let Some(errors) = &mut self.errors {
            errors.push(ParseError { code, offset });
        }
    }

    /// "Reset the insertion mode appropriately" (section 13.2.4.1).
    fn reset_insertion_mode(&mut self) {
        self.mode = self.appropriate_mode();
    }

    fn appropriate_mode(&self) -> Mode {
        for index in (0..self.open.len()).rev() {
            let last = index == 0;
            let (tag, namespace) = match self.context {
                Some((_, tag, namespace)) if last => (tag, namespace),
                _ => (self.open.at(index).tag, self.open.at(index).namespace),
            };
            if namespace != Namespace::Html {
                if last {
                    return Mode::InBody;
                }
                continue;
            }
            match tag {
                Tag::TD | Tag::TH if !last => return Mode::InCell,
                Tag::TR => return Mode::InRow,
                Tag::TBODY | Tag::THEAD | Tag::TFOOT => return Mode::InTableBody,
                Tag::CAPTION => return Mode::InCaption,
                Tag::COLGROUP => return Mode::InColumnGroup,
                Tag::TABLE => return Mode::InTable,
                Tag::TEMPLATE => {
                    return self.template_modes.last().copied().unwrap_or(Mode::InBody);
                }
                Tag::HEAD if !last => return Mode::InHead,
                Tag::BODY => return Mode::InBody,
                Tag::FRAMESET => return Mode::InFrameset,
                Tag::HTML if self.head.is_none() => return Mode::BeforeHead,
                Tag::HTML => return Mode::AfterHead,
                _ if last => return Mode::InBody,
                _ => {}
            }
        }
        Mode::InBody
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}
