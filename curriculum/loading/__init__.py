"""From the folder of lessons to the tables that all programs read."""
