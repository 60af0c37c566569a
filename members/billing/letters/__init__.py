"""The mails about payments. Each is composed when it is due, from what holds then; None: it no longer applies."""

from members.billing.letters import giving, payments, subscriptions

__all__ = ["giving", "payments", "subscriptions"]
