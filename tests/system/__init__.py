"""The whole system over its public contracts: webhook, Graph API, Rocket.Chat's REST paths."""
