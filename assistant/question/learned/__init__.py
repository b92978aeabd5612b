"""What was learned about questions from those written for this project."""
