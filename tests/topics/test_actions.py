"""Adding documents to a host's library."""

from datetime import UTC, datetime

import pytest

from ceremony.core.db import transaction
from ceremony.core.files.rules import FileOfOtherType, Upload
from ceremony.people.queries import get_root, get_unit
from ceremony.topics.actions import add_document
from ceremony.topics.queries import cite, list_documents
from ceremony.topics.rules import SecretDocument, parse_citation
from tests.cast import Cast
from tests.topics.test_rules import SEED

NOW = datetime(2021, 7, 26, 1, 0, tzinfo=UTC)
PDF = b"%PDF-1.7\n%%EOF\n"


def test_the_same_document_is_added_once_and_keeps_its_words(cast: Cast) -> None:
    with transaction():
        first, new = add_document(get_root(), parse_citation(SEED), None, NOW)
        again, new_again = add_document(get_root(), parse_citation(SEED.replace("tổng thể", "chung")), None, NOW)
        assert (new, new_again, again.id) == (True, False, first.id)
    assert [cite(document) for document in list_documents(get_root())] == [SEED]


def test_each_host_has_its_own_library(cast: Cast) -> None:
    with transaction():
        add_document(get_root(), parse_citation(SEED), None, NOW)
        _, new = add_document(get_unit(cast.guest), parse_citation(SEED), None, NOW)
    assert new


def test_a_file_given_later_is_kept_with_the_document(cast: Cast) -> None:
    with transaction():
        document, _ = add_document(get_root(), parse_citation(SEED), None, NOW)
        assert document.file is None
        add_document(get_root(), parse_citation(SEED), Upload("76.pdf", PDF), NOW)
        add_document(get_root(), parse_citation(SEED), None, NOW)
    [kept] = list_documents(get_root())
    assert kept.file is not None
    assert (kept.file.name, kept.file.content) == ("76.pdf", PDF)


def test_a_refused_file_leaves_nothing_behind(cast: Cast) -> None:
    with pytest.raises(FileOfOtherType), transaction():
        add_document(get_root(), parse_citation(SEED), Upload("76.pdf", b"MZ"), NOW)
    with pytest.raises(SecretDocument), transaction():
        add_document(get_root(), parse_citation(SEED), Upload("76 MẬT.pdf", PDF), NOW)
    assert list_documents(get_root()) == []
