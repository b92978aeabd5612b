"""The REST routes of what is watched, and of what people want to be told of."""
