"""The button that is an icon alone: its name is for the tool tip and for screen readers."""

from PySide6.QtWidgets import QPushButton

from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import set_tool_tip


def icon_button(
    icons: Icons, icon: str, words: str, *, token: str = "text", size: int = 18
) -> QPushButton:
    """Return a button without words, named by ``words``."""
    button = QPushButton()
    button.setProperty("kind", "icon")
    button.setAccessibleName(words)
    set_tool_tip(button, words)
    icons.put(button, icon, token, size=size)
    return button
