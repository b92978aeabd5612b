"""What a running server keeps and does beside answering: conversations, additions, logs, stopping."""
