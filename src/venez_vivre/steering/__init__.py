"""What the manager reads: funnel, rates, delays, targets, impact, and the values of reports."""
