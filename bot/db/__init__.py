"""Remembers: takes a session, never commits."""
