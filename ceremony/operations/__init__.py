"""Doctor, backup, restore, upgrade, health."""
