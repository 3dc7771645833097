"""Takes pictures and sound in, decoded in a child process, cleaned and stored; fits them out."""
