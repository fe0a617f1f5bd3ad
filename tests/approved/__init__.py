"""What the program answers, prints, writes and stores about a known city, beside what was read and approved before.

Whatever says something else than before fails here. Of a long answer the first lines stand as they are, and the others are known
by their sum: that something of them changed is seen here, and what by `AMDESK_APPROVED_WHOLE=folder`, which writes every text in
full, with the program before the change and with the one after it. Where it is meant to change, the texts in `said` are written
anew by `AMDESK_APPROVE=1 ./start test tests/approved tests/cli/test_every_command.py`, and read like any other change.
"""
