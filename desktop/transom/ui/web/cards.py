"""A conversation as a page of our own: a card for each message, and a frame for each open one."""

import html
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from transom.engine.entities.mail import MessageId
from transom.ui.theme import Theme
from transom.ui.web.frame import SCHEME, font_words, scrollbar_style

EARLIER, CARD, NOTE, PICTURES = "earlier", "card", "note", "pictures"
"""What the buttons of the page are called, the last three before a message's number."""
_FILES = (
    '<svg class="clip" viewBox="0 0 16 16" aria-label="with files" role="img"><path d="M11.5 5.5 6'
    ' 11a1.4 1.4 0 0 0 2 2l6-6a2.8 2.8 0 0 0-4-4L4 9a4.2 4.2 0 0 0 6 6l4-4"/></svg>'
)


@dataclass(frozen=True, slots=True)
class Card:
    """The head of a message's card, in words; all of them are a stranger's."""

    message: MessageId
    name: str
    initials: str
    disc_color: str
    words: str
    time: str
    full_time: str
    place: str = ""
    """The folder, where it is another than one expects."""
    is_read: bool = True
    has_files: bool = False
    photo: bytes = b""
    """A small picture of the sender, as PNG."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """The cards in the order they are shown; ``key`` tells one conversation from another."""

    key: str
    cards: tuple[Card, ...]
    has_earlier: bool = False
    is_newest_first: bool = True

    def card(self, message: MessageId) -> Card | None:
        """Return a message's card."""
        return next((card for card in self.cards if card.message == message), None)


@dataclass(frozen=True, slots=True)
class CardNote:
    """A sentence on a card, which leads to it; ``can_load`` offers the pictures it speaks of."""

    words: str
    tone: str = ""
    can_load: bool = False


@dataclass(frozen=True, slots=True)
class CardState:
    """Whether a card is open, and what then is below its head: a frame, or words meanwhile."""

    is_open: bool = False
    is_current: bool = False
    frame_url: str = ""
    meanwhile: str = ""
    notes: tuple[CardNote, ...] = ()

    @property
    def classes(self) -> str:
        """The names its element bears."""
        return f"card{' open' * self.is_open}{' current' * self.is_current}"


States = Mapping[MessageId, CardState]


def card_facts(card: Card, state: CardState, place: str) -> dict[str, str]:
    """Return what the page's script needs to make the card what it should be."""
    return {
        "id": f"c{card.message}",
        "classes": f"{state.classes}{'' if card.is_read else ' unread'}",
        "label": f"{card.name}, {card.full_time}",
        "head": _head(card, state, place),
        "notes": "".join(_note(note, card, place) for note in state.notes),
        "body": _body(card, state),
    }


def cards_content(conversation: Conversation, states: States, theme: Theme, place: str) -> bytes:
    """Return the page; ``place`` is the address below which its buttons lie."""
    cards = [
        _card(card_facts(card, states.get(card.message, CardState()), place))
        for card in conversation.cards
    ]
    if conversation.has_earlier:
        cards.insert(len(cards) if conversation.is_newest_first else 0, earlier_button(place))
    page = (
        f'<!doctype html><html dir="{_direction()}"><head><meta charset="utf-8">'
        "<title>Conversation</title>"
        f"<style>{_style(theme)}</style></head>"
        f'<body><main id="cards">{"".join(cards)}</main></body></html>'
    )
    return page.encode("utf-8", "replace")


def _card(facts: dict[str, str]) -> str:
    return (
        f'<article id="{facts["id"]}" class="{facts["classes"]}"'
        f' aria-label="{html.escape(facts["label"])}">'
        f'<header>{facts["head"]}</header><div class="notes">{facts["notes"]}</div>'
        f'<div class="body">{facts["body"]}</div></article>'
    )


def _head(card: Card, state: CardState, place: str) -> str:
    clean = html.escape
    where = f'<span class="place" dir="auto">{clean(card.place)}</span>' if card.place else ""
    return (
        f'<form action="{place}{CARD}/{card.message}" method="get">'
        f'<button aria-expanded="{str(state.is_open).lower()}"'
        f' aria-current="{str(state.is_current).lower()}">'
        f'{_disc(card)}<span class="name" dir="auto">{clean(card.name)}</span>'
        f'<span class="words" dir="auto">{clean(card.words)}</span>{where}'
        f"{_FILES if card.has_files else ''}"
        f'<time title="{clean(card.full_time)}">{clean(card.time)}</time></button></form>'
    )


def _note(note: CardNote, card: Card, place: str) -> str:
    load = (
        f'<form action="{place}{PICTURES}/{card.message}" method="get">'
        "<button>Load pictures</button></form>"
    )
    return (
        f'<div class="note {note.tone}"><form action="{place}{NOTE}/{card.message}" method="get">'
        f'<button dir="auto" title="Go to this message">{html.escape(note.words)}</button></form>'
        f"{load if note.can_load else ''}</div>"
    )


def _disc(card: Card) -> str:
    if card.photo:
        data = b64encode(card.photo).decode()
        return f'<img class="disc" alt="" src="data:image/png;base64,{data}">'
    color, letters = html.escape(card.disc_color), html.escape(card.initials)
    return f'<span class="disc" aria-hidden="true" style="background:{color}">{letters}</span>'


def _body(card: Card, state: CardState) -> str:
    if state.frame_url:
        title = html.escape(f"Message of {card.name}, {card.full_time}")
        return f'<iframe sandbox src="{state.frame_url}" title="{title}"></iframe>'
    if state.is_open:
        return f'<p class="meanwhile">{html.escape(state.meanwhile or "Reading the text…")}</p>'
    return ""


def earlier_button(place: str) -> str:
    """Return the button that asks for more cards."""
    return (
        f'<form id="earlier" action="{place}{EARLIER}" method="get">'
        "<button>Show earlier messages</button></form>"
    )


def buttons_place(path: str) -> str:
    """Return the address below which a page's buttons lie."""
    return f"{SCHEME}://mail{path}"


def _direction() -> str:
    is_mirrored = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    return "rtl" if is_mirrored else "ltr"


def _style(theme: Theme) -> str:
    tokens = theme.tokens
    return f"""
:root{{color-scheme:{"dark" if theme.is_dark else "light"}}}
html{{background:{tokens.card};color:{tokens.text};scroll-padding-top:8px}}
body{{margin:0;font:13px/1.4 {font_words(theme)}}}
main{{border-top:1px solid {tokens.line}}}
form{{margin:0}}
article{{border-bottom:1px solid {tokens.line};
border-inline-start:3px solid transparent}}
article.current{{border-inline-start-color:{tokens.accent}}}
header{{position:sticky;top:0;background:{tokens.card};z-index:1}}
button{{all:unset;box-sizing:border-box;cursor:pointer;color:inherit;font:inherit}}
button:focus-visible{{outline:2px solid {tokens.accent};outline-offset:-2px;
border-radius:6px}}
header button{{display:flex;align-items:center;gap:10px;width:100%;
padding-block:8px;padding-inline:22px 25px}}
header button:hover{{background:{tokens.panel}}}
.disc{{flex:none;width:26px;height:26px;border-radius:50%;color:#fff;
font-size:10px;font-weight:600;display:grid;place-items:center}}
.name{{flex:none;max-width:40%;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}}
.unread .name,.open .name{{font-weight:600}}
.unread time{{color:{tokens.accent};font-weight:600}}
.words{{text-align:start;
flex:1 1 0;min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;
color:{tokens.dim}}}
.open .words{{visibility:hidden}}
.place{{flex:none;max-width:25%;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;
font-size:11px;color:{tokens.dim};background:{tokens.bg};padding:1px 7px;
border-radius:6px}}
.clip{{flex:none;width:14px;height:14px;fill:none;stroke:{tokens.dim};
stroke-width:1.3;stroke-linecap:round}}
time{{flex:none;color:{tokens.dim};font-size:12px}}
.notes{{padding-inline:25px}}
.notes:empty,.body{{display:none}}
.open .body{{display:block}}
.note{{display:flex;align-items:baseline;gap:12px;margin-block:0 6px;
padding:5px 10px;border-radius:8px;background:{tokens.bg};color:{tokens.dim};
font-size:12px}}
.note.accent{{background:{tokens.accent_soft};color:{tokens.accent}}}
.note.warn{{background:{tokens.warn_soft};color:{tokens.warn}}}
.note.bad{{background:{tokens.bad_soft};color:{tokens.bad}}}
.note form:first-child{{flex:1 1 0;min-width:0}}
.note form:first-child button{{width:100%;text-align:start}}
.note button{{overflow-wrap:anywhere}}
.note form+form button{{text-decoration:underline;white-space:nowrap}}
iframe{{display:block;border:0;width:100%;height:40px;background:{tokens.card}}}
.meanwhile{{margin:0;padding:4px 25px 20px;color:{tokens.dim}}}
#earlier{{border-bottom:1px solid {tokens.line}}}
#earlier button{{width:100%;padding:9px;text-align:center;color:{tokens.accent}}}
{scrollbar_style(theme)}
"""
