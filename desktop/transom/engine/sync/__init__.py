"""What to fetch and when, and how a fetched page becomes stored rows."""
