"""Everything goes wrong by dice; afterwards the world's own records are reckoned up."""
