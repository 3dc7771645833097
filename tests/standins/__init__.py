"""Servers of other people's making, played on loopback by their documented rules."""
