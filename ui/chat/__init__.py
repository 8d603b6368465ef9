"""The chat: a question, an answer that arrives, and what a person can do with it."""
