"""The people page: the sectioned list and the person card."""
