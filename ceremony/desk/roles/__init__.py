"""Who holds which role in the host: given, taken back, handed over."""
