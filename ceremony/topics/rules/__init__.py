"""Rules of the library: how documents are cited, and what is kept of them."""

from ceremony.topics.rules.citation import Citation, Found, number_and_symbol, plain_number, print_citation, stem
from ceremony.topics.rules.entering import (
    ImpossibleDate,
    IncompleteCitation,
    NoCitation,
    NumberMissing,
    SecretDocument,
    SeveralCitations,
    UnknownDocument,
    citation_of_fields,
    complete,
    distinct,
    issuers_by_symbol,
    parse_citation,
    read_one,
    require_not_secret,
    short_key,
)
from ceremony.topics.rules.kinds import TYPES
from ceremony.topics.rules.reading import read
from ceremony.topics.rules.search import Piece, Place, excerpt_of, holds_all, pieces_of, searched, words_of_text

__all__ = [
    "TYPES",
    "Citation",
    "Found",
    "ImpossibleDate",
    "IncompleteCitation",
    "NoCitation",
    "NumberMissing",
    "Piece",
    "Place",
    "SecretDocument",
    "SeveralCitations",
    "UnknownDocument",
    "citation_of_fields",
    "complete",
    "distinct",
    "excerpt_of",
    "holds_all",
    "issuers_by_symbol",
    "number_and_symbol",
    "parse_citation",
    "pieces_of",
    "plain_number",
    "print_citation",
    "read",
    "read_one",
    "require_not_secret",
    "searched",
    "short_key",
    "stem",
    "words_of_text",
]
