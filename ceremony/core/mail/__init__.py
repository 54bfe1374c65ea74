"""Letters in an outbox and their delivery: never lost, transmitted at most once."""
