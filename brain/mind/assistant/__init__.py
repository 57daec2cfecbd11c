"""Tier 2: a language model that chooses among the workflows where tier 1 is not sure."""
