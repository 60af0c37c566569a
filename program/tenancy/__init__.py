"""Keeping programs apart: one scope, two walls (manager and row-level security)."""
