"""Requests per second, beside plain Django's: see docs/performance.md."""
