"""The stores are imported into a real PostgreSQL."""

from tests.knowledge.conftest import database, migrated, postgres

__all__ = ["database", "migrated", "postgres"]
