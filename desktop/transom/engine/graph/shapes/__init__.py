"""Graph's JSON as typed structs, and how each of them becomes one of our nouns."""
