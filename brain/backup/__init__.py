"""Backup and restore of everything the brain keeps, one file and one command each."""
