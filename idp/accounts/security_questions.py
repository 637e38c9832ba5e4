"""The security questions of an account, and how answers are compared."""

from __future__ import annotations

import unicodedata
from typing import Final

from shared.errors import Refusal

SHORTEST_ANSWER: Final = 3
LONGEST_ANSWER: Final = 80
#: Ours: the real list is not known (facts.md 11.3). Nothing here asks for a secret of real life.
QUESTIONS: Final = {
    "first_case": "What was the name of the first case in your training?",
    "library": "Which library did you like best as a student?",
    "street": "On which street did your first school stand?",
    "book": "Which book have you read more than once?",
    "teacher": "What was the family name of your favorite teacher?",
    "instrument": "Which instrument would you have liked to play?",
}


def plain(answer: str) -> str:
    """Return an answer as it is hashed: capitals, accents' spelling and blanks do not count."""
    return " ".join(unicodedata.normalize("NFKC", answer).casefold().split())


def check(first: str, second: str, answer_1: str, answer_2: str) -> None:
    """Check two questions and their answers.

    :raises Refusal: at the field.
    """
    for field, question in (("question_1", first), ("question_2", second)):
        if question not in QUESTIONS:
            raise Refusal("question", "Choose a security question.", field=field)
    if first == second:
        raise Refusal("question", "Choose two different security questions.", field="question_2")
    for field, answer in (("answer_1", answer_1), ("answer_2", answer_2)):
        if not SHORTEST_ANSWER <= len(plain(answer)) <= LONGEST_ANSWER:
            words = f"Write an answer of {SHORTEST_ANSWER} to {LONGEST_ANSWER} characters."
            raise Refusal("answer", words, field=field)
    if plain(answer_1) == plain(answer_2):
        raise Refusal("answer", "Give the two questions different answers.", field="answer_2")
