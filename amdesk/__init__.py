"""AMDesk: placement bank, matching, competence certificates and results."""

__version__ = "0.2.0"
