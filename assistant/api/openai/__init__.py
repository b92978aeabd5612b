"""The OpenAI protocol in both its forms, chat completions and Responses, for clients that were built for its models."""
