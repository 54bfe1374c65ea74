"""The commands, one file a feature, thin."""
