"""One notebook through every exporter, and a batch in every way to build it: `make bench`."""
