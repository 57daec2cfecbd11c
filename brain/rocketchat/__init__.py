"""The doors into Rocket.Chat: the app's signed endpoint and the REST API."""
