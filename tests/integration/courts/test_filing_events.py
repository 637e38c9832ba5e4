"""The wizard of events: from the menu to the notice (facts 3.7)."""

from __future__ import annotations

import io

import pytest

from tests.integration.courts import bench
from tests.integration.courts.bench import Bench
from tests.integration.courts.filings import ALPHA, filer, pdf

COMPEL = "Motion to Compel"


@pytest.fixture
def ctd(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Return a court with its reference cases alone."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    return bench.build(tmp_path_factory.mktemp("ctd"), "ctd", "2021-11", world="none")


def test_a_motion_with_two_exhibits(ctd: Bench) -> None:
    at = filer(ctd, "attorney_everywhere")
    at.to_filer(COMPEL, ALPHA, "Alpha Widgets")
    assert at.heading == "Attorney/party association"
    at.send(**{f"represents_{_party(at.page.html)}": "y"})
    assert at.heading == "Sealed or unsealed"
    at.send(sealed="unsealed")
    assert at.heading == "Select the pdf document"
    at.send(
        main=(io.BytesIO(pdf(3)), "motion.pdf"),
        file_0=(io.BytesIO(pdf(1)), "a.pdf"),
        category_0="Exhibit",
        description_0="A",
        file_1=(io.BytesIO(pdf(2)), "b.pdf"),
        category_1="Exhibit",
        description_1="Exhibit B",
    )
    assert at.heading == "Docket Text: Modify as Appropriate."
    at.send(prefix="AMENDED", free="as to interrogatories")
    assert at.heading == "Docket Text: Final Text"
    assert "Attention: Next on this screen files the papers." in at.page.text
    shown = at.send()
    assert at.heading == "Notice of Electronic Filing"
    text = (
        "AMENDED MOTION to Compel by Alpha Widgets, Inc.. as to interrogatories (Attachments: "
        "# 1 Exhibit A, # 2 Exhibit Exhibit B)(Counsel, Oscar) (Entered: 11/15/2021)"
    )
    assert text in shown.text


def _party(html: str) -> str:
    return html.partition('name="represents_')[2].partition('"')[0]
