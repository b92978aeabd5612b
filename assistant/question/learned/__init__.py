"""What was learned from the questions written for this project."""
