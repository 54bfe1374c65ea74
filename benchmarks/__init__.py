"""Speed, measured side by side: what is the limit, what the naive way gives, and what we reach."""
