"""Subscriptions: their items, changes, renewals, schedules."""
