"""What payments promise, tried against the Stripe sandbox in a process of its own."""
