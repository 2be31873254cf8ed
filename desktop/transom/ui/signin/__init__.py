"""The welcome page, the provider's own page in a web view, and what follows a failure."""
