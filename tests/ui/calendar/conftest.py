"""The stage of the calendar's tests."""

from tests.ui.calendar.stage import bridge, diary, engine, icons, lane, theme

__all__ = ["bridge", "diary", "engine", "icons", "lane", "theme"]
