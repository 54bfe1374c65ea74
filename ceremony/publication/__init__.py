"""What the public sees of a ceremony."""
