"""The burden of proof: one word or role turned is never supported, and the same in another form is."""

from __future__ import annotations

import pytest

from assistant.verifying.verdicts import Source, Verdict
from assistant.verifying.verification import Verifier
from index.articles import Heading, Paragraph
from index.reading.attribution import attribute

TURNED = [
    ("The court upheld the ban.", "The court overturned the ban."),
    ("The board approved the merger.", "The board blocked the merger."),
    ("The unit was deployed to Mali.", "The unit was withdrawn from Mali."),
    ("Unemployment fell in May.", "Employment fell in May."),
    ("The bank raised the rate to 4.5 percent.", "The bank raised the rate by 4.5 percent."),
    ("He was born in Nigeria.", "He was born in Niger."),
    ("She qualified for the final.", "She was disqualified from the final."),
    ("The minister resigned over the report.", "The minister was reinstated after the report."),
    ("The strike was suspended.", "The strike was extended."),
    ("The firm will charge customers 5 euros.", "The firm will pay customers 5 euros."),
    ("The town lies upstream of the dam.", "The town lies downstream of the dam."),
    ("The water is safe to drink.", "The water is dangerous to drink."),
    ("The inbound lanes are closed.", "The outbound lanes are closed."),
    ("She voted for the law.", "She voted against the law."),
    ("The staff were overpaid.", "The staff were underpaid."),
    ("Police released the man.", "Police detained the man."),
    ("The gap widened.", "The gap narrowed."),
    ("The tenant sued the landlord.", "The landlord sued the tenant."),
    ("The dog bit the postman.", "The postman bit the dog."),
    ("The army shelled the village.", "The village shelled the army."),
    ("The firm employs her brother.", "The firm is employed by her brother."),
    ("Parliament ratified the treaty.", "Parliament drafted the treaty."),
    ("Critics praised the film.", "Critics panned the film."),
    ("Profits doubled last year.", "Profits halved last year."),
    ("The disease is airborne.", "The disease is waterborne."),
]
OTHERWISE = [
    ("The repair cost £3m, the city said.", "The repair cost 3 million pounds, the city said."),
    ("It earned $1.2bn in May.", "It earned 1.2 billion dollars in May."),
    ("A dozen houses burned.", "Twelve houses burned."),
    ("Two thirds of members voted yes.", "67 percent of members voted yes."),
    ("Half a million people left.", "500,000 people left."),
    ("The treaty was signed on 3 May 2024.", "The treaty was signed on May 3rd, 2024."),
    ("people in the united states eat more cheese.", "People in the United States eat more cheese."),
    ("The U. S. economy grew.", "The US economy grew."),
    ("Xi met the delegation.", "Xi Jinping met the delegation."),
    (
        "An internal audit puts the price at 530 million euros.",
        "An internal audit puts the price at €530 million.",
    ),
    (
        "Amara Okafor runs the clinic. She said that 70 percent of the seedlings survive.",
        "Amara Okafor said 70 percent of the seedlings survive.",
    ),
    (
        "The council voted to close the harbour.",
        "According to paragraph 4, the council voted to close the harbour.",
    ),
    ("The mayor opened the bridge in June.", "The bridge was opened by the mayor in June."),
    ("Utility CEO Ann Lee resigned on Monday.", "Ann Lee, the utility's CEO, resigned on Monday."),
]
KINDS = [
    ("Some members objected to the plan.", "All members objected to the plan."),
    ("At least 40 houses burned down.", "Up to 40 houses burned down."),
    ("One of the bridges was closed.", "All of the bridges were closed."),
    ("The dam broke because the rain was heavy.", "The rain was heavy because the dam broke."),
    ("The mine will close if prices fall again.", "The mine will close."),
    ("The reform may raise wages.", "The reform will raise wages."),
    ("The reform may raise wages.", "The reform raises wages."),
    ("The city did not approve the plan.", "The city did approve the plan."),
    ("The mayor said that the harbour is too shallow.", "The harbour is too shallow."),
    ("Ann Roe accused Ben Lind of fraud.", "Ben Lind accused Ann Roe of fraud."),
    ("The council met last week.", "The council met this week."),
    ("The firm plans to build a factory in Leeds.", "The firm built a factory in Leeds."),
    ("The court ordered the firm to close the plant.", "The firm closed the plant."),
    ("The bridge opened in June.", "The bridge opened in June, which angered the ferrymen."),
    ("The plan was approved by the council.", "The plan was n\u00adot approved by the council."),
    ("The plan was approved by the council.", "The plan was \u202eton\u202c approved by the council."),
    ("The fire destroyed 40 houses.", "The fire destroyed \uff15\uff10 houses."),
    ("Boris Petrov opened the bridge in June.", "Boris Petr\u043ev opened the bridge in June."),
    ("Mayor Ann Roe opened the bridge.", "Ann Roe"),
]


def held(told: str, claim: str) -> Verdict:
    heading = Heading(id="given", title="")
    source = Source(Paragraph("given", 4, told, "body"), heading, lambda start, end: attribute(told, start, end))
    return Verifier().verify(claim, [source])


@pytest.mark.parametrize(("told", "claim"), [*TURNED, *KINDS])
def test_one_thing_turned_is_not_supported_and_the_sentence_itself_is(told: str, claim: str) -> None:
    assert held(told, claim).supported is not True
    assert held(f"{told} It rained all day.", told).verdict == "supported"


@pytest.mark.parametrize(("told", "claim"), OTHERWISE)
def test_the_same_in_another_form_is_supported(told: str, claim: str) -> None:
    found = held(told, claim)
    assert (found.verdict, found.reason) == ("supported", None)


@pytest.mark.parametrize(
    "hidden", "\u00ad\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff\u202a\u202d\u2066\u2068\u180e\u061c"
)
def test_what_cannot_be_seen_neither_hides_a_not_nor_makes_a_true_sentence_false(hidden: str) -> None:
    told = "The plan was approved by the council."
    assert held(told, f"The plan was n{hidden}ot approved by the council.").verdict == "contradicted"
    assert held(told, f"The plan was appro{hidden}ved by the council.").verdict == "supported"


def test_what_is_told_as_somebodys_word_is_attributed() -> None:
    told = "The mayor argued that the harbour is too shallow."
    assert held(told, "The harbour is too shallow.").verdict == "attributed"
    assert held(told, "The mayor argued that the harbour is too shallow.").verdict == "supported"


def test_a_reason_shows_both_spans() -> None:
    assert held(*TURNED[1]).reason == "Paragraph 4 says 'approved', the text says 'blocked'."


@pytest.mark.parametrize("claim", ["The passages do not say who built it.", "Ann Roe", "Here is what is known:"])
def test_what_says_nothing_of_the_world_has_no_verdict(claim: str) -> None:
    assert held("The bridge opened in June.", claim).verdict is None
