"""Calendar colours are readable in both themes, whatever the server says."""

import pytest

from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.calendar import Calendar
from transom.ui.calendar.colors import LEAST_CONTRAST, calendar_color, contrast
from transom.ui.theme import Choice, Theme


@pytest.mark.parametrize("choice", ["light", "dark"])
@pytest.mark.parametrize("color", ["", "#ffff00", "#000000", "#ffffff", "#0f8a75", "no colour"])
def test_a_calendar_is_seen_on_the_grid(theme: Theme, choice: Choice, color: str) -> None:
    theme.set_choice(choice)
    calendar = Calendar(RemoteId("one"), "One", color)
    assert contrast(calendar_color(theme, calendar), theme.color("card")) >= LEAST_CONTRAST
