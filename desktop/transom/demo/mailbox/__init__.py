"""The invented people, mail, events and contacts, made from a seed and a size."""
