"""The calendar page: its views from day to year, the side pane, cards and reminders."""
