"""What is said in place of what is protected."""

from __future__ import annotations

from amdesk.domain.texts import N_

MASK = N_("Protected personal data")
HIDDEN = N_("(hidden)")
"""What stands where a protected person's workplace would: it is as secret as the address."""

UNTOLD = N_(
    "That is not possible. Why is not told here, since it would tell where somebody protected is. Open her record for a reason to see it."
)
"""What is said in place of a refusal that names her days or what her workplace asks for."""
