"""The page that people see: the conversation, the cards beside it, and whole articles.

It draws answer/1 records. Only `chat.py` and `side.py` import gradio.
"""
