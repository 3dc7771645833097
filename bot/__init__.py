"""Hibi (日々): one small question a day, kept as a diary, shared when you say so."""
