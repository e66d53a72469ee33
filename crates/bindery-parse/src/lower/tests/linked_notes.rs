//! Notes that are told by two links that lead to each other.
use bindery_model::Post;

use super::{check, lowered, notation};
use crate::document::Part;
use crate::html;
use crate::lower::lower_and_find;
use crate::resolve::ResolveAlone;

/// What programs write, with what it becomes.
const PROGRAMS: &[(&str, &str, &str)] = &[
    (
        "Word",
        "<p class=MsoNormal>One<a style='mso-footnote-id:ftn1' href=\"#_ftn1\" name=\"_ftnref1\" title=\"\"><span class=MsoFootnoteReference>[1]</span></a> two<a href=\"#_edn1\" name=\"_ednref1\"><span class=MsoEndnoteReference>[i]</span></a>.</p>
<div style='mso-element:footnote-list'><br clear=all><hr align=left size=1 width=\"33%\">
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href=\"#_ftnref1\" name=\"_ftn1\" title=\"\"><span class=MsoFootnoteReference>[1]</span></a> Of <b>one</b>.</p><p class=MsoFootnoteText>More.</p></div></div>
<div style='mso-element:endnote-list'><br clear=all><hr>
<div style='mso-element:endnote' id=edn1><p class=MsoEndnoteText><a href=\"#_ednref1\" name=\"_edn1\">[i]</a> Of two.</p></div></div>",
        "p.MsoNormal[Onenote(0) twonote(1).]\nnote 1[p.MsoFootnoteText[Of b[one].] p.MsoFootnoteText[More.]]\nnote i[p.MsoEndnoteText[Of two.]]",
    ),
    (
        "Google Docs",
        "<p class=c1><span>One</span><sup><a href=\"#ftnt1\" id=\"ftnt_ref1\">[1]</a></sup><span> two</span><sup><a href=\"#ftnt2\" id=\"ftnt_ref2\">[2]</a></sup></p><hr class=c4><div><p class=c2><a href=\"#ftnt_ref1\" id=\"ftnt1\">[1]</a><span class=c3>&nbsp;Of one.</span></p><p>More.</p></div><div><p class=c2><a href=\"#ftnt_ref2\" id=\"ftnt2\">[2]</a><span>&nbsp;Of two.</span></p></div>",
        "p.c1[Onenote(0) twonote(1)]\nnote 1[p.c2[span.c3[Of one.]] p[More.]]\nnote 2[p.c2[Of two.]]",
    ),
    (
        "LibreOffice",
        "<p>One<a class=sdfootnoteanc name=sdfootnote1anc href=\"#sdfootnote1sym\"><sup>1</sup></a> two.</p><div id=sdfootnote1><p class=sdfootnote><a class=sdfootnotesym name=sdfootnote1sym href=\"#sdfootnote1anc\">1</a>Of one.</p></div>",
        "p[Onenote(0) two.]\nnote 1[p.sdfootnote[Of one.]]",
    ),
    (
        "MediaWiki",
        "<p>One<sup id=cite_ref-1 class=reference><a href=\"#cite_note-1\"><span class=cite-bracket>[</span>1<span class=cite-bracket>]</span></a></sup> two<sup id=cite_ref-b_2-0 class=reference><a href=\"#cite_note-b-2\">[2]</a></sup> three<sup id=cite_ref-b_2-1 class=reference><a href=\"#cite_note-b-2\">[2]</a></sup> four<sup id=cite_ref-3 class=reference><a href=\"#cite_note-3\">[note 1]</a></sup></p>
<h2>References</h2>
<div class=reflist><ol class=references>
<li id=cite_note-1><span class=mw-cite-backlink><b><a href=\"#cite_ref-1\">^</a></b></span> <span class=reference-text>Of one.</span></li>
<li id=cite_note-b-2><span class=mw-cite-backlink>^ <a href=\"#cite_ref-b_2-0\"><span class=cite-accessibility-label>Jump up to: </span><sup><i><b>a</b></i></sup></a> <a href=\"#cite_ref-b_2-1\"><sup><i><b>b</b></i></sup></a></span> <span class=reference-text>Of two, p. 1.</span></li>
<li id=cite_note-3><span class=mw-cite-backlink><a href=\"#cite_ref-3\">↑</a></span> <span class=reference-text>Of four.</span></li>
</ol></div>",
        "p[Onenote(0) twonote(1) threenote(1) fournote(2)]\nh2[References]\nnote 1[plain[span.reference-text[Of one.]]]\nnote 2[plain[span.reference-text[Of two, p. 1.]]]\nnote cite_note-3[plain[span.reference-text[Of four.]]]",
    ),
    (
        "Sphinx",
        "<p>One <a class='footnote-reference brackets' href='#f1' id='id1' role='doc-noteref'><span class='fn-bracket'>[</span>1<span class='fn-bracket'>]</span></a> two <a class='footnote-reference brackets' href='#f2' id='id2'>2</a> three <a class='footnote-reference brackets' href='#f2' id='id3'>2</a>.</p>
<aside class='footnote-list brackets'>
<aside class='footnote brackets' id='f1' role='doc-footnote'><span class='label'><span class='fn-bracket'>[</span><a role='doc-backlink' href='#id1'>1</a><span class='fn-bracket'>]</span></span>
<p>Of one.</p>
</aside>
<aside class='footnote brackets' id='f2' role='doc-footnote'><span class='label'><span class='fn-bracket'>[</span>2<span class='fn-bracket'>]</span></span>
<span class='backrefs'>(<a role='doc-backlink' href='#id2'>1</a>,<a role='doc-backlink' href='#id3'>2</a>)</span>
<p>Of two.</p><p>More.</p>
</aside>
</aside>",
        "p[One note(0) two note(1) three note(1).]\nnote 1[p[Of one.]]\nnote 2[p[Of two.] p[More.]]",
    ),
    (
        "docutils, with lists",
        "<p>One <a class='footnote-reference brackets' href='#id5' id='id1'>1</a> two <a class='footnote-reference brackets' href='#id6' id='id2'>2</a>.</p><dl class='footnote brackets'><dt class='label' id='id5'><span class='brackets'><a class='fn-backref' href='#id1'>1</a></span></dt><dd><p>Of one.</p></dd><dt class='label' id='id6'><span class='brackets'><a class='fn-backref' href='#id2'>2</a></span></dt><dd><p>Of two.</p><p>More.</p></dd></dl>",
        "p[One note(0) two note(1).]\nnote 1[p[Of one.]]\nnote 2[p[Of two.] p[More.]]",
    ),
    (
        "docutils, with tables",
        "<p>One <a class='footnote-reference' href='#id5' id='id1'>[1]</a> two <a class='footnote-reference' href='#id6' id='id2'>[2]</a>.</p><table class='docutils footnote' id='id5'><colgroup><col class=label><col></colgroup><tbody><tr><td class=label><a class='fn-backref' href='#id1'>[1]</a></td><td>Of one.</td></tr></tbody></table><table class='docutils footnote' id='id6'><tbody><tr><td class=label><a class='fn-backref' href='#id2'>[2]</a></td><td><p>Of two.</p><p>More.</p></td></tr></tbody></table>",
        "p[One note(0) two note(1).]\nnote 1[p[Of one.]]\nnote 2[p[Of two.] p[More.]]",
    ),
    (
        "Substack",
        "<p>One<a class='footnote-anchor' data-component-name='FootnoteAnchorToDOM' id='footnote-anchor-1-9' href='#footnote-1-9' target='_self'>1</a> two.</p><div class='footnote' data-component-name='FootnoteToDOM'><a id='footnote-1-9' href='#footnote-anchor-1-9' class='footnote-number' contenteditable='false' target='_self'>1</a><div class='footnote-content'><p>Of one.</p><p>More.</p></div></div>",
        "p[Onenote(0) two.]\nnote 1[p[Of one.] p[More.]]",
    ),
    (
        "Asciidoctor",
        "<div class=paragraph><p>One.<sup class=footnote>[<a id='_footnoteref_1' class=footnote href='#_footnotedef_1' title='View footnote.'>1</a>]</sup> two</p></div><div id=footnotes><hr><div class=footnote id='_footnotedef_1'><a href='#_footnoteref_1'>1</a>. Of one.</div></div>",
        "div.paragraph[p[One.note(0) two]]\nnote 1[plain[Of one.]]",
    ),
    (
        "Org",
        "<p>One<sup><a id='fnr.1' class=footref href='#fn.1' role=doc-backlink>1</a></sup>, two<sup><a id='fnr.1.100' class=footref href='#fn.1' role=doc-backlink>1</a></sup>.</p><div id=footnotes><h2 class=footnotes>Footnotes: </h2><div id=text-footnotes><div class=footdef><sup><a id='fn.1' class=footnum href='#fnr.1' role=doc-backlink>1</a></sup> <div class=footpara role=doc-footnote><p class=footpara>Of one.</p><p class=footpara>More.</p></div></div></div></div>",
        "p[Onenote(0), twonote(0).]\ndiv#footnotes[h2.footnotes[Footnotes:]]\nnote 1[p.footpara[Of one.] p.footpara[More.]]",
    ),
    (
        "Texinfo",
        "<p>One<a class=footnote id=DOCF1 href='#FOOT1'><sup>1</sup></a> two<a class=footnote id=DOCF2 href='#FOOT2'><sup>2</sup></a>.</p><div class=footnotes-segment><hr><h4 class=footnotes-heading>Footnotes</h4><h5 class=footnote-body-heading><a id=FOOT1 href='#DOCF1'>(1)</a></h5><p>Of one.</p><p>More.</p><h5 class=footnote-body-heading><a id=FOOT2 href='#DOCF2'>(2)</a></h5><p>Of two.</p><p>End.</p></div>",
        "p[Onenote(0) twonote(1).]\ndiv.footnotes-segment[hr h4.footnotes-heading[Footnotes]]\nnote 1[p[Of one.] p[More.]]\nnote 2[p[Of two.] p[End.]]",
    ),
    (
        "old Texinfo",
        "<p>One<a rel=footnote href='#fn-1' name=fnd-1><sup>1</sup></a>.</p><div class=footnote><hr><a name=notes-in-document></a><h4>Footnotes</h4><p class=footnote><small>[<a name=fn-1 href='#fnd-1'>1</a>]</small> Of one.</p><p>More.</p><hr></div>",
        "p[Onenote(0).]\ndiv.footnote[hr plain[span#notes-in-document[]] h4[Footnotes]]\nnote 1[p.footnote[Of one.] p[More.]]",
    ),
    (
        "Project Gutenberg",
        "<p>One.<a name=FNanchor_1_1 id=FNanchor_1_1></a><a href='#Footnote_1_1' class=fnanchor>[1]</a> Two.</p><div class=footnote><p><a name=Footnote_1_1 id=Footnote_1_1></a><a href='#FNanchor_1_1'><span class=label>[1]</span></a> Of one.</p><p>More.</p></div>",
        "p[One.note(0) Two.]\nnote 1[p[Of one.] p[More.]]",
    ),
    (
        "FD Footnotes",
        "<p>One<sup class=footnote><a href='#fn-7-1' id='fnref-7-1' onclick='x()'>1</a></sup>.</p><div class=footnotes id=footnotes-7><div class=footnotedivider></div><ol><li id='fn-7-1'> Of one. <span class=footnotereverse><a href='#fnref-7-1'>&#8617;</a></span></li></ol></div>",
        "p[Onenote(0).]\nnote 7-1[plain[Of one.]]",
    ),
    (
        "WP-Footnotes",
        "<p>One<sup><a href='#footnote_0_7' id='identifier_0_7' class='footnote-link footnote-identifier-link' title='Of one.'>1</a></sup>.</p><ol class=footnotes><li id='footnote_0_7' class=footnote>Of one.<span class=footnote-back-link-wrapper> [<a href='#identifier_0_7' class='footnote-link footnote-back-link'>back</a>]</span></li></ol>",
        "p[Onenote(0).]\nnote footnote_0_7[plain[Of one.]]",
    ),
    (
        "Easy Footnotes",
        "<p>One<span id='easy-footnote-1-7' class='easy-footnote-margin-adjust'></span><span class='easy-footnote'><a href='#easy-footnote-bottom-1-7' title='Of one.'><sup>1</sup></a></span>.</p><div class='easy-footnote-title'><h4>Notes</h4></div><ol class='easy-footnotes-wrapper'><li class='easy-footnote-single'><span id='easy-footnote-bottom-1-7' class='easy-footnote-margin-adjust'></span>Of one.<a class='easy-footnote-to-top' href='#easy-footnote-1-7'></a></li></ol>",
        "p[Onenote(0).]\ndiv.easy-footnote-title[h4[Notes]]\nnote 1[plain[Of one.]]",
    ),
    (
        "MCI Footnotes",
        "<p>One<span class=footnote_referrer><a href='#footnote_plugin_reference_7_1_1'><sup id='footnote_plugin_tooltip_7_1_1' class=footnote_plugin_tooltip_text>[1]</sup></a></span> two.</p><div class=footnotes_reference_container><div><p>References</p></div><table><tbody><tr class=footnotes_plugin_reference_row><th scope=row class=footnote_plugin_index_combi><a id='footnote_plugin_reference_7_1_1' class=footnote_backlink href='#footnote_plugin_tooltip_7_1_1'><span class=footnote_index_arrow>&#8593;</span>1</a></th><td class=footnote_plugin_text>Of one.</td></tr></tbody></table></div>",
        "p[Onenote(0) two.]\ndiv.footnotes_reference_container[p[References]]\nnote 1[p[Of one.]]",
    ),
    (
        "DocBook",
        "<p>One<a href='#ftn.idp1' class=footnote name=idp1><sup class=footnote>[1]</sup></a>.</p><div class=footnotes><br><hr><div id='ftn.idp1' class=footnote><p><a href='#idp1' class=para><sup class=para>[1] </sup></a>Of one.</p></div></div>",
        "p[Onenote(0).]\nnote 1[p[Of one.]]",
    ),
    (
        "LaTeX2HTML",
        "<p>One<A NAME=tex2html1 HREF='#foot10'><SUP>1</SUP></A>.</p><HR><H4>Footnotes</H4><DL><DT><A NAME=foot10>Of one</A> and <i>more</i><A HREF='#tex2html1'><SUP>1</SUP></A></DT><DD></DD></DL>",
        "p[Onenote(0).]\nhr\nh4[Footnotes]\nnote 1[plain[span#foot10[Of one] and i[more]]]",
    ),
    (
        "TeX4ht",
        "<p>One<span class=footnote-mark><a href='#fn1x0' id=fn1x0-bk><sup>1</sup></a></span><a id=x1-2f1></a> two</p><div class=footnotes><a id=x1-3x1></a><p class=indent><span class=footnote-mark><a href='#fn1x0-bk' id=fn1x0><sup>1</sup></a></span><span class=cmr-8>Of one.</span></p></div>",
        "p[Onenote(0)span#x1-2f1[] two]\nnote 1[plain[span#x1-3x1[]] p.indent[span.cmr-8[Of one.]]]",
    ),
    (
        "mdBook",
        "<p>One<sup class=footnote-reference id=fr-a-1><a href='#footnote-a'>1</a></sup></p><hr><ol class=footnote-definition><li id=footnote-a><p>Of one. <a href='#fr-a-1'>↩</a></p></li></ol>",
        "p[Onenote(0)]\nnote 1[p[Of one.]]",
    ),
    (
        "lines of one division",
        "<div>One [<a href='#n1' name=r1>1</a>] two [<a href='#n2' name=r2>2</a>].<br><br>[<a name=n1 href='#r1'>1</a>] Of <i>one</i>.<br>[<a name=n2 href='#r2'>2</a>] Of two.</div>",
        "div[plain[One note(0) two note(1).]]\nnote 1[plain[Of i[one].]]\nnote 2[plain[Of two.]]",
    ),
    (
        "paragraphs in Chinese",
        "<p>一句。<a href='#_注1' id='_ref1'>〔一〕</a>二句<sup><a href='#_注2' id='_ref2'>②</a></sup>。</p><p><strong>注释：</strong></p><p><a href='#_ref1' id='_注1'>〔一〕</a>其一。</p><p><a href='#_ref2' id='_注2'>②</a>　其二。</p>",
        "p[一句。note(0)二句note(1)。]\np[strong[注释：]]\nnote _注1[p[其一。]]\nnote _注2[p[其二。]]",
    ),
];

#[test]
fn links_of_programs_are_notes() {
    for (program, source, expected) in PROGRAMS {
        let (post, codes) = lowered(source);
        assert_eq!(notation::of_post(&post), *expected, "{program}");
        assert!(codes.is_empty(), "{program}: {codes:?}");
    }
}

#[test]
fn links_of_other_kinds_stay() {
    for source in [
        // Contents with ways back, pages to turn, glossaries, literature, numbers of verses, figures.
        "<ul><li><a id=t1 href='#s1'>1</a> One<li><a id=t2 href='#s2'>2</a> Two</ul><h2 id=s1><a href='#t1'>1</a> One</h2><p>a</p><h2 id=s2><a href='#t2'>2</a> Two</h2><p>b</p>",
        "<p><a id=top></a>To <a href='#A' id=ta>A</a> | <a href='#B' id=tb>B</a></p><h3 id=A><a href='#ta'>A</a></h3><p>Apple</p><h3 id=B><a href='#tb'>B</a></h3><p>Bee</p>",
        "<p>Index: [<a href='#A' id=ta>A</a>] [<a href='#B' id=tb>B</a>]</p><p id=A><a href='#ta'>A</a> Apple</p><p id=B><a href='#tb'>B</a> Bee</p>",
        "<p id=s1>One <a id=n1 href='#s2'>next</a></p><p id=s2>Two <a href='#s1'>previous</a> <a href='#n1'>back</a></p>",
        "<p>A <a id=r1 href='#g1'>term</a>.</p><dl><dt id=g1>term</dt><dd>What it is. <a href='#r1'>back</a></dd></dl>",
        "<p>As in <a href='#b1' id=r1>[Smith99]</a>.</p><p id=b1><a href='#r1'>[Smith99]</a> Smith, 1999.</p>",
        "<p>As in <a href='#b1'>[1]</a>.</p><p id=b1>[1] Smith, 1999.</p>",
        "<p>One<sup><a id=r1 href='#n1'>1</a></sup></p>",
        "<p>One<sup><a id=r1 href='#n1'>1</a></sup></p><p id=n1>See <a href='#r1'>what was said of it above</a>.</p>",
        "<p>See section <a id=r1 href='#s1'>1</a>.</p><p id=s1><a href='#r1'>1</a> Section</p>",
        "<p><sup><a id=v1 href='#c1'>16</a></sup>In the beginning</p><p id=c1><a href='#v1'>16</a> Comment</p>",
        "<pre>One<sup><a id=r1 href='#n1'>1</a></sup>\n<a id=n1 href='#r1'>1</a> Note</pre>",
        "<p>See fig. (<a id=r1 href='#f1'>1</a>).<figure id=f1><img src=/a.png alt=A><figcaption><a href='#r1'>1</a></figcaption></figure>",
        "<p>One<sup><a id=r1 href='other.html#n1'>1</a></sup></p><p id=n1><a href='next.html#r1'>1</a> Of another.</p>",
        "<p>One<sup><a id=r1 href='#n1'>1</a></sup></p><div hidden><p id=n1><a href='#r1'>1</a> Of one.</p></div>",
    ] {
        let (post, _) = lowered(source);
        assert!(post.footnotes.is_empty(), "{source}");
        let links = notation::of_post(&post).matches("a#").count();
        assert!(links > 0 || !source.contains("id=r1"), "{source}");
    }
}

#[test]
fn notes_of_all_kinds() {
    check(&[
        // A note in a note, both ways.
        (
            "<p>One<sup><a id=r1 href='#n1'>1</a></sup></p><p id=n1><a href='#r1'>1</a> Of one<sup><a id=r2 href='#n2'>2</a></sup>.</p><p id=n2><a href='#r2'>2</a> Of the note.</p>",
            "p[Onenote(0)]\nnote 1[p#n1[Of onenote(1).]]\nnote 2[p#n2[Of the note.]]",
        ),
        // A note that leads to itself.
        (
            "<p>One<sup><a id=r1 href='#n1'>1</a></sup><div id=n1><a href='#n1'>1</a> Of one. <a href='#r1'>↩</a> <a class=headerlink href='#n1'>¶</a></div>",
            "p[Onenote(0)]\nnote 1[plain[Of one.]]",
        ),
        (
            "<p>One<sup><a id=r1 href='#n1'>1</a></sup><p><a name=n1></a><a href='#n1'>1.</a> Of one. <a href='#r1'>↩</a>",
            "p[Onenote(0)]\nnote 1[p[Of one.]]",
        ),
        // An arrow in its text.
        (
            "<p>One<sup><a id=r1 href='#n1'>1</a></sup><p><a id=n1 href='#r1'>1</a> As said <a href='#r1'>↑</a> above.",
            "p[Onenote(0)]\nnote 1[p[As said above.]]",
        ),
        // Before the mark, where it is no end.
        (
            "<div><p><a id=n1 href='#r1'><sup>1</sup></a> Of one.</p></div><p>One<a id=r1 href='#n1'><sup>1</sup></a>.",
            "p[a#n1(#r1)[sup[1]] Of one.]\np[Onea#r1(#n1)[sup[1]].]",
        ),
        // In a heading, a table, a link, a list.
        (
            "<h2>One<sup><a id=r1 href='#n1'>*</a></sup></h2><table><tr><td>Two<sup><a id=r2 href='#n2'>a</a></sup></table><ul><li>Three<sup><a id=r3 href='#n3'>‡</a></sup></ul><p id=n1><a href='#r1'>*</a> Of one.</p><p id=n2><a href='#r2'>a</a> Of two.</p><p id=n3><a href='#r3'>‡</a> Of three.</p>",
            "h2[Onenote(0)]\ntable[body[tr[td[plain[Twonote(1)]]]]]\nul[li[plain[Threenote(2)]]]\nnote n1[p#n1[Of one.]]\nnote a[p#n2[Of two.]]\nnote n3[p#n3[Of three.]]",
        ),
        // [1, 2], [1][2].
        (
            "<p>One<sup>[<a id=r1 href='#n1'>1</a>, <a id=r2 href='#n2'>2</a>]</sup> two <a id=r3 href='#n3'>[3]</a><a id=r4 href='#n4'>[4]</a>.</p><ol><li id=n1>Of one. <a href='#r1'>↩</a><li id=n2>Of two. <a href='#r2'>↩</a></li><li id=n3>Of three. <a href='#r3'>↩</a></li><li id=n4>Of four. <a href='#r4'>↩</a></ol>",
            "p[Onenote(0), note(1) two note(2)note(3).]\nnote 1[plain[Of one.]]\nnote 2[plain[Of two.]]\nnote 3[plain[Of three.]]\nnote 4[plain[Of four.]]",
        ),
        // More words.
        (
            "<p>One<sup><a id=r1 href='#n1'>1</a></sup> (<a href='#n1'>see the note</a>).</p><p id=n1>1. Of one. <a href='#r1'>Back to text</a></p>",
            "p[Onenote(0) (see the notenote(0)).]\nnote 1[p#n1[Of one.]]",
        ),
        // The id at the end.
        (
            "<p>One<sup><a id=r1 href='#n1'>1</a></sup></p><ol><li>Of one. <a id=n1 href='#r1'>↩</a></li></ol>",
            "p[Onenote(0)]\nnote 1[plain[Of one.]]",
        ),
        // Mark without a note.
        (
            "<p>One<sup><a id=r1 href='#n1'>1</a></sup> two<sup><a id=r2 href='#n2'>2</a></sup></p><p id=n1><a href='#r1'>1</a> Of one.</p>",
            "p[Onenote(0) twosup[a#r2(#n2)[2]]]\nnote 1[p#n1[Of one.]]",
        ),
        // Each behind its section, and text goes on.
        (
            "<p>One<sup><a id=r1 href='#n1'>1</a></sup></p><p id=n1><a href='#r1'>1</a> Of one.</p><p>Two<sup><a id=r2 href='#n2'>2</a></sup></p><p id=n2><a href='#r2'>2</a> Of two.</p><p>Three</p>",
            "p[Onesup[a#r1(#n1)[1]]]\np#n1[a(#r1)[1] Of one.]\np[Twosup[a#r2(#n2)[2]]]\np#n2[a(#r2)[2] Of two.]\np[Three]",
        ),
        // A post in a box whose first line is the note of the title.
        (
            "<h1>Title<sup><a id=r1 href='#n1'>*</a></sup></h1><div class=entry-content><p><a id=n1 href='#r1'>*</a> First of another.</p><p>The post.</p></div>",
            "h1[Titlesup[a#r1(#n1)[*]]]\ndiv.entry-content[p[a#n1(#r1)[*] First of another.] p[The post.]]",
        ),
        // Absolute addresses.
        (
            "<p>One<sup id=cr1><a href='https://a.example/w#cn1'>[1]</a></sup></p><ol class=references><li id=cn1><a href='https://a.example/w#cr1'>↑</a> Of one.</ol>",
            "p[Onenote(0)]\nnote 1[plain[Of one.]]",
        ),
        (
            "<p>One<sup><a id=r1 href='#n1'>1</a></sup></p><table><tr><td><a id=n1 href='#r1'>1</a><td>Of one.<td>And <b>more</b>.</table>",
            "p[Onenote(0)]\nnote 1[p[Of one.] p[And b[more].]]",
        ),
        (
            "<p>One<sup><a id=r1 href='#n1'>1</a></sup></p><p id=n1><a href='#r1'>1</a> 2 Samuel ... and <a href='#r1'>above</a> too</p>",
            "p[Onenote(0)]\nnote 1[p#n1[2 Samuel ... and above too]]",
        ),
        (
            "<p>One<sup><a id=r1 href='#n1'>2</a></sup></p><p id=n1>2 Samuel 3. <a href='#r1'>↑</a></p>",
            "p[Onenote(0)]\nnote 2[p#n1[2 Samuel 3.]]",
        ),
        (
            "<p>One<a name=r1></a><a href='#n1'><sup>1</sup></a></p><a name=n1></a><p>1. Of one. <a href='#r1'>Back</a></p><a name=x></a><p>End</p>",
            "p[Onespan#r1[]a(#n1)[sup[1]]]\nplain[span#n1[]]\np[1. Of one. a(#r1)[Back]]\nplain[span#x[]]\np[End]",
        ),
        (
            "One <a name=r1 href='#n1'>[1]</a><br>two <a name=r2 href='#n2'>[2]</a><hr><a name=n1 href='#r1'>[1]</a> Of one.<br><a name=n2 href='#r2'>[2]</a> Of two.<br>more of two<p>Bye",
            "plain[One a#r1(#n1)[[1]]¶two a#r2(#n2)[[2]]]\nhr\nplain[a#n1(#r1)[[1]] Of one.¶a#n2(#r2)[[2]] Of two.¶more of two]\np[Bye]",
        ),
        (
            "<div>One <a name=r1 href='#n1'>[1]</a>, two <a name=r2 href='#n2'>[2]</a></div><div><br></div><div><a name=n1 href='#r1'>[1]</a> Of one.</div><div><a name=n2 href='#r2'>[2]</a> Of two.</div><div>Bye</div>",
            "div[plain[One a#r1(#n1)[[1]], two a#r2(#n2)[[2]]]]\ndiv[plain[¶]]\ndiv[plain[a#n1(#r1)[[1]] Of one.]]\ndiv[plain[a#n2(#r2)[[2]] Of two.]]\ndiv[plain[Bye]]",
        ),
        (
            "<p>One<sup><a id=r1 href='#n1'>1</a></sup>, two<sup><a id=r2 href='#n2'>2</a></sup></p><hr><font size=2><p><a name=n1></a><sup><a href='#r1'>1</a></sup> Of one.<p><a name=n2></a><sup><a href='#r2'>2</a></sup> Of two.<p>More of two.</p></font>",
            "p[Onenote(0), twonote(1)]\nnote 1[p[Of one.]]\nnote 2[p[Of two.] p[More of two.]]",
        ),
        (
            "<p>One<sup><a id=r1 href='#n1'>1</a></sup></p><dl><dt><a name=n1>1</a><dd>Of one. <a href='#r1'>↑</a></dl>",
            "p[Onenote(0)]\nnote 1[plain[span#n1[]Of one.]]",
        ),
        (
            "<p>One<sup><a id=r1 href='#n1'>1</a></sup></p><ul><li><sup>1</sup> <a id=n1></a>Of one, with <a href=/x>a link</a>. <a href='#r1'>(↑)</a></li><li>Other</ul>",
            "p[Onesup[a#r1(#n1)[1]]]\nul[li[plain[sup[1] span#n1[]Of one, with a(/x)[a link]. a(#r1)[(↑)]]] li[plain[Other]]]",
        ),
        (
            "<p>One<sup><a id=r1 href='#n1'>1</a></sup></p><section id=n1><h3>Head</h3><p><a href='#r1'>1</a> Of one.</section>",
            "p[Onesup[a#r1(#n1)[1]]]\nsection#n1[h3[Head] p[a(#r1)[1] Of one.]]",
        ),
        (
            "<p>One<sup><a id=r1 href='#n1'>1</a></sup></p><blockquote id=n1><p><a href='#r1'>1</a> Of one.<p>More.</blockquote>",
            "p[Onenote(0)]\nnote 1[p[Of one.] p[More.]]",
        ),
        (
            "<p>One<sup id=r1><a href='#n1'>1</a></sup><p id=n1><sup>1</sup> Of one.<br>More of it. <a href='#r1' title=x><img src=/up.png alt=up></a>",
            "p[Onesup#r1[a(#n1)[1]]]\np#n1[sup[1] Of one.¶More of it. a(#r1 \"x\")[img(/up.png \"up\")]]",
        ),
        (
            "<p>One<sup><a id=r1 href='#n1'>1</a></sup><p id=n1><a href='#r1'>1</a>. . . and so on",
            "p[Onenote(0)]\nnote 1[p#n1[. . . and so on]]",
        ),
        (
            "<p>One<sup><a id=r1 href='#n1'>1</a></sup><p><b><a id=n1 href='#r1'>1</a>.</b> <pre>code</pre>",
            "p[Onenote(0)]\nnote 1[pre[code]]",
        ),
        (
            "<p>One<sup><a id=r1 href='#n1'>1</a></sup><p><a id=n1 href='#r1'>1</a> <img src=/a.png alt=A>",
            "p[Onenote(0)]\nnote 1[p[img(/a.png \"A\")]]",
        ),
        (
            "<p>One<sup><a id=r1 href='#n1'>1</a></sup><div class=fn><a id=n1 href='#r1'>1</a><ul><li>Of one.<li>More.</ul></div>",
            "p[Onenote(0)]\nnote 1[ul[li[plain[Of one.]] li[plain[More.]]]]",
        ),
        (
            "<p>One<sup><a id=r1 href='#n1'>1</a></sup><h2>Notes</h2><p>These are mine.</p><p><a id=n1 href='#r1'>1</a> Of one.",
            "p[Onenote(0)]\nh2[Notes]\np[These are mine.]\nnote 1[p[Of one.]]",
        ),
        (
            "<p>One<sup><a id=r1 href='#n1'>1</a></sup><h2 id=h>Notes</h2><p><a id=n1 href='#r1'>1</a> Of one.</p><h2>Author</h2><p>Me.",
            "p[Onesup[a#r1(#n1)[1]]]\nh2#h[Notes]\np[a#n1(#r1)[1] Of one.]\nh2[Author]\np[Me.]",
        ),
        (
            "<p>One<sup><a id=r1 href='#n1'>1</a></sup>, see <a href='#h'>Notes</a><h2 id=h>Notes</h2><p><a id=n1 href='#r1'>1</a> Of one.</p>",
            "p[Onenote(0), see a(#h)[Notes]]\nh2#h[Notes]\nnote 1[p[Of one.]]",
        ),
        (
            "<p>One<sup><a id=r1 href='#n1'>1</a></sup><div class=notes><p class=note>1. <a id=n1 href='#r1'>^</a> Of one.</p></div>",
            "p[Onenote(0)]\nnote 1[p.note[Of one.]]",
        ),
    ]);
}

#[test]
fn thousands_of_notes_are_found() {
    const MANY: usize = 10_000;
    for [mark, note] in [
        [
            "<p>One<sup><a id=rN href='#nN'>N</a></sup></p>",
            "<p id=nN><a href='#rN'>N</a> Of it.</p>",
        ],
        [
            "<a id=rN href='#nN'>[N]</a> one",
            "<a id=nN href='#rN'>[N]</a> Of it.<br>",
        ],
        [
            "<p>One<sup><a id=rN href='#nN'>N</a></sup></p>",
            "<div><div><a name=nN></a><p><a href='#rN'>N</a> Of it.</p></div><p>More.</div>",
        ],
    ] {
        let all = |piece: &str| -> String {
            let numbers = (1..=MANY).map(|number| number.to_string());
            numbers.map(|number| piece.replace('N', &number)).collect()
        };
        let (post, _) = lowered(&format!(
            "<div>One{}</div><div>{}</div>",
            all(mark),
            all(note)
        ));
        assert_eq!(post.footnotes.len(), MANY, "{note}");
    }
    // One note with as many marks.
    let numbers = || (1..=MANY).map(|number| number.to_string());
    let marks: String = numbers()
        .map(|number| format!("one<sup><a id=r{number} href='#n'>1</a></sup> "))
        .collect();
    let backs: String = numbers()
        .map(|number| format!("<a href='#r{number}'>↩</a> "))
        .collect();
    let (post, _) = lowered(&format!("<p>{marks}<p id=n>Of it. {backs}"));
    assert_eq!(notation::of_post(&post).matches("note(0)").count(), MANY);
    assert!(notation::of_post(&post).ends_with("note 1[p#n[Of it.]]"));
}

#[test]
fn notes_that_are_all_links_are_no_list_of_other_pages() {
    let text = "A sentence of the text, which says something, and goes on. ".repeat(8);
    let title = "The title of what it is taken from, which is as long as such titles are";
    let address = "https://example.com/a";
    let source = format!(
        "<!doctype html><body><div class=mw-parser-output><p>{text}<sup id=cite_ref-1><a href='{address}#cite_note-1'>[1]</a></sup></p>\
         <div class=reflist><ol class=references><li id=cite_note-1><a href='{address}#cite_ref-1'>↑</a> \
         <a href='https://example.org/'>{title} {title}</a></li></ol></div></div>"
    );
    let tree = html::parse_document(&source, &html::Options::default()).unwrap();
    let mut post = Post::default();
    lower_and_find(&tree, &Part::of(&tree), &ResolveAlone, None, &mut post);
    assert_eq!(post.footnotes.len(), 1);
    assert!(notation::of_post(&post).contains("note(0)"));
}
