"""What a message's head, names and seals say of who sent it: pure, and wary of every word."""
