"""Which pictures of a mail get a place, with and without consent, and which never do."""

import pytest

from transom.engine.entities.accounts import AccountId
from transom.engine.entities.mail import Body
from transom.engine.entities.pictures import NO_CONSENT, PictureConsent, RemotePicture
from transom.ui.web.document import Document, document_from_body
from transom.ui.web.pixels import is_pixel

ME = AccountId(3)
WHOLE = PictureConsent(ME, is_whole=True)


def document(markup: str, consent: PictureConsent = WHOLE) -> Document:
    return document_from_body(Body(is_html=True, content=markup), (), consent)


def urls(one: Document) -> list[str]:
    assert all(isinstance(p, RemotePicture) and p.account == ME for p in one.pictures)
    return [p.url_text for p in one.pictures if isinstance(p, RemotePicture)]


def test_with_consent_each_picture_has_a_place_of_ours_and_no_address_is_left() -> None:
    one = document(
        '<img src="https://a.example/1.png?x=1&amp;y=2" width="60"><img src="//B.example/2.png">'
        '<table background="https://a.example/3.png"><tr><td>x</td></tr></table>'
        "<p style=\"background:url('https://a.example/4.png')\">x</p>"
        '<img src="https://a.example/1.png?x=1&amp;y=2">'
    )
    assert sorted(urls(one)) == [
        "https://B.example/2.png",
        "https://a.example/1.png?x=1&y=2",
        "https://a.example/3.png",
        "https://a.example/4.png",
    ]
    assert one.held.count == 0
    assert ".example" not in one.markup
    for place in range(4):
        assert f"part/{place}" in one.markup


def test_consent_for_a_host_holds_for_it_and_below_it_alone() -> None:
    consent = PictureConsent(ME, hosts=frozenset({"images.example"}))
    one = document(
        '<img src="https://images.example/1.png"><img src="https://a.images.example/2.png">'
        '<img src="https://evilimages.example/3.png"><img src="https://images.example.evil/4.png">'
        '<img src="https://images.example@evil.example/5.png">',
        consent,
    )
    assert urls(one) == ["https://images.example/1.png", "https://a.images.example/2.png"]
    assert one.held.hosts == (
        ("evilimages.example", 1),
        ("images.example.evil", 1),
        ("evil.example", 1),
    )


def test_what_is_not_encrypted_is_never_loaded_and_counted_apart() -> None:
    one = document('<img src="http://a.example/1.png"><table background="http://a.example/2">')
    assert one.pictures == ()
    assert (one.held.pictures, one.held.insecure, one.held.hosts) == (0, 2, ())


def test_pictures_that_depend_on_the_reader_are_left_out_even_with_consent() -> None:
    one = document(
        "<style>.a{background:url(https://a.example/plain.png)}"
        ".a:hover{background:url(https://a.example/hover.png)}"
        "a:visited{background:url(https://a.example/visited.png)}"
        "@media (max-width:600px){.a{background:url(https://a.example/narrow.png)}}"
        "@media (prefers-color-scheme:dark){.a{background:url(https://a.example/dark.png)}}"
        "</style><p class=a>x</p>"
    )
    assert urls(one) == ["https://a.example/plain.png"]
    assert one.held.others == 4


def test_other_ways_to_a_picture_stay_shut_with_consent() -> None:
    one = document(
        '<img srcset="https://a.example/1.png 1x" src="https://a.example/2.png">'
        '<picture><source srcset="https://a.example/3.png"></picture>'
        "<p style='content:url(https://a.example/4.png);cursor:url(https://a.example/5.png)'>x"
        '<svg><image href="https://a.example/6.png"/></svg><input type=image src=//a.example/7>'
        '<link rel=icon href="https://a.example/8.png"><video poster="https://a.example/9.png">'
    )
    assert urls(one) == ["https://a.example/2.png"]
    assert ".example" not in one.markup


PIXELS = [
    ("/p.gif", 'width="1" height="1"'),
    ("/p.gif", 'width="0" height="0"'),
    ("/p.gif", 'width="1px" height="1px"'),
    ("/p.gif", 'height="1"'),
    ("/p.gif", 'style="width:1px;height:1px"'),
    ("/p.gif", 'style="max-width: 1px"'),
    ("/p.gif", 'style="display:none"'),
    ("/p.gif", 'style="border:0; visibility:hidden"'),
    ("/p.gif", 'style="opacity:0"'),
    ("/p.gif", 'style="opacity:.01;width:90px"'),
    ("/wf/open?upn=1", ""),
    ("/track/open.php?u=1", 'width="600"'),
    ("/e3t/to/xyz", ""),
    ("/open.aspx?x=1", ""),
    ("/pixel.gif", ""),
]


@pytest.mark.parametrize(("path", "attributes"), PIXELS)
def test_a_pixel_is_left_out_even_with_consent(path: str, attributes: str) -> None:
    one = document(f'<p>x</p><img src="https://a.example{path}" {attributes} alt="">')
    assert one.pictures == ()
    assert (one.held.pixels, one.held.pictures) == (1, 0)
    assert one.markup.count("<img") == 1, "what it held apart stays apart"


@pytest.mark.parametrize(
    ("path", "attributes"),
    [
        ("/hero.jpg", ' width="600"'),
        ("/line.png", ' width="600" height="1"'),
        ("/spacer.gif", ' width="1" height="40"'),
        ("/logo.png", ' style="opacity:0.5;width:100%"'),
        ("/openair/poster.jpg", ""),
        ("/o/123/photo.jpg", ' width="10" height="10"'),
        ("/pixelart.png", ""),
        ("/tracks/album.jpg", ""),
    ],
)
def test_a_picture_somebody_can_see_is_no_pixel(path: str, attributes: str) -> None:
    assert not is_pixel(f"https://a.example{path}", attributes)


def test_what_a_narrow_window_reveals_is_no_pixel() -> None:
    markup = (
        "<style>@media (max-width:600px){.m{display:block !important}}</style>"
        '<img class="m" style="display:none" src="https://a.example/narrow.png">'
        '<img style="display:none" src="https://a.example/count.png">'
    )
    assert urls(document(markup)) == ["https://a.example/narrow.png"]


def test_without_consent_nothing_has_a_place() -> None:
    one = document('<img src="https://a.example/1.png">', NO_CONSENT)
    assert one.pictures == ()
    assert one.held.hosts == (("a.example", 1),)


def test_there_is_an_end_to_the_pictures_of_one_mail() -> None:
    one = document("".join(f'<img src="https://a.example/{n}.png">' for n in range(700)))
    assert len(one.pictures) == 500
    assert one.held.pictures == 200


def test_what_lies_within_something_hidden_is_a_pixel_too() -> None:
    one = document(
        '<div style="display:none"><p>x<br><img src="https://a.example/1.png"></p></div>'
        '<img src="https://a.example/2.png"><div style="opacity:0"><div></div>'
        '<img src="https://a.example/3.png"></div><p><img src="https://a.example/4.png"></p>'
    )
    assert urls(one) == ["https://a.example/2.png", "https://a.example/4.png"]
    assert one.held.pixels == 2
