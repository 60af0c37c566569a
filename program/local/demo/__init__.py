"""A believable pair of programs to look around in; everything in them is made up and marked so."""
