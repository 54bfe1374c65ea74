"""Who is away on which days, asked and decided."""
