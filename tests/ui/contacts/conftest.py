"""The stage of the people page's tests."""

from tests.ui.calendar.stage import bridge, engine, icons, theme

__all__ = ["bridge", "engine", "icons", "theme"]
