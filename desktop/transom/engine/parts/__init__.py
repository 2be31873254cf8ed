"""The engine's door, one part for each noun: wishes go in at once, readers show what is stored."""
