"""A believable centre that does not exist, for a first look, for screenshots and for tests."""
