"""Invoices: lines, totals, collecting."""
