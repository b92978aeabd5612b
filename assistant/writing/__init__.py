"""Answers written by a chat model: prompt, stream, markers; the only place where a provider is chosen."""
