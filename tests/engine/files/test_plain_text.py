"""An invitation's HTML as lines of text."""

from transom.engine.entities.mail import Body
from transom.engine.files.plain_text import MOST_CHARACTERS, text_of


def test_styles_and_scripts_are_not_words() -> None:
    markup = (
        "<head><title>t</title></head><style>p{}</style><p>Hello <b>you</b></p><script>x</script>"
    )
    assert text_of(Body(True, markup)) == "Hello you"


def test_paragraphs_stand_apart_and_items_in_lines() -> None:
    markup = "<p>One</p>\n<p>Two</p>\n<ul>\n<li>a</li>\n<li>b &amp; c</li>\n</ul>"
    assert text_of(Body(True, markup)) == "One\n\nTwo\n\na\nb & c"


def test_plain_text_keeps_its_brackets() -> None:
    assert text_of(Body(False, "a <b>\r\n\r\n\r\nc ")) == "a <b>\n\nc"


def test_a_huge_body_is_cut() -> None:
    assert len(text_of(Body(False, "x" * 10 * MOST_CHARACTERS))) == MOST_CHARACTERS
