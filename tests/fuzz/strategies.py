"""What is typed by nobody in their right mind, and how often."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

#: Enough to find what is odd, few enough for the gate; by hand, with more, it is a search.
few = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
#: Where one example is many requests.
fewer = settings(few, max_examples=6)
anything = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "",
            " ",
            "\x00",
            "ct12345",
            "jattorney",
            "' OR 1=1 --",
            "<script>alert(1)</script>",
            "a" * 300,
            "İı\u0345",
            "\ud7ff\ue000",
            "solicitor&co",
            "{{ 7 * 7 }}",
            "%00%ff",
        ]
    ),
)
#: What survives the way through an HTML attribute, as a browser would send it back.
typeable = st.text(st.characters(min_codepoint=0x20, exclude_categories=("C", "Z")), max_size=40)
strays = st.dictionaries(st.text(max_size=20), st.text(max_size=30), max_size=3)
leaf = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), anything)
tree = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=12), inner, max_size=4)
    ),
    max_leaves=8,
)
