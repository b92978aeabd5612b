"""What kind of answer a question wants, by its grammar: its question word, its auxiliary, its verb of saying.

It reads English and Chinese from the words alone, without articles or names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from assistant.question.speaker_frames import (
    ABOUT,
    LONGEST,
    PARTICIPLE,
    asked_speaker,
    asks_for_words,
    asks_who_said,
    without_hearer,
)
from assistant.question.stances import PARTISANS, stance_in
from index.language.closed_lists import MONTHS, ORDINALS, SHORT_MONTHS
from index.language.roles import is_role
from index.language.word_lists import word_set

Kind = Literal[
    "lookup",
    "said",
    "position",
    "who-said",
    "overview",
    "list",
    "count",
    "compare",
    "change",
    "timeline",
    "latest",
    "yes-no",
    "why",
    "metadata",
    "corrections",
]

TEXT = (
    r"(?:(?:news )?(?:article|story|report|piece|interview|column|op-?ed|editorial|commentary|essay|review|obituary"
    r"|text|feature)|press release)"
)
# More words for an article, used where the question is plainly about one: "the page on ...", "the explainer on ...".
ITEM = (
    rf"(?:{TEXT}|(?:web |news )?(?:page|guide|profile|portrait|explainer|list|announcement|blog)|(?:blog )?post"
    r"|podcast|episode|newsletter|video|broadcast)"
)
TEXTS = r"(?:(?:news )?(?:articles|stories|reports|pieces|interviews|columns|op-?eds|editorials|texts|pages))"
OUTLETS = r"(?:newspapers?|papers?|outlets?|magazines?|publications?|publishers?|(?:web)?sites?|media)"
_ARE = r"(?:is|are|was|were|gets|got|has been|have been)"
_MENTION = (
    r"(?:mention\w*|(?:(?:is|are|was|were) )?(?:about|on)|cover\w*|discuss\w*|report\w* on|wr[io]te\w* about"
    r"|quot\w+|cit\w+|br(?:ing|ings|ought) up|refer\w* to|(?:talk|speak|deal)s? (?:about|of|with)|featur\w+)"
)


EITHER = "either"  # a question for somebody's words that may also ask for a fact: "What does Roe want?"


@dataclass(frozen=True, slots=True)
class Form:
    """A kind with its details: `wanted` says what of that kind, `about` holds the words that follow.

    `wanted` is the metadata, the list, the side taken, a person, or EITHER. `sides` are the two things to compare, or
    the one speaker, person or publisher asked about.
    """

    kind: Kind
    wanted: str | None = None
    about: str | None = None
    sides: tuple[str, ...] = ()


_I = re.I
# The article meant.
_IT = rf"(?P<about>(?:this|that|it|(?:the|an?)\b[^?]*?\b(?:{ITEM}|{TEXTS}))\b[^?]*?)"
# The same, but only if it is a text: not "this virus", nor "the man in the report".
_ONE_TEXT = (
    rf"(?P<about>(?:(?:this|that) |(?:the|an?) (?:(?!(?:in|of|from|at|on|by)\b)[\w.’'+&-]+ ){{0,6}}?){ITEM}\b[^?]*?)"
)
_NAMED_BY = {
    "author": "authors?|writers?|journalists?|reporters?|by-?lines?",
    "date": "(?:publication )?date",
    "outlet": "publishers?|source|outlet|newspaper|paper",
    "link": "link|url|address",
    "length": "length|word count",
    "title": "headline|title",
}
_WANTED = "|".join(_NAMED_BY.values())
# "The date and the source of it", and keywords: "link this article", "ferry article url".
_OF_IT = re.compile(
    rf"\b(?P<one>{_WANTED})(?:,? and (?:the |its )?(?P<two>{_WANTED}))? (?:of|for|to|on|behind) "
    rf"(?:{_ONE_TEXT}|it|this|that)\W*$|^\W*(?:the )?(?P<four>{_WANTED}) {_ONE_TEXT.replace('about', 'about3')}\W*$"
    rf"|^\W*(?!(?:who|what|when|where|why|how|which|is|are|was|were|do|does|did|has|have)\b)"
    rf"(?P<about2>[^?]{{2,80}}?\b{ITEM}) (?P<three>{_WANTED})\W*$",
    _I,
)
_METADATA: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "author",
        re.compile(
            rf"^\W*(?:who|whose|by whom|which (?:journalist|reporter|author|writer|columnist)s?)\b[^?]*?"
            rf"\b(?:wrote|written|write)\b\s*(?P<about>(?:(?:this|that|it|about|on)\b"
            rf"|(?:the|an?)\b[^?]*\b(?:{ITEM}|{TEXTS})\b)[^?]*)?\W*$",
            _I,
        ),
    ),
    (
        "date",
        re.compile(
            rf"^\W*(?:when|(?:on )?(?:what|which) (?:date|day)) (?:was|were|is|did)\s+{_IT}"
            rf" (?:been )?(?:published|written|posted|printed|come out|appear)\b[^?]*\W*$"
            rf"|^\W*(?:when|what date) (?:is|was) (?P<about2>the\b[^?]*\b{ITEM}\b[^?]*)\W*$"
            r"|^\W*(?:when|(?:from )?what (?:date|day)) (?:is|was) "
            rf"(?P<about3>(?:this|that|it)(?: {ITEM})?) from\W*$",
            _I,
        ),
    ),
    (
        "date",
        re.compile(
            rf"^\W*when did (?P<who>[^?]+?) (?:publish|post|print|run) (?P<about>(?:the|this|its|an?)\b[^?]*"
            rf"\b(?:{ITEM}|{TEXTS})\b[^?]*)\W*$",
            _I,
        ),
    ),
    (
        "outlet",
        re.compile(
            rf"^\W*(?:(?:in|by|from|on) )?(?:what|which) {OUTLETS}\b[^?]*?\b(?:published|ran|runs|carried|printed"
            rf"|reported|reports|wrote|has|had|say|says|said|is|was|are|did)\b\s*(?P<about>[^?]*)\W*$",
            _I,
        ),
    ),
    ("date", re.compile(rf"^\W*how (?:old|recent) is {_ONE_TEXT}\W*$", _I)),
    ("author", re.compile(rf"^\W*(?:was|were|is) {_IT} (?:written|authored) by [^?]+\W*$", _I)),
    (
        "kind",
        re.compile(
            rf"^\W*(?:is|was) {_IT} (?:an? )?(?:satir(?:e|ical)|opinion(?: piece)?|review|interview|letter"
            r"|press release|news|(?:news )?report|joke|spoof|parody)\W*$",
            _I,
        ),
    ),
    (
        "outlet",
        re.compile(
            rf"^\W*where (?:was|were|is|did) (?:{_ONE_TEXT}|it|this|that) (?:been )?"
            r"(?:published|printed|posted|appear|run|(?:come )?from)\W*$",
            _I,
        ),
    ),
    ("author", re.compile(rf"^\W*who (?:did|made|filed|authored|penned) {_ONE_TEXT}\W*$", _I)),
    (
        "date outlet",
        re.compile(
            rf"^\W*(?:when and where|where and when) (?:was|is|did) (?:{_ONE_TEXT}|it|this|that)"
            r" (?:published|printed|posted|appear)\W*$",
            _I,
        ),
    ),
    ("length", re.compile(rf"^\W*how (?:long is|many words (?:has|are in)) {_IT}\W*$", _I)),
    ("length", re.compile(rf"^\W*how many words do(?:es)? (?:{_ONE_TEXT}|it|this|that) (?:have|contain)\W*$", _I)),
)
_PUT_RIGHT = r"(?:corrected|retracted|amended|clarified|unpublished|withdrawn|taken (?:back|down)|put right)"
_CORRECTIONS = re.compile(
    rf"^\W*(?:what|who|which (?:{TEXTS}|{TEXT}|{OUTLETS}))\b[^?]{{0,40}}?\b(?:been )?"
    rf"(?:corrected|retracted|withdrawn)\b(?P<about>[^?]*)\W*$"
    rf"|^\W*(?:which|what) (?:{TEXTS}|{TEXT})\b[^?]{{0,40}}?\b{_PUT_RIGHT}(?P<about5>[^?]*)\W*$"
    rf"|^\W*(?:which|what) (?:{TEXTS}|{OUTLETS}) (?:have|has|had|contain|carry|got) (?:an? |any )?corrections?\W*$"
    rf"|^\W*(?:are there |do we have )?any (?:corrected|retracted|withdrawn) (?:{TEXTS})\b"
    r"(?P<about9>[^?]*)\W*$"
    rf"|^\W*(?:does|did|do|has|have) (?P<about8>[^?]*?\b(?:{ITEM}|it|this|that)\b[^?]*?) (?:have|had|get|got|carry)"
    r" (?:an? |any )?corrections?\W*$"
    rf"|^\W*(?:has|have|was|were|did) (?:anything|something|any(?: of (?:the|its|their))? (?:{TEXTS}|{TEXT}))"
    r" (?:(?:have|had) to be |been |get )?(?:corrected|retracted)(?P<about6>[^?]*)\W*$"
    rf"|^\W*(?:has|have|was|were|did) any(?: of (?:the|its|their))? (?:{TEXTS}|{TEXT})\b[^?]{{0,20}}?"
    rf"\b{_PUT_RIGHT}(?P<about7>[^?]*)\W*$"
    rf"|^\W*(?:(?:are|were) there |(?:have|has) there been |(?:list|show|give)(?: me)?(?: all)?(?: the)? )?"
    r"(?:any |recent )*(?:corrections|retractions)\b(?P<about2>[^?]*)\W*$"
    rf"|^\W*(?:is|was|were|are|has|have) (?P<about3>[^?]*?\b(?:{TEXT}|{TEXTS}|{OUTLETS})\b[^?]*?) (?:been )?(?:wrong"
    rf"|mistaken|corrected|retracted|withdrawn|accurate|inaccurate|right|correct)(?P<about4>[^?]*)\W*$",
    _I,
)
# Whether or what somebody got wrong or took back; asked about an outlet, it is a question for its corrections.
_ERRING = re.compile(
    r"^\W*(?:what |which [\w ]{3,20} )?(?:did|does|has|have|had) (?P<who>[^?]{2,60}?) (?:ever )?"
    r"(?:(?:get|got|gotten) (?:(?:anything|something|things|it|any [\w ]{3,20}?) )?wrong"
    r"|(?:make|made) (?:\w+ )?(?:mistakes?|errors?|corrections?)"
    r"|(?:correct(?:ed)?|retract(?:ed)?|withdraw|withdrew|withdrawn|take back|taken back)"
    r"(?: (?:anything|something|any [\w ]{3,20}?))?)\b(?P<about>[^?]*)\W*$"
    r"|^\W*(?:is|was|were|has|have|had) (?P<who2>[^?]{2,60}?) (?:been |ever )?(?:wrong|mistaken)\b"
    r"(?P<about2>[^?]*)\W*$",
    _I,
)
_BARE_METADATA = {
    "author": re.compile(
        r"^\W*(?:who(?:['’]s| is| was) the (?:author|writer|journalist|reporter)|by whom|author|byline)\W*$", _I
    ),
    "date": re.compile(r"^\W*(?:publication date|date of publication|date published)\W*$", _I),
    "outlet": re.compile(r"^\W*(?:who published (?:it|this|that)|which (?:outlet|newspaper|paper))\W*$", _I),
    "link": re.compile(
        r"^\W*(?:(?:what(?:['’]s| is)|(?:can|could|may) (?:i|we) (?:get|have|see)"
        r"|(?:(?:can|could) you )?(?:give|show|send) (?:me|us)) the |the )?(?:link|url)\W*$",
        _I,
    ),
}
_COUNT_ARTICLES = re.compile(
    rf"^\W*how many (?:of (?:the|our|your|these) )?(?:{TEXTS}|{OUTLETS})\b(?: (?:are there|do (?:you|we|i) have"
    rf"|that|which))*\s*{_MENTION}\s+(?P<about>[^?]+)\W*$",
    _I,
)
_LIST_ARTICLES = re.compile(
    rf"^\W*(?:(?:which|what) (?:of (?:the|our|your|these|my) )?|(?:list|name|show|give|find)(?: me)?(?: all| the)* )"
    rf"(?:{TEXTS}|{OUTLETS}|{TEXT})\b(?: (?:do (?:you|we|i) have|are there|that|which))*\s*"
    rf"{_MENTION}\s+(?P<about>[^?]+)\W*$"
    rf"|^\W*(?:what |which {TEXTS} )?(?:do (?:you|we) have|is there|are there)(?: anything| something"
    rf"| any {TEXTS})? (?:on|about) (?P<about3>[^?]+)\W*$"
    rf"|^\W*(?:all |any |the |our |your |list )*{TEXTS} (?:published |that came out |we (?:have|ran) )?"
    rf"(?P<about4>(?:from|in|since|before|after|on|about|mentioning)\s[^?]+)\W*$",
    _I,
)
# What the catalog holds: "Which papers do we have?", "How far back do the articles go?".
_LIBRARY = rf"(?:(?:the|our|your|this) )?(?:library|archives?|collection|database|{TEXTS})"
_WHICH = (
    r"^\W*(?:which|what|(?:list|show|name|give)(?: me)?|how many|who are)(?: (?:all|the|our|your|different|of))*"
    r"(?: kinds of)? "
)
_HELD = (
    rf"(?: (?:are|is)(?: (?:there|covered|included|represented|held|here))?)?(?: (?:do|have|does) (?:you|we|{_LIBRARY})"
    rf"(?: (?:have|hold|cover|contain|come|go|got))*)?(?: (?:from|by))?"
    rf"(?: in (?:here|it)| (?:in|from|of) {_LIBRARY})?\W*$"
)
_CATALOG = {
    "outlets": re.compile(rf"{_WHICH}(?:{OUTLETS}|news sources)(?: (?:and|or) {OUTLETS})?{_HELD}", _I),
    "authors": re.compile(rf"{_WHICH}(?:authors?|writers?|journalists?|reporters?|columnists?|by-?lines?){_HELD}", _I),
    "dates": re.compile(
        rf"{_WHICH}(?:(?:publication )?dates?|days|months|years|periods?|time(?: ?span| ?frame| range)?|date range)"
        rf"{_HELD}|^\W*how far back (?:do|does) (?:we|you|it|{_LIBRARY}) go\W*$"
        rf"|^\W*(?:from )?when (?:is|are) (?:the )?(?:oldest|first|newest|latest|earliest) {TEXT}s?\W*$",
        _I,
    ),
}
_QUOTED = re.compile(
    rf"^\W*(?:who(?: else| all)?|(?:which|what) (?:people|persons?|sources|experts|officials)) "
    rf"(?:(?:{_ARE} |do(?:es)? [^?]*? )(?:all )?(?:quoted|cited|interviewed|quote|cite|interview|spoken to)"
    # "Who interviewed Roe" asks for the interviewer.
    r"|(?:all )?(?:speaks?|(?:quoted|cited|interviewed)(?=\W*$| (?:in|by|for|on|about|there|here)\b)))\b"
    rf"(?P<about>[^?]*)\W*$"
    rf"|^\W*(?:which|what) (?P<kind>(?:[\w’'-]+ ){{1,4}}?){_ARE} (?:all )?(?:quoted|cited|interviewed|spoken"
    rf" to)\b(?P<about5>[^?]*)\W*$"
    r"|^\W*(?:list|name|show|give|who are)(?: me)? (?:everyone|everybody|all|the)(?: of)?(?: the)?"
    r"(?: (?:people|sources|speakers|experts|those))?(?: who| that)?(?: is| are| was| were)? ?"
    r"(?:quoted|cited|interviewed|speaks?|spoke|speaking)\b(?P<about2>[^?]*)\W*$"
    # "Names of experts quoted in the report": a noun with its description, and no other verb.
    rf"|^\W*(?!(?:who|whom|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|can|could|will)\b)"
    rf"(?:[\w’'-]+[\s,/&]+){{1,8}}(?:quoted|cited|interviewed)"
    rf" (?P<about4>(?:in|by|for|on) (?:[^?]*\b(?:{ITEM}|{TEXTS})\b|this\b|it\b)[^?]*)\W*$",
    _I,
)
_COUNT_QUOTED = re.compile(
    rf"^\W*how many (?:different )?(?:people|persons|sources|speakers|experts|voices)(?: {_ARE})? (?:quoted|cited"
    rf"|interviewed)\b(?P<about>[^?]*)\W*$",
    _I,
)
_PEOPLE_NAMED = re.compile(
    r"^\W*(?:who|(?:which|what) people|(?:list|name)(?: all)?(?: the)? people(?: who)?) (?:is|are|was|were)? ?"
    r"(?:mentioned|named)\b(?P<about>[^?]*)\W*$",
    _I,
)
_ON = r"(?P<about> (?:on|about|over|regarding|in)\b.+?)?"
_COMPARE = (
    re.compile(rf"\bdifferences? between (?P<one>.+?) and (?P<other>.+?){_ON}\W*$", _I),
    re.compile(rf"^\W*(?:please )?compare (?P<one>.+?) (?:and|with|to|against) (?P<other>.+?){_ON}\W*$", _I),
    re.compile(
        r"^\W*(?:(?:how|where|in what) )?(?:do|does|did|are|is) (?P<one>.+?) and (?P<other>.+?) (?:(?:not )?agree"
        r"|disagree|differ|compare|contradict(?: each other)?|say the same|at odds)\b(?P<about>.*?)\W*$",
        _I,
    ),
    re.compile(
        r"^\W*(?:what|how|where) (?:do|does|did) (?P<one>.+?) and (?P<other>.+?) each \w+\b(?P<about>.*?)\W*$", _I
    ),
    re.compile(
        r"^\W*(?:which|who|whose) (?P<topic>[^?,]+), (?:the )?(?P<one>[^?,]+?),? or (?:the )?(?P<other>[^?,]+?)"
        r"(?:, and\b[^?]*)?\W*$",
        _I,
    ),
    re.compile(r"\baccording to (?P<one>.+?),? and (?:according )?to (?P<other>.+?)\W*$", _I),
    re.compile(
        rf"^\W*(?P<one>[^?]+?) (?:vs\.?|versus) (?P<other>[^?,:]+?)(?:{_ON}|(?:[,:]| [-–—]) +(?P<topic>[^?]+))\W*$", _I
    ),
)
_AGREE = re.compile(
    rf"^\W*(?:(?:how|where) )?(?:do|does|did|are|is) (?:all |both )?(?:the |these |those )?(?:\w+ )?"
    rf"(?:{TEXTS}|{OUTLETS}|sources|figures|accounts|numbers|sides|they)(?: all| both)? (?:(?:not )?agree|disagree"
    r"|differ|contradict|conflict|say the same|match|(?:in)?consistent)\b(?P<about>[^?]*)\W*$"
    rf"|\bdifferences? (?:between|among) (?:the )?(?:\w+ )?(?:{TEXTS}|{OUTLETS}|accounts|figures)\b"
    r"(?P<about2>[^?]*)\W*$"
    r"|^\W*(?:is there|are there) (?:a |any )?(?:contradiction|disagreement)s?\b(?P<about3>[^?]*)\W*$"
    rf"|^\W*(?:please )?compare (?:the |these |all |both |two |three |four |five )*(?:{TEXTS}|{OUTLETS}|accounts"
    r"|coverage)\b(?! (?:of|by|from|in)\b[^?]* and\b)(?P<about4>[^?]*)\W*$",
    _I,
)
_TIMELINE = re.compile(
    r"\b(?:timelines?|chronolog\w+|(?:sequence|order) of events)\b(?: (?:of|for|on|about))?(?P<about>[^?]*)", _I
)
_CHANGE = re.compile(
    r"^\W*(?:how|what|in what way)s? (?:has|have|had|did) (?P<about>[^?]*?)\s*\b(?:changed?|evolved?|shift(?:ed)?"
    r"|progress(?:ed)?|develop(?:ed)?)\b(?P<about2>[^?]*)\W*$"
    r"|^\W*(?:has|have) (?P<about3>[^?]+?) (?:changed|shifted|evolved)\b[^?]*\W*$"
    r"|^\W*how (?:has|have|had|did) (?P<about4>[^?]+?) \w+(?: up| down)?"
    r" over (?:time|the (?:days|weeks|months|years))\W*$",
    _I,
)
# "X at first vs later", "X in March vs April": one thing at two times.
_MONTH = rf"(?:{'|'.join((*MONTHS, *SHORT_MONTHS, 'sept'))})\.?(?: \d{{1,4}})?|\d{{4}}"
_WHOSE_TIME = r"(?:['’]?s)? (?:one|estimate|figure|number|report|version|plan|count|offer|price|bill)s?"
_AT_FIRST = re.compile(
    rf"^(?P<about>\S.*?)\W+(?:(?:in|at|from|on) )?(?:the )?(?:(?:{_MONTH}|first|original(?:ly)?|initial(?:ly)?|early"
    rf"|old)(?:{_WHOSE_TIME})?|then|before|start|beginning|outset|day one|now|today)$",
    _I,
)
_AT_LAST = re.compile(
    rf"^(?:(?:in|at|from|on) )?(?:the |its )?(?:(?:{_MONTH}|later?|latest|newest|final|current|last|new)"
    rf"(?:{_WHOSE_TIME})?|now|today|then|before|after(?:wards)?|end)$",
    _I,
)
# The time in which something changed.
_WHILE = re.compile(
    r"\b(?:over (?:time|the (?:weeks|months|years))|since then|so far|recently|in the meantime)\b"
    r"|\s(?:from\b[^?]+\b(?:to|until|till|through)|between\b[^?]+\band|since|within|during)\b[^?]*$",
    _I,
)
_LATEST = re.compile(
    r"^\W*(?:(?:what(?:['’]s| is| are)|any|give me|show me|tell me|is there) )?(?:the |any )?(?:latest|newest"
    r"|most recent|recent|new)(?: (?:news|updates?|developments?|reports?|articles?|on|about|in|from|with))+\b"
    r"(?: (?:on|about|in|with|of|from))?(?P<about3>[^?]*)\W*$"
    r"|^\W*(?:what(?:['’]s| is) new|(?:any )?(?:updates?|news))(?: (?:on|about|in|with|from))(?P<about>[^?]*)\W*$"
    # "Harbour strike latest": keywords.
    r"|^\W*(?!(?:who|whom|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|can|could|will|any"
    r"|the)\b)(?P<about2>(?:[\w’'-]+ ){1,6}?)(?:latest|(?:latest |recent )?(?:news|updates?|developments?))\W*$",
    _I,
)
_OVERVIEW = re.compile(
    rf"^\W*whats?(?:['’]s| is| was| are| were)? (?P<about>(?:(?:this|that|it|the|these|those)\b[^?]*?"
    rf"|[^?]{{1,80}}?\b{ITEM}\b[^?]{{0,40}}?|[“\"«][^”\"»]{{4,200}}[”\"»])) (?:all )?about\W*$"
    r"|\b(?:summari[sz](?:e|ing)|sum up|summary|overview|recap|tl;?dr|(?:the )?gist|in a nutshell|synopsis|take-?aways?"
    r"|(?:key|main) (?:points?|facts?|messages?|findings?|ideas?|argument)|highlights|bullet points"
    r"|(?:a|the|quick) (?:run-?down|round-?up|digest)|in (?:brief|short(?! supply\b))|briefly(?=\W*$)"
    r"|catch (?:me|us) up)\b(?: (?:of|on|for|from|about|in|:))?(?P<about2>[^?]*)\W*$"
    r"|^\W*whats?(?:['’]s| is| was)? (?:going on|happening)(?: (?:with|in|at|to|around|about))?(?P<about3>[^?]*)\W*$"
    r"|^\W*what (?:has )?happened(?: (?:in|at|to|with|during|on|after))?(?P<about4>[^?]*)\W*$"
    r"|^\W*what (?:do|does|did|is|are|was|were|has|have)(?! (?:the|this|that|your) report (?:on|about))"
    rf"(?: the| this| that| these| your)*(?: (?:{TEXTS}|{ITEM}"
    rf"|{OUTLETS}))? (?:say|said|report|reported|written|write|known)(?: (?:about|on|of|in))(?P<about5>[^?]*)\W*$"
    r"|^\W*(?:tell me|give me|show me|i want|i need|brief me|fill me in) (?:briefly |something |more |everything |all"
    r" |information |details |background )*(?:about|on) (?P<about6>[^?]+)\W*$"
    r"|^\W*(?:everything|all) (?:(?:that )?(?:there is|(?:we|you) (?:have|know)) )?(?:about|on) (?P<about14>[^?]+)\W*$"
    r"|^\W*what(?:['’]s| is) the (?:story|background|situation)"
    r"(?: (?:about|on|of|behind|with|in))?(?P<about7>[^?]*)\W*$"
    rf"|^\W*(?:describe|explain|outline) (?P<about8>(?:this|that|the)\b[^?]*\b{ITEM}\b[^?]*)\W*$"
    r"|^\W*what (?:should|do|must) (?:i|we|you) (?:need to |have to )?know (?:about|on)(?P<about12>[^?]*)\W*$"
    r"|(?:^\W*|, *)what (?:(?:do|does|did) (?:they|it|he|she)|is|are|was|were|gets?) (?:being )?"
    r"(?:(?:talk(?:ed|ing)?|speak(?:ing)?|spoken) about|discuss(?:ed|ing)?|cover(?:ed|ing)?|deal(?:t|ing)? with)"
    rf" (?:in (?:it|there)|(?:in|on) (?P<about13>(?:this|that|the|an?)\b[^?]*\b{ITEM}\b[^?]*))\W*$",
    _I,
)
# Words between a subject that comes first and the request to summarise it.
_WRAPPING = re.compile(
    r"(?:\b(?:what|which|is|are|was|were|can|could|would|will|you|i|me|us|we|please|give|get|have|need|want|like|write"
    r"|show|some|any|its?|the|an?|short|quick|brief|of|\d{1,2}|one|two|three|four|five)\b"
    r"|['’]s\b|[\s,.:;–-])+$",
    _I,
)
_SHOULD = re.compile(r"^\W*should (?P<about>[^?]+)\W*$", _I)
# "What do critics say about it?" asks who is against it.
_PARTISANS = re.compile(
    rf"^\W*what (?:do|does|did|have|are|were) (?:the |its |their )?(?:(?P<against>{PARTISANS['against']})"
    rf"|{PARTISANS['for']})(?: of (?P<about>[^?]+?))? (?:say|said|saying|think|thinking|argue"
    r"|arguing|claim|claiming)\b(?: (?:about|on|of|against|for))?(?P<about2>[^?]*)\W*$",
    _I,
)
_ON_WHICH_SIDE = re.compile(
    r"^\W*(?:is|are|was|were) (?P<who>[^?]+?)(?: \w+ly)? (?:for|in favou?r(?: of)?) "
    r"(?:or (?:against|opposed to) (?P<about>[^?]+)|(?P<about2>[^?]+?),? or (?:against|opposed to) it)\W*$",
    _I,
)
_WANTS = re.compile(
    r"^\W*(?:what|how) (?:do|does|did) (?P<who>[^?]+?) (?:want|feel|hope|fear|expect|regret|like|dislike|plan"
    r"|intend|wish)\b(?P<about>[^?]*)\W*$",
    _I,
)
_WHY = re.compile(
    r"^\W*(?:and |but )?(?:why|how come|for (?:what|which) reasons?)\b"
    r"|\b(?:what|which) (?:is|was|are|were) (?:the |a |his |her |its |their |[^?]{1,60}['’]s? )?(?:main |official )?"
    r"(?:reasons?|causes?|explanation|grounds?|motives?)\b|\b(?:what|which) reasons?\b"
    r"|^\W*(?:and )?what (?:has |have |had )?(?:caused|led to|made|prompted|triggered|explains|sparked|drove|forced"
    r"|(?:is|was) behind)\b",
    _I,
)
_AUXILIARY = re.compile(
    r"^\W*(?:and |but |so )?(?:is|are|was|were|am|do|does|did|has|have|had|will|would|can|could|should|shall|may"
    r"|might|must|(?:is|are|was|were|do|does|did|has|have|wo|would|ca|could)n['’]?t)\b\s+(?!please\b)\w",
    _I,
)
# The verb of saying is part of a question for a fact: "When did the firm say it would close".
_FACT = re.compile(
    r"^\W*(?:and |but )?(?:when|where|who|whom|how (?:many|much|long|old|often|far|big|large|high|tall|fast|soon)"
    r"|which|by how|in what|since when|what (?:year|date|day|time|percent\w*|share|number|amount|price"
    r"|proportion))\b|^\W*according to\b.*\b(?:when|where|who|how (?:many|much|long|old|often|far)|which"
    r"|what (?:year|date|percent\w*|share|number))\b",
    _I,
)
_SPOKEN = (
    r"(?:say|said|saying|think|thought|thinking|believe|tell|told|promise|promised|pledge|pledged|warn|warned"
    r"|announce|announced|claim|claimed|argue|argued|recommend|recommended|demand|demanded|ask for|call for|called for"
    r"|suggest|suggested|propose|proposed|reported"
    r"|report(?= (?:about|on|that)\b|\W*$)|explain|explained|reply|replied|answer|answered|respond|comment|mention"
    r"|mentioned|state|stated|admit|admitted|deny|denied|declare|declared|insist|predict|predicted|advise|advised"
    r"|criticise|criticize|complain about|stress|emphasise|emphasize|note|noted|point out|object to|write|written"
    r"|wrote|stand|make of|have to say|had to say)"
)
_ADVERBS = (
    r"(?:(?:also|then|later|first|last|again|really|actually|exactly|ever|just|publicly|recently|himself"
    r"|herself|themselves|originally|\w+ly|(?:quoted|cited|reported) as|reported to have) )*"
)
_SAYS = re.compile(
    rf"^\W*(?:and |but |so )?(?:what|how|where)(?: else| exactly| more)? (?:do|does|did|has|have|had|is|was|are"
    rf"|were|would|will) (?P<who>(?:(?!\b(?:that|which|who)\b)[^?,])+?) {_ADVERBS}{_SPOKEN}\b(?P<about>[^?]*)\W*$"
    rf"|^\W*(?:has|have|had|did|does|do) (?P<who2>[^?,]+?) {_ADVERBS}(?:say|said|comment(?:ed)?|speak|spoken"
    rf"|mention(?:ed)?|talk(?:ed)?|(?:have|got|had) (?:anything|something|much) to say)"
    rf" ?(?:anything|something|a word|out)?\b(?= (?:about|on|of|regarding)\b|\W*$)(?P<about2>[^?]*)\W*$"
    rf"|^\W*(?:what (?:is|are|was|were) )(?:the )?(?:position|views?|stance|opinions?|reaction|response|attitude"
    rf"|take|thoughts|comments?|statement|argument|criticism|verdict) of (?P<who3>[^?]+?)(?P<about3> (?:about|on|to"
    rf"|towards?|regarding|over)\b[^?]*)?\W*$"
    rf"|^\W*(?:what (?:is|are|was|were) )(?P<who4>[^?]+?)['’]s? (?:\w+ )?(?:position|views?|stance|opinions?"
    rf"|reaction|response|attitude|take|thoughts|comments?|statement|argument|criticism|verdict"
    rf"|words)(?P<about4> (?:about|on|to|towards?|regarding|over|of)\b[^?]*)?\W*$",
    _I,
)
_SUBJECTS = word_set("i he she we they")
_CUT_OFF = word_set("for of to in on at by with from about over had has have was were is are")
_STANDS = re.compile(r"^\W*where (?:do|does|did) [^?]+? stand\b", _I)
_NOT_SAYING = re.compile(
    r"\b(?:call|calls|called) (?:itself|himself|herself|themselves|it|them|him|her|the)\b|\bwhat (?:do|does"
    r"|did) [^?]+? (?:ask|tell|explain|announce|propose|demand|promise|pledge|call) (?:itself|himself|herself)\b",
    _I,
)

_CHINESE: tuple[tuple[Kind, str | None, re.Pattern[str]], ...] = (
    ("metadata", "author", re.compile(r"(?:谁写(?:的|了)|作者是谁|哪位记者|谁是(?:这篇文章的)?作者|记者是谁)")),
    (
        "metadata",
        "date",
        re.compile(r"(?:什么时候|何时|哪天|哪一天)(?:发表|发布|刊登|出版)|发表(?:日期|时间)|发布(?:日期|时间)"),
    ),
    ("metadata", "outlet", re.compile(r"(?:哪家|哪个|什么)(?:报纸|媒体|报社|网站|杂志)")),
    (
        "corrections",
        None,
        re.compile(
            r"(?:哪些|什么|有没有|有何)[^？?]{0,12}(?:更正|勘误|撤稿|撤回)|更正了(?:什么|哪些)|被(?:更正|撤稿|撤回)"
        ),
    ),
    ("count", "articles", re.compile(r"(?:有)?(?:多少|几)篇(?:文章|报道)")),
    ("list", "articles", re.compile(r"哪(?:些|几篇)?(?:文章|报道)")),
    ("list", "quoted", re.compile(r"(?:引用|采访)了?(?:谁|哪些人)|谁(?:被引用|接受了采访)|哪些人(?:被引用|发言|说话)")),
    ("timeline", None, re.compile(r"时间线|来龙去脉|事件经过")),
    ("latest", None, re.compile(r"(?:最新|最近)(?:的)?(?:消息|进展|情况|报道|动态)")),
    (
        "overview",
        None,
        re.compile(
            r"(?:总结|概括|概述|摘要|要点|主要内容|讲(?:了|的是)什么|说(?:了|的是)什么(?:事|内容)|关于什么|发生了什么|大意)"
        ),
    ),
    ("compare", None, re.compile(r"(?:有什么|有何|的)(?:区别|不同|差异|差别)|比较|一致吗|矛盾")),
    ("change", None, re.compile(r"(?:有什么|如何|怎么|发生了什么)(?:变化|改变)|怎么变")),
    ("why", None, re.compile(r"为什么|为何|原因|为啥|怎么会")),
    ("yes-no", None, re.compile(r"吗[？?]?$|是否|是不是|有没有|会不会|能不能")),
)


_CHINESE_WHO_IS = re.compile(r"^\W*(?:(?P<who>[^，。？是的谁]{2,40}?)是谁|谁是(?P<name>[^，。？的谁]{2,40}?))\W*$")
_SOMEBODY = r"(?!(?:the|an?|this|that|it|he|she|they|there|your?)\b)[^?,]{2,60}?"
_WORK = r"(?:job|role|profession|occupation|title)"
_WHO_IS = re.compile(
    rf"^\W*(?:and )?who (?:is|are|was|were) (?P<who>{_SOMEBODY})\W*$"
    rf"|^\W*what (?:is|was) (?P<who2>{_SOMEBODY})['’]s? {_WORK}\W*$"
    rf"|^\W*what (?:is|was) the {_WORK} of (?P<who3>{_SOMEBODY})\W*$"
    rf"|^\W*what does (?P<who4>{_SOMEBODY}) do\W*$"
    rf"|^\W*what (?:does|did) (?P<who5>{_SOMEBODY}) do for a living\W*$",
    _I,
)

_SAID_BY = re.compile(
    rf"^(?P<what>\W*what)(?: has| have| had| is| was)(?: been)? (?:{PARTICIPLE}|written)(?P<about> {ABOUT} [^?]+?)?"
    rf" by (?P<who>[^?]+?)(?P<about2> {ABOUT} [^?]+?)?\W*$",
    _I,
)


_MENTIONED = re.compile(
    rf"^\W*(?:in (?:(?P<count>how many)|which|what) (?:{TEXTS}|{OUTLETS}) (?:is|are|was|were|do|does|did|has|have)"
    r" (?P<who>[^?]{2,80}?)(?: been)?"
    r" (?:mentioned|named|quoted|cited|discussed|(?:appear|come up|crop up|feature)(?:ed|s)?)"
    r"|(?:where|(?P<often>how often)) (?:is|are|was|were) (?!(?:it|this|that|he|she|they)\b)(?P<whom>[^?]{2,80}?)"
    r" (?:mentioned|quoted|cited|discussed))\W*$",
    _I,
)


_NTH_ONE = re.compile(rf"\b(the (?:{'|'.join(ORDINALS[:10])}|last|other)) one\b", _I)


def in_the_active(text: str) -> str:
    """The question in the active voice: "What was said by Roe?", "In which articles is the ferry mentioned?"."""
    asked = text[:LONGEST]
    if found := _SAID_BY.match(asked):
        return f"{found['what']} did {found['who']} say{found['about'] or found['about2'] or ''}?"
    if found := _MENTIONED.match(asked):
        asking = "How many" if found["count"] or found["often"] else "Which"
        return f"{asking} articles mention {found['who'] or found['whom']}?"
    return _NTH_ONE.sub(r"\1 article", text)


_LEADING = re.compile(r"^\W*(?:(?:and|but|so|also|then|ok(?:ay)?)\b,? )+(?=\w)", _I)


def form_of(text: str, *, language: str) -> Form:
    """The kind of answer that the question wants; a lookup by default.

    Only the end of an overlong text is read, since the question comes last and the patterns are quadratic.
    """
    text = text[-LONGEST:]
    if language != "en":
        return _chinese(text) if language == "zh" else Form("lookup")
    flat = _LEADING.sub("", " ".join(text.split()))
    flat = re.sub(r"^(\W*(?:what|who|when|where|how))['’]s\b", r"\1 is", flat, flags=_I)
    for read in (
        _of_catalog,
        _of_corrections,
        _of_metadata,
        _of_sides,
        _of_lists,
        _of_comparing,
        _of_time,
        _of_overview,
        _of_saying,
    ):
        if found := read(flat):
            return found
    if _WHY.search(flat):
        return Form("why")
    if _AUXILIARY.match(flat):
        return Form("yes-no")
    return _of_person(flat) or Form("lookup")


def _of_person(text: str) -> Form | None:
    found = _WHO_IS.match(text)
    return Form("lookup", "person", None, (next(filter(None, found.groups())),)) if found else None


def _about(found: re.Match[str]) -> str:
    """The words of all groups named about, about2 and so on."""
    parts = [value for name, value in found.groupdict().items() if name.startswith("about") and value]
    return " ".join(" ".join(parts).split()).strip(" ,.?!")


def _of_corrections(text: str) -> Form | None:
    found = _CORRECTIONS.search(text)
    return Form("corrections", None, _about(found)) if found else None


@dataclass(frozen=True, slots=True)
class Erring:
    """Who may have been wrong, according to the question, and about what; `generic` if it means any outlet."""

    who: str
    about: str
    generic: bool


def who_erred(text: str) -> Erring | None:
    """Who a question says may have erred or retracted something; only the library can tell whether it is an outlet."""
    found = _ERRING.match(text[-LONGEST:])
    if found is None:
        return None
    who = re.sub(r"^(?:the|an?|any|some)(?: of the)? ", "", found["who"] or found["who2"], flags=_I)
    return Erring(who, _about(found), re.fullmatch(OUTLETS, who, _I) is not None)


# A second question added to a first: "which paper ran it, and on what day", "when was it published and who wrote it".
_ITSELF = r"(?:it|this|that|them)"
_ALSO = {
    "date": re.compile(
        rf"(?:,|\band\b)\s*(?:and )?(?:(?:on )?(?:what|which) (?:day|date)|when)"
        rf"(?: (?:was|is|did) {_ITSELF}(?: (?:been )?(?:published|written|posted|printed|come out|appear))?)?\W*$",
        _I,
    ),
    "author": re.compile(
        rf"(?:,|\band\b)\s*(?:and )?(?:who (?:wrote|did|made) {_ITSELF}"
        r"|who(?:['’]s| is| was) the (?:author|writer|reporter)|by whom)\W*$",
        _I,
    ),
    "outlet": re.compile(
        rf"(?:,|\band\b)\s*(?:and )?where (?:was|is|did) {_ITSELF} (?:published|printed|posted|appear|run|from)\W*$", _I
    ),
}


def _wanted(noun: str) -> str:
    return next(wanted for wanted, nouns in _NAMED_BY.items() if re.fullmatch(nouns, noun, _I))


def _of_metadata(text: str) -> Form | None:
    for also, second in _ALSO.items():
        if (found := second.search(text)) and (first := _of_metadata(text[: found.start()])):
            return replace(first, wanted=f"{first.wanted} {also}")
    if found := _OF_IT.search(text):
        nouns = filter(None, (found["one"], found["two"], found["three"], found["four"]))
        return Form("metadata", " ".join(map(_wanted, nouns)), _about(found))
    for wanted, pattern in (*_BARE_METADATA.items(), *_METADATA):
        if found := pattern.search(text):
            who = found.groupdict().get("who")
            return Form("metadata", wanted, _about(found) if found.groupdict() else "", (who,) if who else ())
    return None


def _of_lists(text: str) -> Form | None:
    lists: tuple[tuple[Kind, str, re.Pattern[str]], ...] = (
        ("count", "articles", _COUNT_ARTICLES),
        ("count", "quoted", _COUNT_QUOTED),
        ("list", "quoted", _QUOTED),
        ("list", "articles", _LIST_ARTICLES),
        ("list", "named", _PEOPLE_NAMED),
    )
    for kind, wanted, pattern in lists:
        if found := pattern.search(text):
            about = _about(found)
            if (people := found.groupdict().get("kind")) and not is_role(people.split()[-1].lower()):
                continue  # "Which studies are cited?"
            if wanted == "quoted" and re.match(r"(?:as )?saying\b", about, _I):
                return Form("who-said", None, re.sub(r"^(?:as )?saying\s+(?:that\s+)?", "", about, flags=_I))
            about = re.sub(r"^(?:in|on|about|by|of|from)\s+", "", about, flags=_I)
            return Form(kind, "people" if people else wanted, about)
    return None


def _of_catalog(text: str) -> Form | None:
    return next((Form("list", wanted) for wanted, pattern in _CATALOG.items() if pattern.match(text)), None)


def _of_sides(text: str) -> Form | None:
    stance = stance_in(text)
    if stance is None:
        return None
    verb = "support" if stance.side == "for" else "oppose"
    return Form("position", f"{verb.removesuffix('e')}ed" if stance.past else f"{verb}s", stance.about)


def _of_comparing(text: str) -> Form | None:
    if found := _AGREE.search(text):
        about = re.sub(
            r"^\W*(?:about|on|of|over|with each other|each other|regarding|in|as to|how)\s+",
            "",
            _about(found),
            flags=_I,
        )
        return Form("compare", None, about)
    for pattern in _COMPARE:
        if found := pattern.search(text):
            if _AT_LAST.match(found["other"].strip()) and (early := _AT_FIRST.match(found["one"].strip())):
                return Form("change", None, early["about"])
            about = re.sub(
                r"^\W*(?:about|on|over|regarding|in|when it comes to)\s+",
                "",
                found.groupdict().get("about") or "",
                flags=_I,
            )
            about = about or found.groupdict().get("topic") or ""
            if not about and "according" in found[0].lower():
                about = text[: found.start()].strip(" ,")
            return Form("compare", None, about.strip(" ,.?!"), (found["one"].strip(), found["other"].strip()))
    return None


def _of_time(text: str) -> Form | None:
    if found := _TIMELINE.search(text):
        return Form("timeline", None, _about(found) or _TIMELINE.sub("", text).strip(" ,.?!"))
    if found := _LATEST.search(text):
        return Form("latest", None, _about(found))
    if (found := _CHANGE.search(text)) and _about(found):
        about = _WHILE.sub("", _about(found))
        return Form("change", None, " ".join(about.split()).strip(" ,.?!"))
    return None


def _of_overview(text: str) -> Form | None:
    found = _OVERVIEW.search(text)
    if not found or _FACT.match(text):
        return None
    if re.match(r"\W*what happen(?:ed|s)\b", text, _I) and re.search(r"\b(?:on|in|at) (?:\d|\w+ \d)", text):
        return None  # what happened on one day is looked up
    if asked_speaker(_about(found), language="en")[0]:
        return None  # "Summarise the position of Roe on it"
    about = _about(found) or _WRAPPING.sub("", text[: found.start()])  # "The harbour column, what's the main point?"
    return Form("overview", None, re.sub(r"^(?:of|on|for|from|about|in|with)\s+", "", about, flags=_I))


def _of_saying(text: str) -> Form | None:
    if found := _SHOULD.search(text):
        return Form("position", "should", _about(found))
    if asks_who_said(text, language="en"):
        return Form("who-said")
    if _WHY.search(text):
        return None
    if found := _ON_WHICH_SIDE.search(text):
        return Form("said", None, _about(found), (found["who"],))
    fact = _FACT.match(text) and not _STANDS.match(text) and not asks_for_words(text)
    if fact or _NOT_SAYING.search(text):
        return None
    if _AUXILIARY.match(text) and not _SAYS.search(text):
        return None
    speaker, topic = asked_speaker(text, language="en")
    if found := _PARTISANS.match(text):
        return Form("position", "opposes" if found["against"] else "supports", _about(found))
    if speaker:
        return Form("said", None, "" if topic == text else topic, (speaker,))
    for pattern in (_SAYS, _WANTS):
        if (found := pattern.search(text)) is None:
            continue
        wanted = EITHER if found.re is _WANTS else None
        who = next(value for name, value in found.groupdict().items() if name.startswith("who") and value)
        said = next((name for name, value in found.groupdict().items() if name.startswith("about") and value), None)
        about = without_hearer(text[: found.start(said)], found[said]) if said else ""
        about = re.sub(
            r"^(?:that|anything|something|about|on|of|regarding|to|towards?|over)\s+",
            "",
            about.strip(" ,.?!"),
            flags=_I,
        )
        who = re.sub(r"^(?:the|a|an)\b ?", "", who.strip(), flags=_I)
        if _is_phrase(who):
            return Form("said", wanted, about, (who,))
    return None


def _is_phrase(who: str) -> bool:
    """Whether `who` may refer to somebody: "the size of the flat he had" is a clause, "his reasons for" is cut off."""
    every = who.lower().split()
    return bool(every) and (len(every) < 2 or every[-1] not in _CUT_OFF and not _SUBJECTS & set(every))


def asks_whether(text: str) -> bool:
    """Whether it begins with an auxiliary, like a yes-or-no question."""
    return bool(_AUXILIARY.match(text))


_IN_LATIN = re.compile(r"[\u3400-\u9fff·•]+[（(](?P<name>[A-Za-z][A-Za-z .'’-]*)[）)]")


def _chinese(text: str) -> Form:
    speaker, topic = asked_speaker(text, language="zh")
    for kind, wanted, pattern in _CHINESE:
        if pattern.search(text) and not (speaker and kind in ("overview", "yes-no")):
            left = re.sub(r"[？?。，]", " ", pattern.sub(" ", text))
            left = re.sub(
                r"^(?:这篇|那篇|关于|对于|有关|请)|(?:提到|讨论|写到|谈到)了?|(?:这|那)?篇?文章|报道|的(?=\s|$)|(?<![A-Za-z.,])\s+|\s+(?![A-Za-z])",
                "",
                left,
            )
            latin = _IN_LATIN.fullmatch(left)
            return Form(kind, wanted, latin["name"] if latin else left)
    if asks_who_said(text, language="zh"):
        return Form("who-said")
    if speaker:
        return Form("said", None, "" if topic == text else topic, (speaker,))
    person = _CHINESE_WHO_IS.match(text)
    return Form("lookup", "person", None, (person["who"] or person["name"],)) if person else Form("lookup")
