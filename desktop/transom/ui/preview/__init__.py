"""Files looked at in place: from memory alone, with no network and nothing written."""
