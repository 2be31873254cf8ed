"""A mail's structure alone, its words alone, and what it says of light and dark."""

import time

import pytest
from PySide6.QtGui import QGuiApplication

from transom.engine.entities.mail import Body
from transom.engine.settings import ReaderLook
from transom.resources import resource_text
from transom.ui.theme import Theme
from transom.ui.web.document import Document, document_from_body
from transom.ui.web.frame import needs_inversion, page_content
from transom.ui.web.looks import Look, with_look

SIMPLE, PLAIN = Look(ReaderLook.SIMPLE), Look(ReaderLook.PLAIN)


def document(markup: str) -> Document:
    return document_from_body(Body(True, markup))


@pytest.fixture
def dark() -> Theme:
    assert QGuiApplication.instance()
    return Theme(resource_text("styles", "transom.qss"), "dark")


def test_the_simple_look_keeps_structure_and_links_and_drops_every_style() -> None:
    sent = document(
        '<style>p{color:red}</style><h1 style="color:red">Bridge</h1><font color=blue>blue</font>'
        '<ul class="x"><li>one<li>two</ul><p align=center>see <a href="https://a.example/x">here'
        '</a></p><blockquote>quoted</blockquote><img src="https://a.example/p.png">'
    )
    simple = with_look(sent, SIMPLE)
    assert simple.markup == (
        '<h1>Bridge</h1>blue<ul><li>one</li><li>two</li></ul><p>see <a href="link/0">here</a></p>'
        "<blockquote>quoted</blockquote>"
    )
    assert (simple.css, simple.has_own_colors, simple.links) == ("", False, sent.links)


def test_tables_of_data_stay_and_those_of_layout_go() -> None:
    rows = "<tr><th>Span</th><th>Case</th></tr><tr><td>P2</td><td>W4</td></tr>"
    layout = f"<table><tr><td><p>Hello</p><table>{rows}</table></td><td>side</td></tr></table>"
    markup = with_look(document(layout), SIMPLE).markup
    assert markup.count("<table>") == 1
    assert "<th>Span</th><th>Case</th>" in markup
    assert "<div>side</div>" in markup


def test_the_plain_look_has_the_words_and_their_links_and_no_hidden_ones() -> None:
    sent = document(
        '<div style="display:none">peek</div><p>Dear Adele,</p><p>go to <b>https://a.example</b></p>'
    )
    plain = with_look(sent, PLAIN)
    assert plain.is_plain
    assert "".join(run.text for run in plain.runs) == "Dear Adele,\ngo to https://a.example"
    assert [link.target for link in plain.links] == ["https://a.example"]


def test_a_mail_of_words_alone_has_but_one_look() -> None:
    words = document_from_body(Body(False, "hello"))
    assert with_look(words, SIMPLE) is words


def test_no_markup_takes_long() -> None:
    for hostile in ("<table>" * 5_000, "<td>" * 20_000, "<table><tr>" * 380 + "x" * 500_000):
        sent = document(hostile)
        start = time.perf_counter()
        with_look(sent, SIMPLE)
        with_look(sent, PLAIN)
        assert time.perf_counter() - start < 3


@pytest.mark.parametrize(
    "markup",
    [
        '<meta name="color-scheme" content="light dark"><p style="color:#111">x</p>',
        "<style>:root{color-scheme:light dark}</style><p style='color:#111'>x</p>",
        "<style>@media (prefers-color-scheme: dark){p{color:#eee}}</style>"
        "<p style='color:#111'>x</p>",
    ],
)
def test_a_mail_with_colours_for_the_dark_is_not_inverted(dark: Theme, markup: str) -> None:
    sent = document(markup)
    assert not needs_inversion(sent, dark)
    assert b"color-scheme:dark" in page_content(sent, dark)


def test_rules_for_the_dark_follow_the_window_and_not_the_system(dark: Theme) -> None:
    sent = document(
        "<style>@media (prefers-color-scheme: dark){p{color:#eee}}"
        "@media (prefers-color-scheme: light){p{color:#222}}</style><p>x</p>"
    )
    page = page_content(sent, dark).decode()
    assert "@media (min-width:0px){p{color:#eee" in page
    assert "@media (max-width:0px){p{color:#222" in page
    dark.set_choice("light")
    page = page_content(sent, dark).decode()
    assert "@media (max-width:0px){p{color:#eee" in page


def test_colours_stay_as_sent_where_the_mail_or_the_reader_says_so(dark: Theme) -> None:
    asked = document('<meta name="color-scheme" content="only light"><p style="color:#111">x</p>')
    wished = with_look(document('<p style="color:#111">x</p>'), Look(is_light=True))
    for one in (asked, wished):
        assert not needs_inversion(one, dark)
        assert b"color-scheme:only light" in page_content(one, dark)
