"""One file per feature: its words, buttons and handlers together."""
