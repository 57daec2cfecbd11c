"""The stores are imported into a real PostgreSQL."""

from tests.knowledge.conftest import database, migrated

__all__ = ["database", "migrated"]
