"""The whole system over its public contracts: webhook in, Graph API out, Rocket.Chat's REST paths."""
