"""AMDesk: placement bank, matching, competence certificates and results."""

__version__ = "0.1.0"
