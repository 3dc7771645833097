"""Decides and acts: one module per thing that a person would say the bot does."""
