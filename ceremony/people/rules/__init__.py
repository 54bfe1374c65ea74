"""What holds for units, addresses and staff lists, without a database and without a clock."""
