"""How user names are compared, and what an account is called."""

from hypothesis import given
from hypothesis import strategies as st

from idp.accounts import not_built
from idp.accounts.names import LONGEST_NAME, account_type, user_key


def test_case_and_outer_blanks_do_not_count() -> None:
    assert user_key("  JAttorney ") == user_key("jattorney") == "jattorney"


@given(st.text(st.characters(), max_size=200))
def test_a_key_fits_the_database(text: str) -> None:
    key = user_key(text)
    assert len(key) <= LONGEST_NAME + 1
    assert "\x00" not in key
    key.encode()


def test_account_types() -> None:
    assert account_type(legacy=True) == "Legacy PACER Account"
    assert account_type(legacy=False) == "Upgraded PACER Account"


def test_the_list_of_pages_not_built_names_each_once() -> None:
    assert len({page.path for page in not_built.PAGES}) == len(not_built.PAGES)
    assert {page.issue for page in not_built.PAGES} <= {2, 3, 4, 5}
