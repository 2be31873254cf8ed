"""The mail page: folders, message list and reading pane."""
