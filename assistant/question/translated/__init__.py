"""Puts German, French, Spanish and Chinese questions into English words."""
