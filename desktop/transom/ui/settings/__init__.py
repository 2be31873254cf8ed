"""The settings page: accounts, what may be read, appearance, calendar and storage."""
