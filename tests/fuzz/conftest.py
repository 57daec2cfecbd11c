from tests.brain.conftest import database, migrated

__all__ = ["database", "migrated"]
