"""The sanitiser: what it drops, keeps, counts and maps, and how long it may take."""

import re
import time

import pytest
from tests.fakes.corpus import Vector, vectors

from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.mail import Attachment, AttachmentId, AttachmentKind, Body
from transom.ui.web.document import Document, document_from_body
from transom.ui.web.references import Link

HOME = "tracker.invalid"
LIVE = re.compile(
    r"(?i)\son[a-z]+=|[^-]url\(\s*[\"']?(?!part/|data:image/)|@import|expression\(|behavior"
    r"|(?:src|href|background)=\"(?!part/|link/|#|data:image/(?:png|jpe?g|gif|webp);)"
)


def document(markup: str, *attachments: Attachment) -> Document:
    return document_from_body(Body(is_html=True, content=markup), attachments)


def text_document(text: str) -> Document:
    return document_from_body(Body(is_html=False, content=text))


def inline(content_id: str, number: int) -> Attachment:
    kind = AttachmentKind.FILE
    remote = RemoteId(content_id)
    return Attachment(
        remote, kind, "a.png", "image/png", 9, True, content_id, "", AttachmentId(number)
    )


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector.title)
def test_no_address_survives_where_an_engine_would_look_one_up(vector: Vector) -> None:
    markup = vector.at(f"https://{HOME}/x", HOME)
    one = document(f"<p>start</p>{markup}<p>end</p>")
    assert HOME not in one.css
    # What the sanitiser has made text of is no reference: only tags are looked at.
    shown = re.sub(r' (?:title|alt)="[^"]*"', "", one.markup)
    tags = [piece.partition(">")[0] for piece in shown.split("<")[1:]]
    assert not [tag for tag in tags if HOME in tag]
    assert "start" in one.markup
    assert not LIVE.search(one.css + "".join(tags)), "nothing that runs, and no unknown scheme"


def test_remote_things_are_counted_by_sort_and_by_host() -> None:
    one = document(
        '<style>@import "https://a.example/s.css";</style>'
        '<img src="https://a.example/1.png" width="600"><img src="//b.example/2.png" alt="logo">'
        '<img src="https://b.example/p.gif" width="1" height="1">'
        '<td style="background:url(https://b.example/3.png)">'
        '<p style="background:url(https://b.example/4.png)">x</p>'
    )
    assert (one.held.pictures, one.held.pixels, one.held.others) == (3, 1, 1)
    assert one.held.hosts == (("b.example", 2), ("a.example", 1))
    assert "<em>logo</em>" in one.markup


def test_a_mail_without_remote_things_holds_nothing_back() -> None:
    one = document('<p>Hi <b>you</b></p><img src="data:image/png;base64,AAAA">')
    assert one.held.count == 0
    assert 'src="data:image/png;base64,AAAA"' in one.markup


def test_inline_pictures_become_parts_in_order_of_appearance() -> None:
    one = document(
        '<img src="cid:Two%40x"><img src="CID:one"><img src="cid:two@X"><img src="cid:none">',
        inline("<one>", 1),
        inline("two@x", 2),
    )
    assert one.pictures == (2, 1)
    assert one.markup.count('src="part/0"') == 2
    assert one.markup.count('src="part/1"') == 1
    assert "cid:" not in one.markup


def test_links_are_kept_as_data_with_the_words_over_them() -> None:
    one = document(
        '<a href="https://a.example/x?a=1&amp;b=2">the <b>report</b></a>'
        '<a href="mailto:ines@contoso.example">write</a><a href="#top">up</a>'
        '<a href="javascript:alert(1)">no</a><a href="data:text/html,x">no</a>'
    )
    assert one.links == (
        Link("https://a.example/x?a=1&b=2", "the report"),
        Link("mailto:ines@contoso.example", "write"),
    )
    assert 'href="link/0"' in one.markup
    assert 'href="#top"' in one.markup
    assert "javascript" not in one.markup
    assert "data:" not in one.markup


@pytest.mark.parametrize(
    ("target", "words", "claimed"),
    [
        ("https://evil.example/a", "www.bank.com", "www.bank.com"),
        ("https://evil.example/a", "https://bank.com/login", "bank.com"),
        ("https://bank.com.evil.example/", "bank.com", "bank.com"),
        ("https://www.bank.com/login", "bank.com", ""),
        ("https://login.bank.com/", "www.bank.com", ""),
        ("https://evil.example/", "Click here", ""),
        ("https://share.example/r", "report.pdf", ""),
        ("https://share.example/r", "main.py", ""),
        ("https://xn--bcher-kva.example/", "bücher.example", ""),
        ("https://evil.example/", "bücher.example", "xn--bcher-kva.example"),
        ("mailto:a@evil.example", "ines@contoso.example", "ines@contoso.example"),
        ("mailto:Ines@contoso.example?subject=x", "ines@contoso.example", ""),
        ("https://user@evil.example\\@bank.com/", "bank.com", "bank.com"),
        ("https://bank.com@evil.example/", "Click here", "bank.com"),
        ("https://bank.com:x@evil.example:8443/", "", "bank.com"),
        ("https://bank.com:8443/x", "bank.com", ""),
        ("https://%65vil.example/", "evil.example", ""),
        ("https://evil\u3002example/", "evil.example", ""),
        ("https://fa\u00df.example/", "fass.example", "fass.example"),
        ("https://evil.example/", "Go to https://bank.com/login. Today!", "bank.com"),
        ("https://bank.com/", "Go to https://bank.com/login. Today!", ""),
        ("https://example/", "bank.example", "bank.example"),
    ],
)
def test_words_that_name_another_host_are_told(target: str, words: str, claimed: str) -> None:
    assert Link(target, words).claimed_host == claimed


def test_style_keeps_what_is_harmless_and_drops_only_the_rest() -> None:
    one = document(
        "<style>.a, td > p{color:#c00;position:fixed;background:url(x) #fff}"
        "@media (max-width:600px){.a{font-size:12px !important}} b{}</style>"
        '<p style="color:red;background:url(https://x.example/y) no-repeat #eee;behavior:x">x</p>'
    )
    assert one.css == (
        ".a, td > p{color:#c00;background:none #fff}\n"
        "@media (max-width:600px){.a{font-size:12px !important}}"
    )
    assert 'style="color:red;background:none no-repeat #eee"' in one.markup


def test_a_style_sheet_cannot_close_the_element_it_is_put_into() -> None:
    one = document("<style>p{font-family:'</st\\79le><img src=x>'} a{color:red}</style>")
    assert "<" not in one.css


def test_plain_text_has_its_quotes_and_links_marked() -> None:
    one = text_document("Hi,\nsee https://a.example/x.\n> quoted ines@contoso.example\n<b>bye</b>")
    assert one.is_plain
    assert "".join(run.text for run in one.runs).endswith("<b>bye</b>")
    assert [(run.text, run.is_quote) for run in one.runs if run.link >= 0] == [
        ("https://a.example/x", False),
        ("ines@contoso.example", True),
    ]
    assert one.links[1].target == "mailto:ines@contoso.example"


def test_lone_surrogates_and_nulls_do_no_harm() -> None:
    one = document("<p>a\ud800b\0c</p>")
    assert "<p>a?bc</p>" in one.markup


def test_the_text_alone_has_a_line_for_each_block() -> None:
    one = document(
        "<p>one</p><div>two<br>three &amp; four</div><table><tr><td>five</td></tr></table>"
    )
    assert "".join(run.text for run in one.runs).split("\n") == [
        "one",
        "two",
        "three & four",
        "five",
    ]


@pytest.mark.parametrize(
    "bomb",
    [
        "<div>" * 100_000,
        "<b><i>" * 50_000,
        "<b " + " ".join(f"a{n}" for n in range(100_000)) + ">",
        '<b x="><i ' + '" y="><i '.join(f"a{n}" for n in range(50_000)) + ">",
        "<style>" * 100_000,
        "<!--[if " * 100_000,
        "<" * 1_000_000,
        "<a href='" * 100_000,
        '<p style="' + "a:b(" * 100_000 + '">',
        "<style>" + "p{color:rgb(" * 50_000 + "</style>",
        "<table><b>" * 20_000,
        "<svg><p>" * 50_000,
        "&amp;" * 150_000,
        "<p><b x=1></p>" * 30_000,
    ],
    ids=lambda bomb: f"{bomb[:12]}-{len(bomb)}",
)
def test_no_bomb_takes_more_than_a_moment(bomb: str) -> None:
    started = time.perf_counter()
    one = document(f"<p>start</p>{bomb}<p>end</p>")
    assert time.perf_counter() - started < 5
    assert "start" in one.markup or "start" in "".join(run.text for run in one.runs)


def test_what_is_too_deep_is_shown_as_text() -> None:
    one = document("<div>" * 1_000 + "the words" + "</div>" * 1_000)
    assert one.is_simplified
    assert "".join(run.text for run in one.runs) == "the words"


def test_the_page_has_the_ground_that_a_body_brings_along() -> None:
    one = document(
        '<body bgcolor="3E5641" text=white background="https://a.example/g.png"'
        ' style="margin:0;padding:9px}*{color:red"><p>x</p></body>'
    )
    assert one.css.splitlines() == [
        "body{background-color:#3E5641;color:white;background-image:none}",
        "body{margin:0;padding:9px;color:red}",
    ]
    assert one.markup == "<div><p>x</p></div>"
    assert one.held.hosts == (("a.example", 1),)
    reply = document('<body lang="en" style="word-wrap:break-word"><p>x</p></body>')
    assert reply.css == ""
    assert not reply.has_own_layout
