"""The body view: nothing calls home, no script runs, and no two mails ever mix."""

import dataclasses

from PySide6.QtCore import QBuffer, QPoint, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot
from tests.ui.web.conftest import Home, Pictures

from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.mail import (
    Attachment,
    AttachmentId,
    AttachmentKind,
    Body,
    MessageId,
)
from transom.ui.theme import Theme
from transom.ui.web.body import BodyView
from transom.ui.web.document import Document, document_from_body

CHART = Attachment(
    RemoteId("r"),
    AttachmentKind.FILE,
    "c.png",
    "image/png",
    9,
    True,
    "<chart>",
    "",
    AttachmentId(7),
)


def document(markup: str) -> Document:
    return document_from_body(Body(is_html=True, content=markup), [CHART])


def show(view: BodyView, number: int, one: Document, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.shown, timeout=40_000):
        view.show_document(MessageId(number), one)


def words_of(view: BodyView, qtbot: QtBot) -> str:
    got: list[str] = []
    assert view.web_page is not None
    view.web_page.toPlainText(got.append)
    qtbot.waitUntil(lambda: bool(got), timeout=10_000)
    return got[0]


def color_of(view: BodyView) -> str:
    return view.grab().toImage().pixelColor(QPoint(300, 200)).name()


def test_a_script_does_not_run_even_where_it_is_served(view: BodyView, qtbot: QtBot) -> None:
    raw = "<p id=a>calm</p><script>document.getElementById('a').textContent='ran'</script>"
    raw += "<img src=x onerror=\"document.getElementById('a').textContent='ran'\">"
    show(view, 1, dataclasses.replace(document("x"), markup=raw), qtbot)
    qtbot.wait(100)
    assert "calm" in words_of(view, qtbot)


def test_two_mails_never_mix_however_fast_one_switches(view: BodyView, qtbot: QtBot) -> None:
    colors = ["#ff0000", "#0000ff", "#00ff00"]
    pages = [
        document(f'<div style="background:{color};height:2000px">{color}</div>') for color in colors
    ]
    seen: list[tuple[int, str]] = []
    view.shown.connect(lambda number: seen.append((number, color_of(view))))

    def wait_until_shown(number: int) -> None:
        qtbot.waitUntil(lambda: bool(seen) and seen[-1][0] == number, timeout=10_000)

    for number in range(1, 31):
        view.show_document(MessageId(number), pages[number % 3])
        assert not view.is_page_shown
        if number % 6 == 0:  # now and then somebody stops to read
            wait_until_shown(number)
        else:
            qtbot.wait(number % 7 * 12)
    assert len(seen) >= 5
    assert [color for _, color in seen] == [colors[number % 3] for number, _ in seen]


def test_nothing_of_the_last_mail_is_left_once_nothing_is_selected(
    view: BodyView, qtbot: QtBot
) -> None:
    show(view, 1, document('<div style="background:#ff0000;height:2000px">x</div>'), qtbot)
    assert color_of(view) == "#ff0000"
    view.clear()
    assert color_of(view) == QColor(Qt.GlobalColor.white).name()


def test_a_body_of_more_than_two_megabytes_is_shown_whole(view: BodyView, qtbot: QtBot) -> None:
    row = "<p>Grüße aus Tallinn, Ääkköset %%% and more</p>\n"
    show(view, 1, document(row * 60_000 + "<p>the very end</p>"), qtbot)
    words = words_of(view, qtbot)
    assert len(words) > 2_000_000
    assert words.rstrip().endswith("the very end")


def test_a_long_plain_text_is_shown_whole(view: BodyView, qtbot: QtBot) -> None:
    text = "a line <b>as it is</b>\n" * 20_000 + "the last line"
    show(view, 1, document_from_body(Body(is_html=False, content=text)), qtbot)
    assert view.is_page_shown
    words = words_of(view, qtbot)
    assert words.count("<b>as it is</b>") == 20_000
    assert "the last line" in words


def test_inline_pictures_are_asked_for_and_shown(
    view: BodyView, pictures: Pictures, qtbot: QtBot
) -> None:
    show(view, 1, document('<img src="cid:chart" style="width:600px;height:900px">'), qtbot)
    assert pictures.asked == [AttachmentId(7)]
    qtbot.waitUntil(lambda: color_of(view) not in ("#ffffff", "#000000"), timeout=5_000)


def test_an_inline_picture_that_is_no_picture_is_not_served(
    view: BodyView, pictures: Pictures, qtbot: QtBot
) -> None:
    pictures.content = b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>"
    show(view, 1, document('<p>before</p><img src="cid:chart">'), qtbot)
    assert pictures.asked == [AttachmentId(7)]
    assert "before" in words_of(view, qtbot)


def test_plain_text_needs_no_web_view(theme: Theme, pictures: Pictures, qtbot: QtBot) -> None:
    view = BodyView(theme, pictures.fetch)
    qtbot.addWidget(view)
    one = document_from_body(Body(is_html=False, content="Hi\nsee https://a.example/x"))
    with qtbot.waitSignal(view.shown):
        view.show_document(MessageId(5), one)
    assert view.web_page is None
    assert view.message == 5


def test_old_messages_in_plain_text_are_shown_when_asked_for(
    theme: Theme, pictures: Pictures, qtbot: QtBot
) -> None:
    view = BodyView(theme, pictures.fetch)
    qtbot.addWidget(view)
    body = Body(is_html=False, content="my answer\n\nOn 1 May 2026 Ines wrote:\n> old words\n")
    view.show_document(MessageId(5), document_from_body(body))
    assert view._text.toPlainText().rstrip() == "my answer\n\n\n…"
    view._text.setFocus()
    qtbot.keyClick(view._text, Qt.Key.Key_Tab)
    qtbot.keyClick(view._text, Qt.Key.Key_Return)
    assert "> old words" in view._text.toPlainText()
    assert "…" not in view._text.toPlainText()


def test_a_click_tells_the_true_target_and_leads_nowhere(
    view: BodyView, home: Home, qtbot: QtBot
) -> None:
    link = f'<a href="{home.url}" style="display:block;width:500px;height:300px">bank.example</a>'
    show(view, 1, document(link), qtbot)
    qtbot.wait(200)
    child = view.childAt(QPoint(200, 150))
    with qtbot.waitSignal(view.link_chosen, timeout=5_000) as chosen:
        qtbot.mouseClick(child, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    assert chosen.args is not None
    assert chosen.args[0].target == home.url
    assert chosen.args[0].claimed_host == "bank.example"
    assert home.calls == []


def test_a_page_accepts_no_other_address(view: BodyView, home: Home, qtbot: QtBot) -> None:
    show(view, 1, document("<p>mine</p>"), qtbot)
    page = view.web_page
    assert page is not None
    kind = page.NavigationType.NavigationTypeOther
    assert not page.acceptNavigationRequest(home.url, kind, True)
    assert not page.acceptNavigationRequest("transom-mail://mail/999/", kind, True)
    assert not page.acceptNavigationRequest(page.url(), kind, False)
    assert page.acceptNavigationRequest(f"{page.url().toString()}#part", kind, True)


def test_dark_and_light_are_followed_while_a_mail_is_shown(
    view: BodyView, theme: Theme, qtbot: QtBot
) -> None:
    show(view, 1, document("<p>plain words</p>"), qtbot)
    light = view.grab().toImage().pixelColor(QPoint(500, 350)).lightness()
    with qtbot.waitSignal(view.shown, timeout=10_000):
        theme.set_choice("dark")
    qtbot.wait(50)
    dark = view.grab().toImage().pixelColor(QPoint(500, 350)).lightness()
    assert light > 200 > 80 > dark


def test_a_mail_is_darkened_and_its_pictures_are_left_alone(
    view: BodyView, theme: Theme, pictures: Pictures, qtbot: QtBot
) -> None:
    logo = QImage(80, 80, QImage.Format.Format_RGB32)
    logo.fill(QColor("white"))
    device = QBuffer()
    device.open(QBuffer.OpenModeFlag.WriteOnly)
    logo.save(device, "PNG")  # type: ignore[call-overload]  # its stubs know bytes
    pictures.content = device.data().data()
    theme.set_choice("dark")
    ground = '<div style="background:#ffffff;color:#000000;height:300px">'
    show(view, 1, document(f'{ground}<img src="cid:chart" width="80" height="80">x</div>'), qtbot)

    def color_at(x: int, y: int) -> str:
        return view.grab().toImage().pixelColor(QPoint(x, y)).name()

    qtbot.waitUntil(lambda: color_at(60, 40) == "#ffffff", timeout=5_000)
    assert QColor(color_at(300, 200)).lightness() < 60


def test_all_lengths_of_a_mail_follow_the_systems_font(
    large_type: None, view: BodyView, qtbot: QtBot
) -> None:
    boxes = (
        '<div style="width:100px;height:40px;background:#ff0000"></div>'
        '<div style="width:10em;height:40px;background:#0000ff"></div>'
    )

    def widths() -> tuple[int, int]:
        picture = view.grab().toImage()
        step = picture.width() / view.width()
        seen = {
            color: max(
                sum(picture.pixelColor(x, y).name() == color for x in range(picture.width()))
                for y in range(0, picture.height(), 10)
            )
            for color in ("#ff0000", "#0000ff")
        }
        return round(seen["#ff0000"] / step), round(seen["#0000ff"] / step)

    show(view, 1, document(boxes), qtbot)
    qtbot.waitUntil(lambda: widths() == (200, 280), timeout=10_000)
    view.lens.set_zoom(50)
    qtbot.waitUntil(lambda: widths() == (100, 140), timeout=10_000)
