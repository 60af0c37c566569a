"""What staff see and do in the admin; the rows themselves are changed by the other folders' actions."""
