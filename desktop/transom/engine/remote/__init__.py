"""Pictures a person asked for, fetched from strangers without telling them more than that."""
