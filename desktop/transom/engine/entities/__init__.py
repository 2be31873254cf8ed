"""The nouns everybody shares: frozen values with no behaviour beyond their own meaning."""
