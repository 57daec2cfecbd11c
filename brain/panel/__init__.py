"""The management's page: for administrators of the store's Rocket.Chat, with their login there."""

from brain.panel.blueprint import add_to

__all__ = ["add_to"]
