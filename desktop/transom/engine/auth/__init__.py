"""Who may ask: the registration, the sign-in transaction, tokens, and where secrets are kept."""
