"""What the store can do for a customer, one module a workflow."""
