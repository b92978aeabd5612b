"""Answers that a chat model writes: prompt, stream, markers; the only place where a provider is chosen."""
