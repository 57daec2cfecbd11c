"""Injections and jailbreaks as Dominicans would write them, and who got through."""
