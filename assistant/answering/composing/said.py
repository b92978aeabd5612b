"""What somebody said or thinks: their own statements, newest first, if any; for an author, the sentences they wrote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.choosing import ON_TOPIC, Candidate, share
from assistant.answering.citing import cite
from assistant.answering.composing import judging, lookup
from assistant.answering.composing.assembling import Telling, nothing_found, nothing_more
from assistant.answering.composing.composer_input import Asking, sentences_over
from assistant.answering.composing.finding import content_weights, nearest
from assistant.answering.composing.listing import cited_statement
from assistant.answering.composing.nearness import AROUND, on_topic, topic_weights
from assistant.answering.composing.overview import carrying
from assistant.answering.composing.whose import alike, are_several, described, describes
from assistant.answering.copies import Copies
from assistant.answering.judged import PASSAGES, place_of
from assistant.answering.quoting import CLOSEST, Draft, refuse
from assistant.answering.recency import asks_for_latest
from assistant.answering.same_statements import Place, one_a_statement, places
from assistant.answering.wording import UNSURE, lead, where
from assistant.answers import Framed
from assistant.question.articles_meant import MEANT, by_fit
from assistant.question.asked_times import in_period
from assistant.question.plan import asks_the_author
from assistant.question.question_kinds import EITHER
from assistant.question.speaker_frames import PERSONAL, WHO_SAID
from assistant.texts.coded import Coded
from index.articles import VIEWS, Heading
from index.filters import Filters
from index.language.quotations import is_cjk
from index.language.tokens import words
from index.reading.register import role_head
from index.reading.voices import Voice

READ = 400  # statements of somebody that are examined
SHOWN = 6
ON_TOPIC_SHOWN = 5
AUTHORS_SENTENCES = 4
PARAGRAPHS = 60  # paragraphs of an article that are searched for its author's sentences on a topic
COMPARED = 40  # statements compared with what somebody supposedly said
OWN = 2  # statements shown if a person says nothing on the topic
# The minimum probability of a sentence, and the minimum cosine of its speaker's description with the question's.
FITTING, ALIKE = 0.15, 0.4
LIKELY = 0.4  # probability at which a sentence counts as the words of the person described or asked for
NEAREST = 0.4  # minimum cosine with the question of a sentence quoted for a person who says nothing on it
SAME = 0.6  # minimum of cosine plus half the share of words for a statement to say the same
SAME_WORDS = 0.6  # share of words that suffices alone


def compose(asking: Asking) -> Draft:
    plan = asking.plan
    if (plan.asked_speaker or "").casefold() in PERSONAL:
        return nothing_found(asking, Coded("answers.which_person"))
    if asks_the_author(plan):
        return _of_the_author(asking)
    if plan.outlets and plan.asked_speaker and not plan.speakers:  # "the Courier's columnist"
        return _written_by(asking)
    # The embedding model does not read these scripts, and words alone do not show what a statement is about.
    if plan.topic and is_cjk(plan.topic):
        return lookup.compose(asking)
    statements = statements_of(asking, plan.speakers)
    # "The economists" means a group of that name or, if there is none, everybody who is one.
    is_known = plan.speakers and not are_several(plan.asked_speaker or "")
    if is_known or not (theirs := described(asking)):
        return _said(asking, statements)
    draft, meant = _said(asking, theirs), {asking.speakers.of(one).speaker for one in theirs}
    if statements and draft.outcome != "answered":
        return _said(asking, statements)
    named = dict.fromkeys(one.speaker for one in draft.citations if one.speaker and one.speaker in meant)
    return replace(draft, speakers=tuple(named) or (plan.asked_speaker or "",))


def come_near(asking: Asking, draft: Draft) -> Draft | None:
    """The nearest sentences if there is no statement by the person the question describes; None if it names one.

    Each quote names its speaker. The notices say that there is no statement, unless a quote's speaker is called what
    the question calls them.
    """
    plan = asking.plan
    if asking.threshold > lookup.USUAL or plan.question.language != "en" or asking.given or plan.speakers:
        return None
    if asks_the_author(plan):  # whoever else speaks is not the author
        return None
    asked = plan.asked_speaker or ""
    if not describes(asked, plan.question.text) or _is_of_somebody(asking, asked):  # Roe's lawyer is not Roe
        return None
    hits = asking.find(plan.question.text, PASSAGES, asking.within)
    likely = [one for one in judging.likely(asking, hits, LIKELY) if asking.speakers.of(one).speaker]
    near = [one for one in nearest(asking, plan.question.text, asking.within) if one.meaning >= NEAREST]
    head = set(words(role_head(asked)))
    theirs = [one for one in (*likely, *near) if head and head <= set(words(asking.speakers.of(one).speaker or ""))]
    fitting = theirs or _fitting(asking, judging.likely(asking, hits, FITTING))
    names_another = any(one.code == "quotes.instead" for one in draft.refusal)
    if not fitting and (names_another or not (likely or near)):
        return None
    quoted = Telling(asking).quoting((fitting or likely or near)[:OWN])
    return replace(quoted, notices=(UNSURE,) if theirs else (*draft.refusal, UNSURE))


def _is_of_somebody(asking: Asking, asked: str) -> bool:
    """Whether the description has a name in the possessive: "Roe's lawyer"."""
    named = {word for name in asking.named for word in words(name)}
    return any(set(words(one)) <= named for one in re.findall(r"(\w+)['’]s?\b", asked))


def _fitting(asking: Asking, likely: Sequence[Candidate]) -> list[Candidate]:
    """The sentences of the speaker who best fits description and question together; none if nobody is near enough."""
    near = alike(asking, {one.hit.heading.id for one in likely})
    speakers = [(one.hit.heading.id, asking.speakers.of(one).speaker or "") for one in likely]
    fits = [
        (near[key] + one.likely, key, one)
        for key, one in zip(speakers, likely, strict=True)
        if near.get(key, 0.0) >= ALIKE
    ]
    best = max(fits, default=None, key=lambda each: each[0])
    return [one for _, key, one in fits if best and key == best[1]]


def _said(asking: Asking, statements: Sequence[Candidate]) -> Draft:
    """The draft with what these statements say on the topic."""
    plan = asking.plan
    if asking.given and statements and not (statements := [one for one in statements if not asking.is_given(one)]):
        return nothing_more(asking)
    if not statements and plan.articles:  # "the interview" may be the topic, not where it is discussed
        return compose(replace(asking, plan=replace(plan, articles=())))
    relevant, sure = on_topic(asking, statements, ON_TOPIC_SHOWN if plan.topic else SHOWN)
    if not relevant and asking.given:
        return nothing_more(asking)
    if not relevant and plan.author:
        return _written_by(asking)
    if not relevant:
        return _none_on_it(asking, statements)
    telling = Telling(asking)
    found = in_sentences(asking, relevant)
    kept = one_a_statement(found)
    near = [*(one.hit for one in found), *asking.hits]
    hits = list({hit.place: hit for hit in near}.values())
    if asks_for_latest(plan.question.text):
        hits = [hit for hit in hits if hit.heading.id == kept[0].hit.heading.id]
        kept = [one for one in kept if one.hit.heading.id == kept[0].hit.heading.id]
    copies = Copies(hits, asking.library)
    for one in kept:
        telling.stated(places(one, hits, copies, asking.speakers))
    draft = telling.draft()
    return draft if sure else replace(draft, notices=(*draft.notices, UNSURE))


def in_sentences(asking: Asking, statements: Sequence[Candidate]) -> list[Candidate]:
    """The sentences that contain the statements, each once, without what another speaker says there."""
    found: list[Candidate] = []
    for one in statements:
        said = asking.speakers.of_statement(one)
        for each in sentences_over(one):
            parts = asking.speakers.words_of(said.speaker, [each]) if said.speaker else [each]
            if not parts:  # reported within another speaker's words
                asking.speakers.heed(each, said)
            for part in parts or [each]:
                whole = asking.speakers.whole(part)
                if not any(overlap(whole, other) for other in found):
                    found.append(whole)
    return found


def overlap(one: Candidate, other: Candidate) -> bool:
    """Whether two spans of one paragraph share a character."""
    return one.hit.place == other.hit.place and one.start < other.end and other.start < one.end


def statements_of(asking: Asking, speakers: Sequence[str]) -> list[Candidate]:
    """All statements of these speakers that pass the filters, newest article first, in the order of the text."""
    filters = replace(asking.within, authors=asking.filters.authors)
    found: dict[tuple[str, int, int], Candidate] = {}
    said = [one for name in speakers for one in asking.library.statements(speaker=name, limit=READ, **filters.given())]
    said.sort(key=lambda one: one.published or "", reverse=True)
    asking.read([one.article_id for one in said[:READ]])
    for one in said[:READ]:
        if cited := cited_statement(asking, one):
            found.setdefault((one.article_id, one.paragraph, one.start), cited)
    period = asking.plan.question.period
    every = list(found.values())
    return [one for one in every if in_period(one.hit, period)] or every if period else every


def _none_on_it(asking: Asking, statements: Sequence[Candidate]) -> Draft:
    """The draft if no statement is on the topic; if the speakers are never quoted, what is said about them."""
    plan = asking.plan
    if plan.form.wanted == EITHER:
        question = replace(plan.question, speaker=None, topic=plan.question.text)
        return lookup.compose(replace(asking, plan=replace(plan, question=question)))
    if plan.asked_in:
        return nothing_found(asking)
    if statements:
        names = _apart(plan.speakers)
        who = next(iter(names), None)
        if len(names) == 2:
            who = Coded("quotes.both", {"one": names[0], "other": names[1]}).in_language(asking.language)
        question = replace(plan.question, speaker=who or plan.asked_speaker, topic=plan.topic or plan.question.text)
        draft = refuse(question, asking.hits, asking.library)
        own = [cite(Place(one), None, asking.speakers) for one in in_sentences(asking, statements[:OWN])[:OWN]]
        return replace(draft, closest=(*own, *draft.closest)[:CLOSEST])
    draft = lookup.compose(asking)
    nearest = () if describes(plan.asked_speaker or "") else tuple(dict.fromkeys(plan.nearest))
    if draft.outcome != "answered" and nearest:
        named = Coded("answers.nearest_names", {"names": ", ".join(nearest)})
        text, start = f"{draft.text} {named.in_language(asking.language)}", len(draft.text) + 1
        framed = (*draft.framed, Framed(start, len(text), named.code, named.values))
        return replace(draft, text=text, refusal=(*draft.refusal, named), framed=framed)
    return draft


def _apart(names: Sequence[str]) -> list[str]:
    """The names that are not part of another: of "Trump" and "Donald Trump", only "Donald Trump"."""
    return [one for one in names if not any(set(one.split()) < set(other.split()) for other in names)]


def _of_the_author(asking: Asking) -> Draft:
    """What the author of the article in question writes: the one pointed at, else the nearest opinion on the topic."""
    plan = asking.plan
    headings = [one for one in map(asking.heading, plan.articles) if one]
    if not headings and plan.topic and not asking.filters.kinds:
        opinions = replace(asking.within, kinds=VIEWS)
        fits = by_fit(plan.topic, asking.library, opinions, asking.find)
        headings = [one for one, fit in fits[:1] if fit >= MEANT]
    if not headings:
        return nothing_found(asking, Coded("answers.which_article"))
    return _sentences(asking, headings)


def _written_by(asking: Asking) -> Draft:
    """What the requested author writes, on the topic if there is one."""
    topic = asking.plan.topic
    hits = asking.find(
        f"{topic} {asking.plan.question.text}" if topic else asking.plan.question.text, 30, asking.within
    )
    if asking.plan.question.period:
        hits = [hit for hit in hits if in_period(hit, asking.plan.question.period)]
    weights = topic_weights(asking, topic)
    headings = list(dict.fromkeys(hit.heading for hit in hits))
    if weights:
        headings = [one for one in headings if share(weights, _article_words(asking, one)) >= ON_TOPIC]
    if not headings and (likely := _own(asking, judging.likely(asking, hits, LIKELY))):
        return Telling(asking).quoting(likely[:AUTHORS_SENTENCES])
    if not headings:
        question = replace(
            asking.plan.question,
            speaker=asking.plan.author or asking.plan.asked_speaker,
            topic=topic or asking.plan.question.text,
        )
        return refuse(question, asking.hits, asking.library)
    return _sentences(asking, sorted(headings[:3], key=lambda one: one.published or "", reverse=True))


def _article_words(asking: Asking, heading: Heading) -> set[str]:
    return {word for one in asking.paragraphs(heading.id) for word in words(one.text)} | set(words(heading.title))


def _sentences(asking: Asking, headings: Sequence[Heading]) -> Draft:
    telling, number = Telling(asking), len(headings)
    each = max(1, AUTHORS_SENTENCES // number)
    for heading in headings:
        who = heading.author
        voice: Voice = "author" if heading.text_kind in VIEWS else "reported"
        before = [lead(voice, who, where(heading), heading.text_kind)] if who else []
        for one in _on_it(asking, heading, each) or carrying(asking, heading, each, among=number):
            telling.quote(one, before=before)
            before = []
    return telling.draft() if telling.claims else nothing_found(asking)


def _on_it(asking: Asking, heading: Heading, most: int) -> list[Candidate]:
    """An article's sentences on the topic that are its author's own, likely answers before near ones, in text order."""
    if not (topic := asking.plan.topic):
        return []
    likely = {at for at, chance in judging.of_article(asking, heading).answers.items() if chance >= FITTING}
    near = _own(asking, nearest(asking, topic, Filters(articles=heading.id), paragraphs=PARAGRAPHS))
    near.sort(key=lambda one: place_of(one) not in likely)
    return sorted(near[:most], key=lambda one: (one.hit.paragraph.number, one.start))


def _own(asking: Asking, sentences: Sequence[Candidate]) -> list[Candidate]:
    """Those of an author's sentences that are in the author's own words."""
    return [one for one in sentences if asking.speakers.of(one).voice in ("author", "outlet")]


def best_statement(asking: Asking, content: str) -> Candidate | None:
    """The statement with that content, however worded: "who said that the cracks had grown?"."""
    hits = asking.hits
    weights = content_weights(asking, content)
    if not hits or not weights:
        return None
    paragraphs = {hit.place: hit for hit in hits}
    said = asking.library.statements(article=list(dict.fromkeys(hit.heading.id for hit in hits)))
    able = [
        Candidate(hit, one.start, one.end)
        for one in said
        if (one.speaker or one.source) and (hit := paragraphs.get((one.article_id, one.paragraph)))
    ]
    held = sorted(((share(weights, set(words(one.text))), one) for one in able), key=lambda each: -each[0])[:COMPARED]
    if is_cjk(content) or not held:
        return held[0][1] if held and held[0][0] >= SAME_WORDS else None
    vectors = asking.library.embeddings.encode([content, *(one.text for _, one in held)], asked=1)
    cosines = [float(vectors[0] @ vector) for vector in vectors[1:]]
    judged = [
        (AROUND * words_held + cosine, words_held, one) for (words_held, one), cosine in zip(held, cosines, strict=True)
    ]
    score, words_held, best = max(judged, key=lambda each: each[0])
    return best if score >= SAME or words_held >= SAME_WORDS else None


def compose_who(asking: Asking) -> Draft:
    """Who said something: the statement with its speaker, or else a lookup as for any question."""
    content = re.sub(r"^\W*(?:that|for|on|of|to)\b", "", WHO_SAID.sub("", asking.plan.question.text), flags=re.I).strip(
        " ?.!"
    )
    one = best_statement(asking, asking.plan.topic or content) if content or asking.plan.topic else None
    if one is None:
        likely = (one for one in judging.likely(asking, asking.hits, LIKELY) if asking.speakers.of(one).speaker)
        one = next(likely, None)
    if one is None:
        return lookup.compose(asking)
    return Telling(asking).quoting(in_sentences(asking, [one]))
