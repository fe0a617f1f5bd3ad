"""The benchmark of looking ahead: a year of arrivals and places, policies side by side, hindsight as the ceiling."""
