"""The interfaces for programs: REST with server-sent events, the OpenAI protocol, and MCP, all to one assistant."""
