"""The demo tenant: a pretend Microsoft on loopback, reached over the wire alone."""
