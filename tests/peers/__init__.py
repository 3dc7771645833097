"""Real and nearly real servers, on loopback, that the tests post to."""
