"""Figures, explained."""
