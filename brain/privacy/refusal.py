"""Why nothing was done about a customer."""


class CustomerRefused(Exception):
    """There is no such customer, or nothing can be done now; the words say what to do."""
