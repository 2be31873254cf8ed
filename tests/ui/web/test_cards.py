"""Conversations in the body view: a frame for each mail, and no mail in another's place."""

import contextlib
import dataclasses
import json
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.exceptions import TimeoutError
from pytestqt.qtbot import QtBot
from tests.fakes.corpus import vectors
from tests.ui.web.conftest import Home, Pictures

from transom.engine.entities.mail import Body, MessageId
from transom.ui.theme import Theme
from transom.ui.web.body import BodyView
from transom.ui.web.cards import Card, CardNote, Conversation
from transom.ui.web.document import Document, document_from_body
from transom.ui.web.profile import OWN_WORLD

_FACTS = """JSON.stringify([...document.querySelectorAll("article")].map(one => ({
  id: one.id, classes: one.className, words: one.querySelector("header").innerText,
  body: one.querySelector(".body").innerText, top: one.getBoundingClientRect().top,
  notes: one.querySelector(".notes").innerText,
  height: one.querySelector("iframe") ? one.querySelector("iframe").offsetHeight : 0})))"""


def document(markup: str) -> Document:
    return document_from_body(Body(is_html=True, content=markup))


def card(number: int, **facts: Any) -> Card:
    usual = {"name": f"Person {number}", "initials": "P", "disc_color": "#0f7a69"}
    usual |= {"words": f"first words {number}", "time": "09:38", "full_time": f"today {number}"}
    return Card(MessageId(number), **(usual | facts))


def conversation(*cards: Card, **facts: Any) -> Conversation:
    return Conversation("c", cards, **facts)


def show(view: BodyView, dealt: Conversation, documents: dict[int, Document], qtbot: QtBot) -> None:
    """Show the conversation's first message, and the others of ``documents`` open beside it."""
    view.deck.deal(dealt, [MessageId(number) for number in documents])
    for number, one in list(documents.items())[1:]:
        view.deck.put(MessageId(number), one)
    number, one = next(iter(documents.items()))
    with qtbot.waitSignal(view.shown, timeout=10_000):
        view.show_document(MessageId(number), one)
    qtbot.waitUntil(lambda: view.is_page_shown, timeout=10_000)


def ask(view: BodyView, script: str, qtbot: QtBot) -> Any:
    page = view.web_page
    assert page is not None
    got: list[Any] = []
    page.run(script, got.append)
    qtbot.waitUntil(lambda: bool(got), timeout=10_000)
    return json.loads(got[0]) if isinstance(got[0], str) and got[0] else got[0]


def cards_of(view: BodyView, qtbot: QtBot) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in ask(view, _FACTS, qtbot)}


def texts_of(view: BodyView, qtbot: QtBot) -> dict[str, str]:
    """Return the words of each frame by its host."""
    assert view.web_page is not None
    frames = view.web_page.mainFrame().children()
    got: dict[str, str] = {}
    for frame in frames:
        host = frame.url().host()
        frame.runJavaScript(
            "document.body.innerText", OWN_WORLD, lambda text, h=host: got.update({h: text})
        )
    with contextlib.suppress(TimeoutError):  # a frame that goes meanwhile never answers
        qtbot.waitUntil(lambda: len(got) == len(frames), timeout=2_000)
    return got


def press(view: BodyView, number: int, key: Qt.Key, qtbot: QtBot) -> None:
    ask(view, f"document.querySelector('#c{number} button').focus(); 1", qtbot)
    child = view.childAt(QPoint(10, 10))
    assert child is not None
    text = {Qt.Key.Key_Space: " ", Qt.Key.Key_Return: "\r"}[key]
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
        QCoreApplication.sendEvent(child, event)


def test_each_open_card_has_a_frame_of_its_own_as_tall_as_its_mail(
    view: BodyView, qtbot: QtBot
) -> None:
    mails = {1: document("<p>one</p>"), 2: document("<div style='height:900px'>two</div>")}
    show(view, conversation(card(1), card(2), card(3)), mails, qtbot)
    assert texts_of(view, qtbot) == {"m1": "one", "m2": "two"}
    shown = cards_of(view, qtbot)
    assert [shown[f"c{n}"]["classes"] for n in (1, 2, 3)] == [
        "card open current",
        "card open",
        "card",
    ]
    assert 20 < shown["c1"]["height"] < 120
    assert 900 <= shown["c2"]["height"] < 960
    assert shown["c3"]["height"] == 0
    assert "first words 3" in shown["c3"]["words"]


def test_one_mails_style_reaches_neither_another_nor_the_heads(
    view: BodyView, qtbot: QtBot
) -> None:
    hostile = document(
        "<style>body,html,*{background:#ff0000 !important;color:#ff0000;display:block}"
        "header,.name,article{visibility:hidden}</style><p>red</p>"
    )
    show(view, conversation(card(1), card(2)), {1: document("<p>calm</p>"), 2: hostile}, qtbot)
    script = "JSON.stringify(getComputedStyle(document.querySelector('{}')).backgroundColor)"
    assert ask(view, script.format("html"), qtbot) == "rgb(255, 255, 255)"
    assert ask(view, script.format("#c2 header"), qtbot) == "rgb(255, 255, 255)"
    image = view.grab().toImage()
    facts = cards_of(view, qtbot)
    inside = {n: int(facts[f"c{n}"]["top"]) + 60 for n in (1, 2)}
    assert image.pixelColor(300, inside[1]).name() == "#ffffff"
    assert image.pixelColor(300, inside[2]).name() == "#ff0000"


def test_no_vector_calls_home_from_a_card(view: BodyView, home: Home, qtbot: QtBot) -> None:
    markups = [one.at(home.url, home.host) for one in vectors()[::3]]
    for first in range(0, len(markups), 12):
        chosen = markups[first : first + 12]
        mails = {
            first + n + 1: document(f"<p>start</p>{markup}") for n, markup in enumerate(chosen)
        }
        dealt = Conversation(str(first), tuple(card(number) for number in mails))
        show(view, dealt, mails, qtbot)
        assert len(texts_of(view, qtbot)) == len(mails)
    qtbot.wait(200)
    assert home.calls == []


def test_a_hostile_mail_that_slipped_through_harms_no_neighbour(
    view: BodyView, home: Home, qtbot: QtBot
) -> None:
    raw = (
        "<p>x</p><script>parent.document.body.textContent='ran';parent.postMessage({height:9},'*')"
        "</script><meta http-equiv=refresh content='0;url=transom-mail://m2/1-2/'>"
        "<iframe src='transom-mail://m2/1-2/'></iframe><iframe srcdoc='<p>in</p>'></iframe>"
        f"<form action='transom-mail://mail/1/card/2'><button autofocus>b</button></form>"
        f"<object data='{home.url}'></object><img src='{home.url}'>"
        "<img src='transom-mail://m2/1-2/part/0'>"
    )
    hostile = dataclasses.replace(document("x"), markup=raw)
    show(view, conversation(card(1), card(2)), {1: hostile, 2: document("<p>calm</p>")}, qtbot)
    qtbot.wait(200)
    assert texts_of(view, qtbot)["m2"] == "calm"
    assert "first words 2" in ask(view, "JSON.stringify(document.body.textContent)", qtbot)
    assert view.web_page is not None
    top = view.web_page.mainFrame().children()
    assert sorted(frame.url().host() for frame in top) == ["m1", "m2"]
    inner = [child.url().toString() or "about:" for frame in top for child in frame.children()]
    assert not [url for url in inner if not url.startswith("about:")]
    assert home.calls == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_a_key_opens_a_card_makes_it_the_current_one_and_closes_it(
    view: BodyView, qtbot: QtBot, key: Qt.Key
) -> None:
    show(view, conversation(card(1), card(2)), {1: document("<p>one</p>")}, qtbot)
    with qtbot.waitSignal(view.deck.chosen, timeout=5_000) as chosen:
        press(view, 2, key, qtbot)
    assert chosen.args == [2]
    qtbot.waitUntil(lambda: cards_of(view, qtbot)["c2"]["classes"] == "card open current")
    assert cards_of(view, qtbot)["c2"]["body"].startswith("Reading")
    view.turn_to(MessageId(2))
    view.show_document(MessageId(2), document("<p>two</p>"))
    qtbot.waitUntil(lambda: texts_of(view, qtbot) == {"m1": "one", "m2": "two"})
    press(view, 2, key, qtbot)
    qtbot.waitUntil(lambda: cards_of(view, qtbot)["c2"]["classes"] == "card current")


def test_new_cards_slide_in_and_what_is_open_is_not_loaded_again(
    view: BodyView, qtbot: QtBot
) -> None:
    show(view, conversation(card(2), card(1)), {1: document("<p>one</p>")}, qtbot)
    ask(view, "document.querySelector('iframe').wasHere = true; 1", qtbot)
    view.deck.deal(
        conversation(card(3, is_read=False), card(2), card(1, name="Renamed"), has_earlier=True)
    )
    qtbot.waitUntil(lambda: list(cards_of(view, qtbot)) == ["c3", "c2", "c1"])
    assert ask(view, "document.querySelector('iframe').wasHere ? 1 : 2", qtbot) == 1
    shown = cards_of(view, qtbot)
    assert shown["c3"]["classes"] == "card unread"
    assert "Renamed" in shown["c1"]["words"]
    with qtbot.waitSignal(view.deck.earlier_requested, timeout=5_000):
        ask(view, "document.querySelector('#earlier button').click(); 1", qtbot)
    view.deck.deal(conversation(card(1)))
    qtbot.waitUntil(lambda: list(cards_of(view, qtbot)) == ["c1"])


def test_cards_that_are_what_they_were_change_nothing(view: BodyView, qtbot: QtBot) -> None:
    show(view, conversation(card(1), card(2)), {1: document("<p>one</p>")}, qtbot)
    with qtbot.assertNotEmitted(view.deck.changed):
        view.deck.deal(conversation(card(1), card(2)))
    with qtbot.waitSignal(view.deck.changed, timeout=1_000):
        view.deck.deal(conversation(card(1), card(2, is_read=False)))


def test_what_is_read_stays_where_it_is_when_a_card_comes_above_it(
    view: BodyView, qtbot: QtBot
) -> None:
    tall = document('<div style="height:1200px">long</div>')
    show(view, conversation(card(2), card(1)), {2: tall}, qtbot)
    before = cards_of(view, qtbot)["c2"]["top"]
    view.deck.deal(conversation(card(3), card(2), card(1)))
    qtbot.waitUntil(lambda: list(cards_of(view, qtbot)) == ["c3", "c2", "c1"])
    assert abs(cards_of(view, qtbot)["c2"]["top"] - before) <= 1


def test_a_strangers_words_are_no_markup_in_a_head(view: BodyView, qtbot: QtBot) -> None:
    evil = "<img src=x onerror=alert(1)></button>\"'><b>"
    dealt = conversation(card(1, name=evil, words=evil, place=evil, full_time=evil), card(2))
    show(view, dealt, {1: document("<p>one</p>"), 2: document("<p>two</p>")}, qtbot)
    assert evil in cards_of(view, qtbot)["c1"]["words"]
    assert ask(view, "document.querySelectorAll('img,b').length + 1", qtbot) == 1


def test_a_mail_as_tall_as_its_view_does_not_grow_for_ever(view: BodyView, qtbot: QtBot) -> None:
    tall = document(
        "<style>html,body{height:100% !important;min-height:100vh;padding:40px}"
        "div{height:200vh}</style><div style='min-height:150vh'>tall</div>"
    )
    show(view, conversation(card(1), card(2)), {1: tall}, qtbot)
    qtbot.wait(200)
    assert cards_of(view, qtbot)["c1"]["height"] < 400


def test_words_are_marked_on_every_card_and_unfold_what_they_stand_in(
    view: BodyView, qtbot: QtBot
) -> None:
    view.mark("harbour")
    quote = '<blockquote type="cite">the harbour once</blockquote>'
    mails = {1: document("<p>Harbour news</p>"), 2: document(f"<p>see below</p>{quote}")}
    show(view, conversation(card(1), card(2)), mails, qtbot)
    script = "[...CSS.highlights.values()].reduce((sum, one) => sum + one.size, 0)"
    assert view.web_page is not None
    got: list[int] = []
    for frame in view.web_page.mainFrame().children():
        frame.runJavaScript(script, OWN_WORLD, got.append)
    qtbot.waitUntil(lambda: len(got) == 2, timeout=5_000)
    assert got == [1, 1]
    assert "the harbour once" in texts_of(view, qtbot)["m2"]
    with qtbot.waitSignal(view.web_page.findTextFinished, timeout=5_000) as found:
        view.web_page.findText("harbour")
    assert found.args is not None
    assert found.args[0].numberOfMatches() == 2


def test_a_card_grows_when_its_old_messages_are_unfolded(view: BodyView, qtbot: QtBot) -> None:
    quote = '<blockquote type="cite"><div style="height:300px">old</div></blockquote>'
    show(view, conversation(card(1), card(2)), {1: document(f"<p>new</p>{quote}")}, qtbot)
    before = cards_of(view, qtbot)["c1"]["height"]
    assert before < 200
    assert view.web_page is not None
    (frame,) = view.web_page.mainFrame().children()
    ask(view, "document.querySelector('iframe').focus(); 1", qtbot)
    frame.runJavaScript("document.querySelector('summary').focus()", OWN_WORLD)
    qtbot.wait(50)
    child = view.childAt(QPoint(10, 10))
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r")
        QCoreApplication.sendEvent(child, event)
    qtbot.waitUntil(lambda: cards_of(view, qtbot)["c1"]["height"] > before + 280, timeout=5_000)


def test_a_click_on_a_card_tells_that_mails_own_link(view: BodyView, qtbot: QtBot) -> None:
    link = '<a href="https://{}.example/" style="display:block;height:100px">here</a>'
    mails = {n: document(link.format(name)) for n, name in ((1, "one"), (2, "two"))}
    show(view, conversation(card(1), card(2)), mails, qtbot)
    qtbot.wait(100)
    top = int(cards_of(view, qtbot)["c2"]["top"])
    place = QPoint(200, top + 90)
    with qtbot.waitSignal(view.link_chosen, timeout=5_000) as chosen:
        qtbot.mouseClick(view.childAt(place), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args is not None
    assert chosen.args[0].target == "https://two.example/"
    assert sorted(texts_of(view, qtbot)) == ["m1", "m2"]


def test_pictures_of_a_card_are_asked_for_by_its_own_numbers(
    view: BodyView, pictures: Pictures, qtbot: QtBot
) -> None:
    one = dataclasses.replace(document("x"), markup='<img src="part/0">', pictures=(7,))
    two = dataclasses.replace(document("x"), markup='<img src="part/0">', pictures=(9,))
    show(view, conversation(card(1), card(2)), {1: one, 2: two}, qtbot)
    assert sorted(pictures.asked) == [7, 9]


def test_mails_with_colours_are_darkened_and_the_rest_is_dark_by_itself(
    view: BodyView, theme: Theme, qtbot: QtBot
) -> None:
    theme.set_choice("dark")
    own = document('<div style="background:#ffffff;color:#000000;height:80px">own</div>')
    show(view, conversation(card(1), card(2)), {1: own, 2: document("<p>plain</p>")}, qtbot)
    qtbot.wait(50)
    image = view.grab().toImage()
    heights = [image.pixelColor(500, y).lightness() for y in range(2, image.height(), 3)]
    assert max(heights) < 90


def test_a_fast_reader_never_sees_one_mail_under_anothers_name(
    view: BodyView, qtbot: QtBot
) -> None:
    colors = {1: "#ff0000", 2: "#0000ff", 3: "#00ff00", 4: "#ff00ff"}
    mails = {
        n: document(f'<div style="background:{color};height:2000px">{n}</div>')
        for n, color in colors.items()
    }
    threads = [Conversation("a", (card(1), card(2))), Conversation("b", (card(3), card(4)))]
    seen: list[tuple[int, str]] = []

    def note(number: int) -> None:
        if view.is_page_shown:
            seen.append((number, view.grab().toImage().pixelColor(300, 300).name()))

    view.shown.connect(note)
    for turn in range(16):
        number = turn % 4 + 1
        view.deck.deal(threads[(number - 1) // 2])
        view.turn_to(MessageId(number))
        view.show_document(MessageId(number), mails[number])
        qtbot.wait(turn % 5 * 15)
        if turn % 4 == 3:
            qtbot.waitUntil(lambda n=number: bool(seen) and seen[-1][0] == n, timeout=10_000)
    pairs = {1: {colors[1]}, 2: {colors[1], colors[2]}, 3: {colors[3]}, 4: {colors[3], colors[4]}}
    assert seen
    assert not [(number, color) for number, color in seen if color not in pairs[number]]


def test_a_note_stands_on_an_open_card_that_is_not_the_current_one_and_leads_to_it(
    view: BodyView, qtbot: QtBot
) -> None:
    show(view, conversation(card(1), card(2)), {1: document("one"), 2: document("two")}, qtbot)
    for number in (1, 2):
        note = CardNote(f"<b>{number}</b>.exe", "bad", can_load=number == 2)
        view.deck.annotate(MessageId(number), (note,))

    def notes() -> list[str]:
        return [one["notes"] for one in cards_of(view, qtbot).values()]

    qtbot.waitUntil(lambda: notes() == ["", "<b>2</b>.exe\nLoad pictures"], timeout=5_000)
    assert ask(view, "document.querySelectorAll('.notes b').length", qtbot) == 0
    for button, signal in ((1, view.deck.pictures_requested), (0, view.deck.chosen)):
        with qtbot.waitSignal(signal, timeout=5_000) as told:
            ask(view, f"document.querySelectorAll('.note button')[{button}].click(); 1", qtbot)
        assert told.args == [MessageId(2)]
    qtbot.waitUntil(lambda: notes() == ["<b>1</b>.exe", ""], timeout=5_000)
    assert "open" in cards_of(view, qtbot)["c2"]["classes"]
