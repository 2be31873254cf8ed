"""All of QtWebEngine, and the one place that decides what a mail may load."""
