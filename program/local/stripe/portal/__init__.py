"""The Billing Portal."""
