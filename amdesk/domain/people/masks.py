"""What is said in place of what is protected."""

from __future__ import annotations

from amdesk.domain.texts import N_

MASK = N_("Protected personal data")
HIDDEN = N_("(hidden)")
"""What stands where a protected person's workplace would: it is as secret as the address."""
