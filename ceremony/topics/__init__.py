"""The library of documents that are presented."""
