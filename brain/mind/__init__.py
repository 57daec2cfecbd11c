"""The thinking of the product: a turn goes in, a thought comes out, nothing else happens."""
