"""Old messages are folded below an answer, and nothing else ever is."""

import random
import re
import time

import pytest

from transom.engine.entities.mail import Body
from transom.ui.web.document import Document, document_from_body
from transom.ui.web.quotes import FOLD_CLASS

_FOLD = re.compile(rf'<details class="{FOLD_CLASS}">.*?</summary>(.*)</details>', re.DOTALL)


def document(markup: str, subject: str = "RE: x") -> Document:
    return document_from_body(Body(is_html=True, content=markup), subject=subject)


def text_document(text: str, subject: str = "RE: x") -> Document:
    return document_from_body(Body(is_html=False, content=text), subject=subject)


def parts(markup: str, subject: str = "RE: x") -> tuple[str, str]:
    """Return the words that are seen at once and those behind the button."""
    made = document(markup, subject).markup
    folded = _FOLD.search(made)
    assert made.count("<details") == made.count("</details>") <= 1
    seen = made if folded is None else made[: folded.start()] + made[folded.end() :]
    strip = re.compile("<[^<>]*>")
    return strip.sub(" ", seen), strip.sub(" ", folded[1]) if folded else ""


OLD = "<p>old words</p>"
OUTLOOK_HEADS = (
    "<b>From:</b> Ines Navarro &lt;ines@contoso.example&gt;<br><b>Sent:</b>"
    " Monday, 23 November 2026"
    " 09:38<br><b>To:</b> Adele Vance<br><b>Subject:</b> Tables"
)
TAILS = {
    "outlook on the web": (
        '<div id="appendonsend"></div><hr style="display:inline-block;width:98%">'
        f'<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri">{OUTLOOK_HEADS}</font></div>{OLD}'
    ),
    "outlook on the web, carried on": f'<hr><div id="x_divRplyFwdMsg">{OUTLOOK_HEADS}</div>{OLD}',
    "outlook for windows": (
        '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in">'
        f'<p class="MsoNormal">{OUTLOOK_HEADS}</p></div></div>{OLD}'
    ),
    "outlook in German": (
        '<div style="border-top:solid #E1E1E1 1.0pt"><p><b>Von:</b> Ines &lt;i@x.example&gt;<br>'
        f"<b>Gesendet:</b> Montag<br><b>An:</b> Adele<br><b>Betreff:</b> T</p></div>{OLD}"
    ),
    "outlook in French": (
        '<div style="border-top:solid #E1E1E1 1.0pt"><p><b>De :</b> Ines<br><b>Envoyé :</b> lundi'
        f"<br><b>À :</b> Adele<br><b>Objet :</b> T</p></div>{OLD}"
    ),
    "outlook in Japanese": (
        '<div style="border-top:solid #E1E1E1 1.0pt"><p><b>差出人:</b>'
        " Ines<br><b>送信日時:</b> 2026"
        f"<br><b>宛先:</b> Adele<br><b>件名:</b> T</p></div>{OLD}"
    ),
    "outlook in Chinese": (
        f"<div><p>发件人: Ines</p><p>发送时间: 2026年11月</p><p>收件人: Adele</p></div>{OLD}"
    ),
    "outlook for phones": (
        '<div id="ms-outlook-mobile-body-separator-line"></div>'
        f'<div id="mail-editor-reference-message-container">{OLD}</div>'
    ),
    "outlook for mac": (
        '<span id="OLK_SRC_BODY_SECTION"><div>From: Ines<br>Date: Monday<br>To: Adele</div>'
        f"{OLD}</span>"
    ),
    "gmail": (
        '<br><div class="gmail_quote gmail_quote_container"><div dir="ltr"'
        ' class="gmail_attr">On Mon,'
        " 23 Nov 2026 at 09:38, Ines &lt;i@x.example&gt; wrote:<br></div>"
        f'<blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{OLD}</blockquote></div>'
    ),
    "gmail in German": (
        '<div class="gmail_quote"><div class="gmail_attr">Am Mo., 23. Nov.'
        " 2026 um 09:38 Uhr schrieb"
        f' Ines &lt;i@x.example&gt;:</div><blockquote class="gmail_quote">{OLD}</blockquote></div>'
    ),
    "apple": (
        '<div><br><blockquote type="cite"><div>On 23 Nov 2026, at 09:38, Ines &lt;i@x.example&gt;'
        f" wrote:</div><br>{OLD}</blockquote></div>"
    ),
    "yahoo": (
        '<div id="ydp7a1yahoo_quoted_123" class="ydp7a1yahoo_quoted"><div>On Monday, 23 November,'
        f" Ines wrote:</div><div>{OLD}</div></div>"
    ),
    "thunderbird": (
        '<div class="moz-cite-prefix">On 23.11.26 09:38, Ines wrote:<br></div>'
        f'<blockquote type="cite" cite="mid:x">{OLD}</blockquote>'
    ),
    "proton": f'<div class="protonmail_quote">On Monday, Ines'
    f" wrote:<br><blockquote>{OLD}</blockquote></div>",
    "a bare quote with its line": (
        f"<p>Den mån 23 nov. 2026 kl 09:38 skrev Ines"
        f" &lt;i@x.example&gt;:</p><blockquote>{OLD}</blockquote>"
    ),
    "a line of dashes": f"<p>-----Original Message-----</p><p>From: Ines</p>{OLD}",
    "a line of dashes in Polish": f"<p>-----Wiadomość oryginalna-----<br>Od: Ines</p>{OLD}",
}


@pytest.mark.parametrize("name", TAILS)
def test_what_a_program_puts_below_an_answer_is_folded(name: str) -> None:
    seen, folded = parts(f"<html><body><div><p>My answer.</p></div>{TAILS[name]}</body></html>")
    assert "My answer." in seen
    assert "old words" in folded
    assert "old words" not in seen
    assert "Ines" not in seen


@pytest.mark.parametrize("name", TAILS)
def test_nothing_is_folded_where_nothing_stands_above(name: str) -> None:
    seen, folded = parts(f"<div>&nbsp;</div><p><br></p>{TAILS[name]}")
    assert "old words" in seen
    assert folded == ""


@pytest.mark.parametrize("name", TAILS)
def test_what_was_passed_on_stays_open(name: str) -> None:
    assert parts(f"<p>For your information</p>{TAILS[name]}", "Fwd: x")[1] == ""
    assert parts(f"<p>Zur Kenntnis</p>{TAILS[name]}", "WG: x")[1] == ""


def test_gmails_forward_stays_open_whatever_the_subject() -> None:
    markup = (
        '<p>see below</p><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded'
        f" message ---------<br>From: Ines<br>Date: Mon<br>Subject: T<br>To: Adele</div>{OLD}</div>"
    )
    assert parts(markup, "")[1] == ""


def test_answers_between_quotes_stay_in_sight() -> None:
    quote = '<blockquote type="cite"><p>question {}</p></blockquote>'
    seen, folded = parts(
        "<p>See inline.</p><p>On 23.11.26 09:38, Ines wrote:</p>"
        f"{quote.format(1)}<p>answer 1</p>{quote.format(2)}<p>answer 2</p>{quote.format(3)}"
    )
    assert all(word in seen for word in ("question 1", "answer 1", "question 2", "answer 2"))
    assert "question 3" in folded
    gmail = (
        '<p>See inline.</p><div class="gmail_quote"><div'
        ' class="gmail_attr">On Mon, 23 Nov 2026, Ines'
        ' wrote:</div><blockquote class="gmail_quote">q1</blockquote><div>answer 1</div>'
        '<blockquote class="gmail_quote">q2</blockquote><div>answer 2</div></div>'
    )
    assert parts(gmail)[1] == ""


def test_an_answer_below_its_quote_leaves_all_in_sight() -> None:
    assert parts(f'<blockquote type="cite">{OLD}</blockquote><p>my answer</p>')[1] == ""
    assert parts(f'<p>Hi</p><blockquote type="cite">{OLD}</blockquote><p>my answer</p>')[1] == ""


@pytest.mark.parametrize(
    "markup",
    [
        "<p>He said:</p><blockquote>To be or not to be</blockquote>",
        "<p>From: the harbour</p><p>To: the bridge</p>",
        "<table><tr><td>a</td></tr><tr><td style='border-top:1px solid'>b</td></tr></table>",
        "<p>Hi</p><hr><p>Unsubscribe</p>",
        "<p>-- <br>Ines</p>",
    ],
)
def test_what_only_looks_alike_stays(markup: str) -> None:
    assert parts(markup)[1] == ""


TEXTS = {
    "marked lines": "My answer.\n\nOn Mon, 23 Nov 2026 at 09:38, Ines wrote:\n"
    "> old words\n>\n> more\n",
    "a broken line": "My answer.\n\nOn Mon, 23 Nov 2026 at 09:38, Ines"
    " Navarro\n<i@x.example> wrote:\n\n> old words",
    "in French": "My answer.\n\nLe lun. 23 nov. 2026 à 09:38, Ines a écrit :\n> old words",
    "in Dutch": "My answer.\n\nOp ma 23 nov 2026 om 09:38 schreef Ines <i@x.example>:\n> old words",
    "in Japanese": "My answer.\n\n2026年11月23日(月) 9:38 Ines <i@x.example>:\n> old words",
    "dashes": "My answer.\n\n-----Original Message-----\nFrom: Ines\nold words\n",
    "dashes in German": "My answer.\n\n-----Ursprüngliche Nachricht-----\nVon: Ines\nold words\n",
    "heads": "My answer.\n\nFrom: Ines\nSent: Monday\nTo: Adele\nSubject: T\n\nold words\n",
    "heads in Spanish": "My answer.\n\nDe: Ines\nEnviado: lunes\nPara: Adele\n"
    "Asunto: T\n\nold words",
}


@pytest.mark.parametrize("name", TEXTS)
def test_plain_text_is_folded_alike(name: str) -> None:
    one = text_document(TEXTS[name])
    assert one.folded > 0
    above = "".join(run.text for run in one.runs[: one.folded])
    below = "".join(run.text for run in one.runs[one.folded :])
    assert above.strip() == "My answer."
    assert "old words" in below
    assert text_document(TEXTS[name], "FW: x").folded == -1
    assert text_document(TEXTS[name].removeprefix("My answer.")).folded == -1


def test_plain_text_keeps_its_links_and_answers_between_quotes() -> None:
    one = text_document("see a@x.example\n> q1\nanswer b@x.example\n> q2 c@x.example\n")
    assert [one.links[run.link].target for run in one.runs if run.link >= 0] == [
        "mailto:a@x.example",
        "mailto:b@x.example",
        "mailto:c@x.example",
    ]
    assert "answer" in "".join(run.text for run in one.runs[: one.folded])
    assert text_document("> q1\n\nmy answer below\n").folded == -1


def test_whatever_the_mail_no_word_is_lost_and_something_is_always_seen() -> None:
    chance = random.Random(7)
    pieces = [*TAILS.values(), "<p>words</p>", "<div>", "</div>", "<blockquote>", "</blockquote>"]
    pieces += [
        "<table><tr><td>cell",
        "</td></tr></table>",
        "<hr>",
        "text ",
        "<p>On 1 May Ines wrote:</p>",
    ]
    pieces += [
        '<blockquote type="cite">',
        "&nbsp;",
        '<div class="gmail_quote">',
        "<b>From:</b> x<br>",
    ]
    for _ in range(400):
        markup = "".join(chance.choices(pieces, k=chance.randint(1, 14)))
        made, plain = document(markup).markup, document(markup, "FW: x").markup
        bare = re.sub(rf'<details class="{FOLD_CLASS}"><summary.*?</summary>|</details>', "", made)
        assert bare == plain
        if made != plain:
            seen, folded = parts(markup)
            assert seen.replace("…", "").strip()
            assert folded.replace("&nbsp;", "").strip()


def test_a_mail_cannot_use_the_fold_to_write_markup() -> None:
    evil = (
        '<p>x</p><blockquote type="cite"'
        ' title="</details><script>x</script>">q &lt;script&gt;</blockquote>'
    )
    made = document(evil).markup
    assert "<script" not in made
    assert made.count("</details>") == 1


@pytest.mark.parametrize(
    "bomb",
    [
        '<blockquote type="cite">' * 390 + "x",
        "<p>x</p>" + '<blockquote type="cite">q</blockquote>' * 8_000,
        "<p>On 1 May 2026 Ines wrote:</p>" * 9_000,
        "<p>From: x</p><p>y</p>" * 9_000,
        "<p>x</p>" + '<div class="gmail_quote">x</div>' * 8_000,
        "<p>" + "From: a " * 40_000,
        "<p>-----Original " * 20_000,
    ],
    ids=lambda bomb: f"{bomb[-24:]}-{len(bomb)}",
)
def test_no_bomb_holds_the_folding_up(bomb: str) -> None:
    started = time.perf_counter()
    document(bomb)
    text_document(bomb.replace("</p>", "\n"))
    assert time.perf_counter() - started < 5
