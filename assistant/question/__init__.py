"""From the typed words and the conversation to what is asked."""
