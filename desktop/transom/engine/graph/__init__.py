"""HTTP and Graph's JSON: nothing outside this room knows how Graph spells things."""
