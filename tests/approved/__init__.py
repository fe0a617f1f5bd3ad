"""What the program answers, prints and writes about a known city, beside what was read and approved before.

Whatever says something else than before fails here, with the lines that differ. Where it is meant to, the texts in `said` are
written anew by `AMDESK_APPROVE=1 ./start test tests/approved`, and the lines that changed are read like any other change.
"""
