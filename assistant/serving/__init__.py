"""What a running server keeps and does besides answering: conversations, additions, logs, stopping."""
