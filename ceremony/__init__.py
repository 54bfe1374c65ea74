"""The month of a state office: plan, topic, invitations, roll, make-up study, report, news."""

__version__ = "0.1.0"
