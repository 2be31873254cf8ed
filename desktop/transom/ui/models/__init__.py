"""Qt item models over the store: raw values by role, no words and no paint."""
