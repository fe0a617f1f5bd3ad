"""Looks at the whole window after every step of a story: one file for each class of fault, findings as sentences."""
