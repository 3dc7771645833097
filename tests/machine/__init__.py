"""The servers and programs that tests need from the machine: found, started, stopped."""
