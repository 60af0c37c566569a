"""What everybody reads: the list, the month, a roundtable's page, its card to share, recordings."""
