"""The commands of `python -m brain`, by who gives them. What takes long to load is loaded late."""
