"""Buttons that lead out of an event into the browser: its meeting and its place."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from transom.ui.calendar.meetings import Meeting, is_safe, map_url
from transom.ui.text import safe
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel, set_tool_tip


def join_button(icons: Icons, meeting: Meeting) -> QPushButton:
    """Return the button that opens a meeting in the browser."""
    join = QPushButton(meeting.words)
    join.setProperty("kind", "primary")
    set_tool_tip(join, f"Opens {QUrl(meeting.url_text).host()} in your browser")
    icons.put(join, "ph.video-camera", "on_accent", size=16)
    join.clicked.connect(lambda: open_address(meeting.url_text))
    return join


def place_row(icons: Icons, location: str) -> QHBoxLayout:
    """Return a place's words, and a button to a map where it is a place on the ground."""
    row = QHBoxLayout()
    mark = PlainLabel()
    icons.put(mark, "ph.map-pin", size=16)
    place = PlainLabel(is_selectable=True)
    place.set_wrapped()
    place.set_text(safe(location))
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(place, 1)
    address = map_url(location)
    if address:
        button = QPushButton("Map")
        button.setProperty("kind", "link")
        button.setAccessibleName(f"Show {safe(location)} on a map")
        set_tool_tip(button, "Looks this place up on openstreetmap.org in your browser")
        button.clicked.connect(lambda: open_address(address))
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    return row


def open_address(url_text: str) -> None:
    """Hand an address to the browser, if it is one that may be."""
    if is_safe(url_text):
        QDesktopServices.openUrl(QUrl(url_text, QUrl.ParsingMode.StrictMode))
