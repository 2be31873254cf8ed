"""The set-up assistant: how to register the app, step by step, and a test of the result."""
