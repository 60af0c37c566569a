"""A small Django site as `startproject` makes it: what our own pages are measured against."""
