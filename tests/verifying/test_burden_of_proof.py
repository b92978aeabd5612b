"""The burden of proof: one word or role turned is never supported, and the same in another form is."""

from __future__ import annotations

import pytest

from assistant.verifying.verdicts import Source, Verdict
from assistant.verifying.verification import Verifier
from index.articles import Heading, Paragraph
from index.reading.attributed import attributed
from index.reading.read import read_texts
from index.reading.voices import OUTLET

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
    ("An internal audit puts the price at 530 million euros.", "An internal audit puts the price at €530 million."),
    (
        "Amara Okafor runs the clinic. She said that 70 percent of the seedlings survive.",
        "Amara Okafor said 70 percent of the seedlings survive.",
    ),
    ("The council voted to close the harbour.", "According to paragraph 4, the council voted to close the harbour."),
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
    ("The wait at the ferry exceeded two hours.", "The wait at the ferry was up to two hours."),
    ("Cars cause 40 to 80 percent of the smog in Delhi.", "Cars cause at least 80 percent of the smog in Delhi."),
    ("The city may keep up to half of the fine.", "Half of the fine goes to the city."),
    ("Doctors say that the two cases in Alby appear to be unrelated.", "Both cases appear to be related, say doctors."),
    ("Gusts of 41 metres a second were measured in Alby.", "In Alby they measured gusts of 41 kilometres an hour."),
    ("A second plant, near Alby, is planned for 2027 if lenders agree.", "A second plant has been built near Alby."),
    (
        "Lind was arrested in April for a call of March 21 to the office.",
        "Police arrested Lind on March 21, after his call to the office.",
    ),
]


def held(told: str, claim: str) -> Verdict:
    heading = Heading(id="given", title="")
    reading = read_texts([told])
    source = Source(Paragraph("given", 4, told, "body"), heading, lambda *span: attributed(reading, 1, *span))
    return Verifier().verify(claim, [source])


@pytest.mark.parametrize(("told", "claim"), [*TURNED, *KINDS])
def test_one_thing_turned_is_not_supported_and_the_sentence_itself_is(told: str, claim: str) -> None:
    assert held(told, claim).supported is not True
    assert held(f"{told} It rained all day.", told).verdict == "supported"


@pytest.mark.parametrize(("told", "claim"), OTHERWISE)
def test_the_same_in_another_form_is_supported(told: str, claim: str) -> None:
    found = held(told, claim)
    assert (found.verdict, found.reason) == ("supported", None)


# Each claim is put so differently that it is no copy of its sentence.
FAR = [
    (
        "Earlier on Tuesday the lawmakers were in Tarn for a meeting with Ada Moe. President Holt was in Vik.",
        "The lawmakers met with President Holt during their trip to Tarn.",
    ),
    (
        "Its owner, Tessaly, plans to sell the mill in May, if a court in Lund lets it.",
        "Tessaly will sell the old mill in May.",
    ),
    (
        "If no more leaks are found, two of the ferries could sail again on Friday.",
        "Two of the ferries could sail again on Friday even if more leaks are found.",
    ),
    (
        "Turnover was 31 percent, up from 24 percent three years ago.",
        "Turnover was 24 percent, down from 31 percent three years ago.",
    ),
    (
        "The clerk must hand over the files after the high court on Friday confirmed an order given last year.",
        "The high court on Friday annulled an order that the clerk must hand over the files.",
    ),
    (
        "The depot's manager accused the guild of hiding a crate that held medals.",
        "The guild hid a crate that held medals.",
    ),
    ("A march planned for Sunday in Alby has been called off.", "A march took place on Sunday in Alby."),
    ("They may sell the keeper before the fair closes this week.", "The fair closed last week."),
    (
        "One of its six trustees, the printer's sister, voted against it.",
        "The printer's sister, one of its trustees, voted for the bid.",
    ),
    (
        "The agency wrote that the brewery is preparing to dismiss 300 people.",
        "The brewery has dismissed 300 people, the agency wrote.",
    ),
    (
        "Farms in the north sold fewer pears than farms in the south, but kept more of them.",
        "Farms in the north sold more pears than farms in the south.",
    ),
    (
        "The lamp is made of parts that are easily put together, so that it can be mounted by everyone.",
        "The lamp is made of parts and must be mounted by a trained electrician.",
    ),
    (
        "Norlo has now redrawn the camera, listening to its users, and the side button has not returned.",
        "Norlo listened to its users and brought back the side button on the redrawn camera.",
    ),
    (
        "At the summit in Lund, Premier Ana Roos promised wind farms. However, Roos did not commit to any reduction "
        "in the use of peat.",
        "Roos said at the summit in Lund that the use of peat would be reduced.",
    ),
    (
        "It is built in Alby on a new frame that lowers it. The 2020 Sava, which goes on sale in late May, loses its "
        "look. It mimics newer cars like the Orla.",
        "The new Orla, which goes on sale in late May, is built on a frame that lowers it.",
    ),
    (
        "Ben Lind runs the chain. He is seen as a possible successor to Director Ann Roe, and led the launch.",
        "Ann Roe is seen as a possible successor to Ben Lind.",
    ),
    (
        "Analysts are trying to assess which firms will win, and how many ferries the islands will order.",
        "The islands will order ferries, and the firms will win.",
    ),
    ("The firm leases planes and does not buy them.", "The firm owns planes."),
]
EXCHANGED = [
    (
        "Kenya tea exports to Ghana fell to 9 million euros in 2018.",
        "Ghana tea exports to Kenya fell to 9 million euros in 2018.",
    ),
    (
        "Ada Brown was a member of the local choir Lumen before moving to Oslo.",
        "Lumen was a member of the local choir Ada Brown before moving to Oslo.",
    ),
    (
        "Almost seventy years after the lecture he wrote a book on the same thing.",
        "Seventy years after the lecture he wrote a book on the same thing.",
    ),
    (
        "Some 23,000 pupils in Alby now receive a free lunch at school.",
        "Some 23,006 pupils in Alby now receive a free lunch at school.",
    ),
    (
        "The final report said that the levels in areas not under control were high.",
        "The final report said that the levels in areas under control were high.",
    ),
    (
        "If the bridge is closed, the buses go by the old road; if it is open, they cross it.",
        "The buses go by the old road; if it is open, they cross it.",
    ),
    (
        "The mayor said that he had avoided the vote because he feared the result.",
        "He had avoided the vote because he feared the result.",
    ),
]
PUT_OTHERWISE = [
    ("The World Health Organization said that flu is spreading in Peru.", "The WHO said flu was spreading in Peru."),
    ("The drum stood for more than a century in a museum.", "The drum stood for more than 100 years in a museum."),
    ("The study followed the children for 18 months.", "The study followed the children for a year and a half."),
    ("An eighth of the water was lost last year.", "12.5 percent of the water was lost last year."),
    ("The mayor, Luc Perrin, said that the bell rang.", "Mr Perrin said that the bell rang."),
    ("The whole building was closed on Monday.", "The entire building was closed on Monday."),
    (
        "A faulty plug started the fire in the mill, officials said.",
        "Officials said the fire in the mill was started by a faulty plug.",
    ),
    ("Pupils at schools in Tallinn did better than others.", "Pupils at Tallinn schools did better than others."),
    ("The island sold most of its cod to Norway.", "Norway bought most of the cod from the island."),
    ("China lowered its duties on soy.", "The Chinese duties on soy were lowered."),
    ("The ban may help if it is kept for at least ten years.", "The ban may help if it is kept for a decade or more."),
    ("From May the ban is for pupils under 14.", "The ban covers pupils younger than 14."),
    (
        "The firm, asked on Monday, declined to say when the plant in Alby closes.",
        "The firm did not say when it will close the plant in Alby.",
    ),
    (
        "The European Bridge Agency closed its site. A 6th worker has died there, it said on Monday.",
        "The EBA said on Monday that a sixth worker has died there.",
    ),
    (
        "The market was closed because of the flood, and because the mayor asked for it.",
        "The market was closed because of the flood and since the mayor asked for it.",
    ),
    (
        "As if the delay was not enough to anger the town, Ann Roe said she doesn't regret the vote.",
        "Ann Roe said she doesn't regret the vote.",
    ),
    ("Five million users who signed on pay for it.", "Five million people who signed on pay for it."),
    (
        '"At no point did we stop the play," Alby Stage Company said.',
        "Alby Stage said that at no point did it stop the play.",
    ),
    (
        "Unlike the first two plays, Storm was directed by Ben Lind; Rain and Hail were directed by Ann Roe.",
        "Ann Roe directed Rain and Hail.",
    ),
]
ONLY_SAID = [
    (
        "According to witnesses whose videos were checked, guards have also shot at people from roofs and, in one "
        "case, a boat.",
        "Guards fired at people from roofs and in one instance from a boat.",
    ),
    (
        "The film was planned in 2016, with reports that Ada Noll would return to the role.",
        "Ada Noll would return to the role.",
    ),
]


@pytest.mark.parametrize(("told", "claim"), [*FAR, *EXCHANGED])
def test_what_is_no_copy_is_held_to_the_same_parts(told: str, claim: str) -> None:
    assert held(told, claim).supported is False
    assert held(f"{told} It rained all day.", told).verdict == "supported"


@pytest.mark.parametrize(("told", "claim"), PUT_OTHERWISE)
def test_the_same_value_or_the_same_in_wider_words_is_supported(told: str, claim: str) -> None:
    found = held(told, claim)
    assert (found.verdict, found.reason) == ("supported", None)


@pytest.mark.parametrize(("told", "claim"), ONLY_SAID)
def test_what_only_witnesses_or_reports_say_is_attributed(told: str, claim: str) -> None:
    assert held(told, claim).verdict == "attributed"


def test_a_clause_of_which_nothing_is_told_is_not_supported_however_much_of_the_rest_is() -> None:
    told = "The town has two universities, a large one by the river and a small one behind the station."
    claim = "There are two universities in the town, a large one by the river and a small one that burned to ashes."
    assert held(told, claim).supported is False


@pytest.mark.parametrize(
    "told",
    [
        "The plan puts the cost of the dam at $2 billion, not $1 billion as announced.",
        "The hearing will be held on Friday, not Thursday.",
        "The Lunds live in Leeds, not in York.",
    ],
)
def test_a_not_between_two_things_denies_the_second_and_not_the_first(told: str) -> None:
    first, _ = told.split(", not ")
    other = {"$2 billion": "$1 billion", "on Friday": "on Thursday", "in Leeds": "in York"}
    claim = f"{first}."
    false = next(claim.replace(right, wrong) for right, wrong in other.items() if right in claim)
    assert held(told, claim).verdict == "supported"
    assert held(told, false).verdict == "contradicted"


def test_an_answer_of_no_is_no_denial() -> None:
    told = 'On the form Duncan Vale answered "no" to questions about whether he had met a patient.'
    assert held(told, "Duncan Vale knew that he had met a patient.").verdict != "contradicted"


@pytest.mark.parametrize(
    ("told", "claim"),
    [
        (
            "The old mill by the river was painted in red last week.",
            "The old mill by the river was been in red last week.",
        ),
        ("The island will lose its last ferry this winter.", "The island will have its last ferry this winter."),
        ("Hanne Wolff demanded that the mayor of Alby resign.", "Hanne Wolff were that the mayor of Alby resign."),
    ],
)
def test_a_form_of_be_or_have_stands_for_no_other_verb_of_a_copy(told: str, claim: str) -> None:
    assert held(told, claim).verdict == "not_found"
    assert held(f"{told} It rained all day.", told).verdict == "supported"


def test_a_year_that_no_sentence_gives_counts_like_a_word_unless_the_sentence_has_another_date() -> None:
    told = "After years of debate the city's council has agreed to close the old coal plant by the harbour"
    claim = "In 2019 the council of the city agreed that the coal plant by the harbour was to close."
    assert held(f"{told}.", claim).verdict == "supported"
    assert held(f"{told} in 2021.", claim).verdict != "supported"
    assert held(f"{told} in May.", claim).verdict != "supported"


def test_two_figures_told_of_each_others_things_in_several_sentences_are_contradicted_in_readable_spans() -> None:
    told = (
        "Around 4,000 nurses walked out of clinics in March. By autumn, 900 nurses were still picketing the ministry."
    )
    claim = "Around 900 nurses walked out of clinics in March, and by autumn 4,000 were still picketing the ministry."
    found = held(told, claim)
    assert found.verdict == "contradicted"
    assert "900 nurses were still picketing" in str(found.reason)
    assert "900 nurses walked out" in str(found.reason)
    claim = "Around 4,000 nurses walked out of clinics in March, and by autumn 900 were still picketing the ministry."
    assert held(told, claim).verdict == "supported"


def test_an_article_of_another_subject_does_not_contradict() -> None:
    told = "The council of Alby won a prize for its new library in 1951."
    assert held(told, "He won the race in 1945.").verdict == "not_found"
    assert held(told, "The council of Alby won the prize in 1945.").verdict == "contradicted"


def _articles(texts: dict[str, str]) -> list[Source]:
    """Articles of one paragraph each, by title, in the outlets' own words."""
    return [
        Source(Paragraph(title, 1, text, "body"), Heading(id=title, title=title), lambda start, end: OUTLET)
        for title, text in texts.items()
    ]


def test_what_one_article_says_and_another_denies_is_the_word_of_the_one() -> None:
    texts = {"Post": "The harbour bridge opens in 2028.", "Mail": "The harbour bridge does not open in 2028."}
    sources = _articles(texts)
    verifier, claim = Verifier(), "The harbour bridge opens in 2028."
    borne = verifier.verify(claim, sources)
    assert borne.verdict == "supported"
    found = verifier.disputed(claim, borne, sources)
    assert found.verdict == "attributed"
    assert str(found.reason) == "Only “Post” says this; paragraph 1 of “Mail” says otherwise."
    assert [one.text for one in found.evidence] == list(texts.values())


def test_what_another_article_says_of_another_thing_denies_nothing() -> None:
    texts = {
        "Bridge": "The harbour bridge in Northport will cost 24 million euros.",
        "Northport harbour lock": "The works are expected to cost €38 million, of which the government pays half.",
    }
    sources = _articles(texts)
    verifier, claim = Verifier(), "The bridge in Northport will cost 24 million euros."
    borne = verifier.verify(claim, sources)
    assert borne.verdict == "supported"
    assert verifier.disputed(claim, borne, sources) == borne


# What cannot be seen, and letters that look like others.
UNSEEN = [
    chr(code)
    for code in (
        0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x180B, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x202A,
        0x202D, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0x2066, 0x2069, 0x206A, 0x2800, 0x3164, 0xFE00, 0xFE0F, 0xFEFF,
        0xFFA0, 0xFFF9, 0x1D173, 0xE0001, 0xE0020, 0xE0100,
    )
]  # fmt: skip
ALIKE = (
    "n\u043et n\u03bft n\u0585t n\u2c9ft no\u0442 \u0578\u0585t \uff4e\uff4f\uff54 \U0001d427\U0001d428\U0001d42d "
    "\u0274\u1d0f\u1d1b \u24dd\u24de\u24e3 \u207f\u1d52\u1d57 n\u0335ot n\u0332o\u0332t \u1e45ot n0t "
    "\u202eton\u202c \u2067not\u2069"
).split()


@pytest.mark.parametrize("form", [*(f"n{unseen}ot" for unseen in UNSEEN), *ALIKE])
def test_no_form_of_a_not_is_read_as_if_it_were_not_there(form: str) -> None:
    assert (
        held("The plan was approved by the council.", f"The plan was {form} approved by the council.").supported
        is False
    )


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


@pytest.mark.parametrize(
    ("told", "claim"),
    [
        (
            "The clerk argued that the old harbour is much too shallow for ferries.",
            "For ferries the harbour is too shallow.",
        ),
        ("“Ferries find the old harbour much too shallow,” said the clerk.", "The harbour is too shallow for ferries."),
    ],
)
def test_somebodys_word_put_otherwise_is_attributed_and_so_is_a_quotation(told: str, claim: str) -> None:
    assert held(told, claim).verdict == "attributed"
    assert held(told, f"The clerk said that {claim[0].lower()}{claim[1:]}").verdict == "supported"


@pytest.mark.parametrize(
    ("told", "claim"),
    [
        ("The ferry is too old for ice, according to the harbour master.", "The ferry is too old for ice."),
        ("“The ferry is too old for ice.” The harbour master said so.", "The ferry is too old for ice."),
        ("The harbour master suspects that the ferry was overloaded.", "The ferry was overloaded."),
        ("The owners promised that the ferry would be replaced.", "The ferry will be replaced."),
        ("Sailors are convinced that the ferry hit a rock.", "The ferry hit a rock."),
        (
            "Sailors accuse the owner, Astrid Lines, of hiding cracks in the hull.",
            "Astrid Lines hid cracks in the hull.",
        ),
        (
            "The Astrid ferry sank in May. The crew reported that the ferry had hit a rock.",
            "The Astrid ferry hit a rock.",
        ),
        ("渔民指责船主隐瞒了船体的裂缝。", "船主隐瞒了船体的裂缝。"),
    ],
)
def test_somebodys_word_is_attributed_however_close_the_claim_is_and_whatever_verb_attributes_it(
    told: str, claim: str
) -> None:
    assert held(told, claim).verdict == "attributed"


def test_what_the_article_itself_says_beside_somebodys_words_is_supported() -> None:
    told = "The ferry, which sank in May, was too old for ice, according to the harbour master, who retired in June."
    assert held(
        "While the ferry sank in May, the crew says that it was too old for ice.", "The ferry sank in May."
    ).supported
    assert held(told, "According to the harbour master, the ferry was too old for ice.").supported


def test_the_missing_speaker_is_proposed() -> None:
    reason = held("The ferry is too old for ice, said Ann Roe.", "The ferry is too old for ice.").reason
    assert str(reason) == "Ann Roe said so in paragraph 4, not the article itself: add “Ann Roe said”."


def test_what_somebody_does_by_speaking_is_no_mere_word_of_theirs() -> None:
    told = "Ann Roe, who chairs the club, called the plan reckless."
    assert held(told, "The plan was called reckless by Ann Roe.").verdict == "supported"


def test_a_reason_shows_both_spans() -> None:
    assert str(held(*TURNED[1]).reason) == "Paragraph 4 says 'approved'; the text says 'blocked'."


@pytest.mark.parametrize("claim", ["The passages do not say who built it.", "Ann Roe", "Here is what is known:"])
def test_what_says_nothing_of_the_world_has_no_verdict(claim: str) -> None:
    assert held("The bridge opened in June.", claim).verdict is None
