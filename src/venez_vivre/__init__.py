"""Outil des chargés d’accueil : des inscrits aux installés."""
