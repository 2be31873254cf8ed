"""The tenant's identity provider: discovery, sign-in and consent pages, tokens."""
