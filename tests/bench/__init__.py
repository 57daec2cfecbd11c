"""How fast, how much and how dear: `python -m tests.bench`, that is `make bench`."""
