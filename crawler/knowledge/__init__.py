"""Strict readers of the facts kept as data beside them: languages, countries, chats, organisations."""
