"""Whether reviews are a decision: values in, an answer out."""

from __future__ import annotations

from checker.core.identity import Identity
from checker.core.location import Ref
from checker.core.model import Review
from checker.core.settings import Person, Requirement, Settings
from checker.triage.reviewers import (
    Answer,
    Cover,
    Provenance,
    Refusal,
    Subject,
    decide,
    recorded_by_others,
    refusal,
    required,
)

PEOPLE = (Person("dana", ("security",), ("github:dana",)), Person("erin", ("security",)), Person("pat", ("platform",)))
GATE = Subject((Ref("gate", ".threatgate.yaml"),), happened=frozenset(("changed", "weakened")))
TILL = Subject((Ref("component", "till"), Ref("component", "desk")), ("pay/threatmodel.yaml",), frozenset(("added",)))


def settings(*required: Requirement, **fields: object) -> Settings:
    return Settings(people=PEOPLE, required=required)._replace(**fields)  # type: ignore[arg-type]


def covers(*who: str) -> list[Cover]:
    return [Cover(Review(str(n), by, on="2026-11-20")) for n, by in enumerate(who)]


def test_the_files_of_the_gate_are_decided_like_elements() -> None:
    two = settings(Requirement(("gate/*",), ("security",), number=2))
    assert decide(two, GATE, covers("dana", "erin")) == Answer()
    answer = decide(two, GATE, covers("dana", "github:dana", "pat"))
    assert answer.rule == "review/unauthorized-reviewer"
    assert answer.why == "'dana' alone: it takes 2 different people of 'security'"
    assert answer.hint == "who may (security): erin; then threatgate review .threatgate.yaml --by YOU"


def test_a_requirement_fits_by_element_model_and_what_happened() -> None:
    def fits(subject: Subject, **fields: tuple[str, ...]) -> bool:
        one = Requirement(**{"on": ("*",), "by": ("security",), **fields})  # type: ignore[arg-type]
        return [*required(settings(one), subject)] == [one]

    assert fits(TILL) and fits(GATE)
    assert fits(TILL, on=("*/till",)) and fits(TILL, on=("flow/*", "component/d?sk"))
    assert not fits(TILL, on=("gate/*",)) and not fits(GATE, on=("component/*",)) and not fits(TILL, on=("till",))
    assert fits(TILL, models=("x", "pay/*")) and not fits(TILL, models=("pay",)) and not fits(GATE, models=("*",))
    assert fits(TILL, change=("added",)) and not fits(TILL, change=("changed", "weakened", "removed"))
    assert fits(GATE, change=("weakened",)) and not fits(Subject(TILL.refs), change=("added",))


def test_without_people_anybody_may_and_one_is_enough() -> None:
    assert decide(Settings(), TILL, covers("anybody")) == Answer()


def test_the_reason_of_the_review_that_would_have_been_enough_is_the_one_to_tell() -> None:
    asked = settings(Requirement(("*",), ("security",)))
    own = Refusal("review/own-change", ", who has a part in the change")
    said = [covers("pat")[0], covers("erin")[0]._replace(refusal=own)]
    answer = decide(asked, TILL, said)
    assert (answer.rule, answer.why, answer.review) == (
        own.rule,
        "'erin', who has a part in the change",
        said[1].review,
    )
    assert answer.hint == "who may (security): dana; then threatgate review till --by YOU"


def test_a_hint_names_a_few_people_and_quotes_what_a_shell_would_read() -> None:
    many = tuple(Person(f"p{n}") for n in range(9))
    odd = Subject((Ref("flow", "$(x)"),))
    refused = [Cover(Review("0", "eve"), Refusal("review/unsigned", ""))]
    assert decide(settings(people=many), odd, refused).hint == (
        "who may: p0, p1, p2, p3, p4 and 4 more; then threatgate review '$(x)' --by YOU"
    )
    assert decide(Settings(), odd, refused).hint == "somebody else has to review it: threatgate review '$(x)' --by YOU"
    removed = odd._replace(happened=frozenset(("removed",)))
    assert decide(settings(people=many[:1]), removed, refused).hint == (
        "who may: p0; then threatgate review --changed --base REV --by YOU"
    )


def test_why_a_review_counts_for_nothing() -> None:
    review, ref = Review("0", "Dana"), Ref("flow", "pay")
    bob, dana = Identity("Bob", "bob@example.com"), Identity(account="github:dana")
    eyes = settings(four_eyes=True)
    told = Provenance({"0": (dana,)}, {}, lambda ref: (bob, dana))
    assert refusal(settings(), Review("0", "eve"), ref, None) == Refusal(
        "review/unauthorized-reviewer", ", who is not one of the reviewers"
    )
    assert refusal(settings(), review, ref, None) is None, "without a change nobody made one"
    assert refusal(settings(), review, ref, told) is None
    assert refusal(eyes, review, ref, told) == Refusal(
        "review/own-change", ", who has a part in the change (as 'github:dana')"
    )
    assert refusal(eyes, review, ref, told._replace(authors=lambda ref: (bob,))) is None
    assert refusal(eyes, review, ref, told._replace(recorded={"0": (dana, bob)})) == Refusal(
        "review/recorded-by-another", ", but it was 'bob@example.com' who recorded that"
    )
    unsigned = told._replace(unsigned={"0": "was added by commit x, which is not signed"})
    assert refusal(settings(), review, ref, unsigned) == Refusal(
        "review/unsigned", ", but the review was added by commit x, which is not signed"
    )


def test_a_review_that_the_base_has_was_recorded_by_nobody_else() -> None:
    assert recorded_by_others(settings(), Review("7", "dana"), Provenance({"0": (Identity("x", "y"),)})) == []
