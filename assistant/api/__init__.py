"""The ways in for programs: REST with server-sent events, the OpenAI protocol, and MCP; all lead to one assistant.

They know HTTP and protocols, and nothing of pages or of how an answer is found.
"""
