"""The screens; every line of it runs on the GUI thread."""
