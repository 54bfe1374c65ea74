"""Working days, the rule, the year's plan, each ceremony."""
