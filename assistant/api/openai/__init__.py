"""The OpenAI protocol in both forms, chat completions and Responses, for clients built for OpenAI's models."""
