"""One notebook through every exporter that is installed: `make bench`."""
