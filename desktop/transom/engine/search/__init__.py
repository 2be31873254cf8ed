"""What a person looks for: the words of the search field, understood; pure, without a store."""
