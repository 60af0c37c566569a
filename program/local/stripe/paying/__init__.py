"""Payment intents, charges, refunds, disputes."""
