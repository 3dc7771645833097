"""Draws: values in, PNG bytes out."""
