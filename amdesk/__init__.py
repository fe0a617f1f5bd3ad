"""AMDesk: placement bank, matching, competence certificates and results."""

import os

__version__ = "0.3.0"

# openpyxl takes lxml wherever it is installed, whose errors on a full disk are no OSErrors and cannot be caught in order
os.environ.setdefault("OPENPYXL_LXML", "False")
