"""The settings page: accounts, appearance and storage."""
