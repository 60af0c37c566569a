"""What takes place and when: series, seasons, agendas, states, and what staff change about them."""
