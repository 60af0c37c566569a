"""Customers, their cards and test clocks."""
