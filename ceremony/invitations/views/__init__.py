"""The pages of invitations: one for whoever is invited, one for the office."""

from ceremony.invitations.views.invitee import blueprint as invitee
from ceremony.invitations.views.office import blueprint as office

__all__ = ["invitee", "office"]
