"""The program without a screen: accounts, the wire, the store and sync, with no Qt in it."""
