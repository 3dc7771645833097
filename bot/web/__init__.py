"""Answers in the browser: pages, feeds, callbacks, webhook, health and metrics."""
