"""The encrypted database: nothing outside this room knows a column."""
