"""Scarce offers shared out among all households at once: who gets what, at what price."""
