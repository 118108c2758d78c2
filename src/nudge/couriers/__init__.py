"""The ways to a person: mail, webhooks, chat, and console, file and inbox for trying things out."""
