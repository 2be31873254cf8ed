"""What goes wrong on purpose, and what happens by itself: switched on by name, from a seed."""
