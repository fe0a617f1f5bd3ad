"""The bank: the only place with SQL. `opening.open_bank` gives a connection that belongs to the thread that asked."""
