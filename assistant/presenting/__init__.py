"""An answer in the forms in which others take it: annotations, messages, a LangChain Runnable, plain text."""
