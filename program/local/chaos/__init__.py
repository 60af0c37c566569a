"""What is promised when many come at once and parts fail, tried on real parts: see docs/reliability.md."""
