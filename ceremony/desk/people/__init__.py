"""The pages of the staff list and of the tree of units."""
