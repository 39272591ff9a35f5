"""What several test files need: example rows, and the reports kept outside the repository."""

import signal
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from unionstats.core.claim import Claim, DocumentRow

# A deadline on a busy machine fails tests that are right.
settings.register_profile("unionstats", deadline=None)
settings.load_profile("unionstats")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts what runs in the background with SIGINT ignored, and the commands under test would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reports and gold claims beside the repository."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"there is no {folder}: its reports are not part of the repository")
    return folder


@pytest.fixture(scope="session")
def make_claim() -> Callable[..., Claim]:
    """A claim with the given fields changed."""
    example = Claim(
        claim_id="c_0001",
        file="bozhou2024.txt",
        city="亳州市",
        city_code="341600",
        province="安徽省",
        county=None,
        year=2024,
        indicator="工会驿站（个）",
        indicator_id="service.station",
        topic="service",
        label="工会驿站",
        breakdown=None,
        parent_id=None,
        value=1260.0,
        value_max=None,
        unit="家",
        kind="count",
        qualifier="=",
        status="reported",
        period_start=date(2024, 1, 1),
        period_end=date(2024, 12, 31),
        period_source="document",
        text="1260家",
        char_start=100,
        char_end=105,
        evidence="建成工会驿站1260家，服务户外劳动者38.5万余人。",
        section=None,
        rule="nouns.before",
        flags=(),
    )
    return example._replace


@pytest.fixture(scope="session")
def make_document() -> Callable[..., DocumentRow]:
    """A row of the documents table with the given fields changed."""
    example = DocumentRow(
        file="bozhou2024.txt",
        sha256="0" * 64,
        bytes=9000,
        encoding="utf-8",
        script="simplified",
        format="txt",
        title="亳州市总工会2024年工作总结",
        city="亳州市",
        city_code="341600",
        province="安徽省",
        county=None,
        city_source="title",
        year=2024,
        year_source="title",
        published=date(2025, 1, 5),
        repairs=0,
        unrepaired=0,
        replaced=0,
        n_claims=1,
        n_dropped=3,
        status="ok",
        error=None,
    )
    return example._replace
