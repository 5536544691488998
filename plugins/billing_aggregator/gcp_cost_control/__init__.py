"""A cloud function that takes billing off projects which have spent their budget."""
