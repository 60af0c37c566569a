"""A local Stripe: its HTTP API, Checkout, Billing Portal and webhooks, with switches for chaos. No money moves.

The real `stripe` client talks to it without knowing. `python -m program.local.stripe --port 8100` starts it by
itself; `program.local.stripe.running.sandbox()` inside a process. docs/stripe-sandbox.md tells what it speaks.
"""
