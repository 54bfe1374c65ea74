"""The rehearsal department and its mailbox."""
