"""Whatever the doors are given: they take it or refuse it, and nothing behind them breaks."""
