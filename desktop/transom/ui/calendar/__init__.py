"""The calendar page: the week grid, the mini month and the event card."""
