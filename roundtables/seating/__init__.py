"""Who sits, who is offered a seat, who waits: members and guests, from the first click to the way in."""
