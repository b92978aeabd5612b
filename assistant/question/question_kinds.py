"""What kind of answer a question wants, by its grammar: its question word, its auxiliary, its verb of saying.

It reads words in English and Chinese, without articles or names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from assistant.question.speaker_frames import asked_speaker, asks_who_said, without_hearer
from index.language.roles import is_role

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
    "talk",
]

TEXT = (
    r"(?:(?:news |newspaper |magazine )?(?:article|story|report|piece|interview|column|op-?ed|editorial|commentary"
    r"|essay|review|obituary|text"
    r"|feature|write-?up|dispatch)|press release)"
)
# Other words for an article, if a question is plainly about one: "the page on ...", "the explainer on ...".
ITEM = (
    rf"(?:{TEXT}|(?:web |news )?(?:page|item|posting|guide|profile|explainer|list(?:ing)?|bulletin|brief(?:ing)?|blog"
    r"|coverage|newsletter|announcement|advert(?:isement)?)|(?:blog )?post)"
)
TEXTS = r"(?:(?:news )?(?:articles|stories|reports|pieces|interviews|columns|op-?eds|editorials|texts|items|pages))"
OUTLETS = (
    r"(?:newspapers?|papers?|outlets?|magazines?|publications?|publishers?|websites?|sites?|broadcasters?|media"
    r"|press)"
)
_ARE = r"(?:is|are|was|were|gets|got|has been|have been)"
_MENTION = (
    r"(?:mention\w*|(?:is|are|was|were|be) (?:about|on)|about|on|cover\w*|discuss\w*|deal\w* with|talk\w* about"
    r"|refer\w* to|concern\w*|touch\w* (?:on|upon)"
    r"|(?:is|are|was|were) (?:written|published) (?:about|on)|wr[io]te\w* (?:about|on)|quot\w+|cit\w+|name[sd]?"
    r"|speak\w* of|report\w* (?:on|about)|br(?:ing|ings|ought) up|raise[sd]?|regarding)"
)


EITHER = "either"  # of a question for words, which may also be one for a fact: "What does Roe want?"


@dataclass(frozen=True, slots=True)
class Form:
    """A kind with its details: what is `wanted` of metadata or a list, and `about`, the words that follow.

    `sides` are the two things to compare.
    """

    kind: Kind
    wanted: str | None = None
    about: str | None = None
    sides: tuple[str, ...] = ()


_I = re.I
_METADATA: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "author",
        re.compile(
            rf"^\W*(?:who|which (?:journalists?|reporters?|authors?|writers?|columnists?)|by whom"
            rf"|whose)\b[^?]*?\b(?:wrote|written|authored|penned|write|supplied|provided|contributed|filed)\b\s*"
            rf"(?P<about>(?:(?:this|that|it|these|those|them|about|on|of)\b|(?:the|an?)\b[^?]*\b(?:{ITEM}"
            rf"|{TEXTS})\b)[^?]*)?\W*$",
            _I,
        ),
    ),
    (
        "author",
        re.compile(
            rf"\b(?:who|what|name|give|list|identify)\b[^?]*?\b(?:authors?|writers?|journalists?|reporters?"
            rf"|columnists?|byline|interviewers?)\b\s*(?:of|on|for|behind|in)\s+"
            rf"(?P<about>(?:this|that|it\b|the\b[^?]*\b(?:{ITEM}|{TEXTS})\b|(?:{TEXTS})\b)[^?]*)\W*$",
            _I,
        ),
    ),
    ("author", re.compile(rf"^\W*(?P<about>[^?]*?\b{ITEM})['’]?s? (?:author|writer|byline)\W*$", _I)),
    (
        "author",
        re.compile(
            rf"^\W*who (?:is|was) (?P<about>(?:this|that"
            rf"|the)\b[^?]*\b{ITEM}\b[^?]*?) (?:written )?by\W*$",
            _I,
        ),
    ),
    (
        "date",
        re.compile(
            rf"^\W*(?:when|(?:on|in) (?:what|which) (?:date|day|month|year)|what (?:date|day))\b (?:was|were|is|did"
            rf"|has|have)\s+"
            rf"(?P<about>(?:[^?]*?\b(?:{ITEM}|{TEXTS})\b[^?]*?|this|that|it))\s+(?:been )?(?:published|written|posted"
            rf"|printed|released|come out|appear|run|issued|first published)\b[^?]*$",
            _I,
        ),
    ),
    (
        "date",
        re.compile(
            rf"^\W*(?:when|(?:on )?(?:what|which) (?:date|day)) (?:did|has|have) (?P<who>[^?]+?) (?:publish|post|print"
            rf"|run|release|issue|carry|published|posted|printed|run|released|issued|carried) "
            rf"(?P<about>(?:(?:the|this|that|its|their|an?)\b)[^?]*\b(?:{ITEM}|{TEXTS})\b[^?]*)\W*$",
            _I,
        ),
    ),
    (
        "date",
        re.compile(
            rf"\b(?:publication date|date of publication|publishing date|date)\b (?:of|for|on)\s+(?P<about>(?:this"
            rf"|that|it\b|the\b[^?]*\b{ITEM}\b)[^?]*)\W*$",
            _I,
        ),
    ),
    (
        "date",
        re.compile(
            rf"^\W*how (?:old|recent|new|current) (?:is|are) (?P<about>(?:this|that|the)\b[^?]*\b(?:{ITEM}"
            rf"|{TEXTS})\b[^?]*)\W*$",
            _I,
        ),
    ),
    (
        "date",
        re.compile(
            rf"^\W*(?:what date|what is the date|when) (?:is|was) (?P<about>(?:this|that"
            rf"|the)\b[^?]*\b{ITEM}\b[^?]*?)(?: from| dated)?\W*$",
            _I,
        ),
    ),
    (
        "outlet",
        re.compile(
            rf"^\W*(?:(?:in|by|from|on) )?(?:what|which) {OUTLETS}\b[^?]*?\b(?:published|publishes|ran|runs|carried"
            rf"|carries|posted|hosted|features?d?|has|had|printed|reported|reports|wrote|writes|say|says|said|is|was|are"
            rf"|did)\b\s*(?P<about>[^?]*)\W*$",
            _I,
        ),
    ),
    (
        "outlet",
        re.compile(
            rf"^\W*(?:where (?:was|were|did|has|is)|who) (?:published|ran|printed)?\s*(?P<about>(?:this|that|it\b"
            rf"|(?:the|an?)\b[^?]*\b{ITEM}\b)[^?]*?)"
            r"\s*(?:been )?(?:published|printed|come from|appear|from|run|posted)?\W*$",
            _I,
        ),
    ),
    (
        "outlet",
        re.compile(
            r"^\W*(?:what|which) (?:is|was) the (?:source|outlet|publisher|newspaper) (?:of"
            r"|for) (?P<about>[^?]+)\W*$",
            _I,
        ),
    ),
    (
        "link",
        re.compile(
            rf"\b(?:link|url|web ?address|address)\b (?:of|to|for)\s+(?P<about>(?:this|that|it\b"
            rf"|the\b[^?]*\b{ITEM}\b)[^?]*)\W*$"
            rf"|^\W*where can i (?:read|find|see) (?P<about2>(?:this|that|it\b|the\b[^?]*\b{ITEM}\b"
            rf"|the original)[^?]*)\W*$",
            _I,
        ),
    ),
    (
        "length",
        re.compile(
            rf"^\W*(?:how long is|how many (?:words|paragraphs|characters) (?:does|do|has|are (?:there )?in|is)"
            rf"|what is the length of|what is the word count of)\s+"
            rf"(?P<about>(?:this|that|it\b|the\b[^?]*\b{ITEM}\b)[^?]*)\W*$",
            _I,
        ),
    ),
    (
        "title",
        re.compile(
            rf"\b(?:headline|title)\b (?:of|for)\s+(?P<about>(?:this|that|it\b|the\b[^?]*\b{ITEM}\b)[^?]*)\W*$"
            rf"|^\W*what is (?P<about2>[^?]*\b{ITEM}\b) (?:called|titled|headlined)\W*$",
            _I,
        ),
    ),
)
_CORRECTIONS = re.compile(
    rf"^\W*(?:what|which (?:{TEXTS}|{TEXT}|{OUTLETS}|figures?|facts?)|who|has anything|was anything"
    rf"|were any (?:{TEXTS}))\b"
    rf"[^?]{{0,40}}?\b(?:been )?(?:corrected|retracted|withdrawn|amended|clarified|taken back)\b(?P<about>[^?]*)\W*$"
    rf"|^\W*(?:(?:are|were|is|was) there |(?:list|show|give)(?: me)?(?: all)?(?: the)? ?)?(?:any |an? "
    rf"|the )?(?:recent )?"
    rf"(?:corrections?|retractions?|clarifications?|withdrawals? of (?:{TEXTS}|an? {TEXT}))\b(?P<about2>[^?]*)\W*$"
    rf"|^\W*(?:is|was|were|are|has|have) (?P<about3>[^?]*?\b(?:{TEXT}|{TEXTS}|{OUTLETS})\b[^?]*?) (?:been )?(?:wrong"
    rf"|mistaken|corrected|retracted|withdrawn|amended|accurate|inaccurate|in error|right|correct)(?P<about4>[^?]*)\W*$"
    rf"|^\W*(?:did|has|have) (?P<about5>[^?]+?) (?:correct|retract|withdraw|clarify|corrected|retracted|withdrawn)"
    rf" (?P<about6>[^?]*\b(?:{TEXT}|{TEXTS}|itself|anything|error|mistake)\b[^?]*)\W*$",
    _I,
)
_BARE_METADATA = {
    "author": re.compile(
        r"^\W*(?:who(?:['’]s| is| was) the (?:author|writer|journalist|reporter)|who wrote (?:it|this|that)|author"
        r"|byline)\W*$",
        _I,
    ),
    "date": re.compile(
        r"^\W*(?:when was (?:it|this|that) (?:published|written|posted)|publication date|date of publication"
        r"|date published)\W*$",
        _I,
    ),
    "outlet": re.compile(
        r"^\W*(?:where was (?:it|this|that) published|where(?:['’]s| is) (?:it|this|that) from|who published (?:it"
        r"|this|that)|which (?:outlet|newspaper|paper))\W*$",
        _I,
    ),
    "link": re.compile(r"^\W*(?:link|url|(?:what(?:['’]s| is) the |give me the |show me the )(?:link|url))\W*$", _I),
}
_COUNT_ARTICLES = re.compile(
    rf"^\W*how many (?:of (?:the|our|your|these) )?(?:{TEXTS}|{OUTLETS})\b(?: (?:are there|do (?:you|we|i) have"
    rf"|have (?:you|we) got|there are|that|which))*\s*(?:that |which )?{_MENTION}\s+(?P<about>[^?]+)\W*$"
    rf"|^\W*(?:in )?how many (?:of the )?{TEXTS} (?:is|are|was|were|does|do|did) (?P<about2>[^?]+?)\s+(?:mentioned"
    rf"|quoted|discussed|named|appear|covered|cited|come up)\b[^?]*$",
    _I,
)
_LIST_ARTICLES = re.compile(
    rf"^\W*(?:(?:which|what) (?:of (?:the|our|your|these|my) )?|(?:list|name|show|give|find)(?: me)?(?: all| the| every"
    rf"| any| our| your)* ?)(?:{TEXTS}|{OUTLETS}|{TEXT})\b(?: (?:do (?:you|we|i) have|are there|have (?:you|we) got"
    rf"|there are|that|which|we have|you have))*\s*(?:that |which )?"
    rf"{_MENTION}\s+(?P<about>[^?]+)\W*$"
    rf"|^\W*(?:in )?(?:which|what) {TEXTS} (?:is|are|was|were|does|do|did) (?P<about2>[^?]+?)\s+(?:mentioned|quoted"
    rf"|discussed|named|appear|covered|cited|come up)\b[^?]*$"
    rf"|^\W*(?:what |which {TEXTS} )?(?:do (?:you|we) have|have (?:you|we) got|is there|are there)(?: anything"
    rf"| something"
    rf"| any {TEXTS})? (?:on|about) (?P<about3>[^?]+)\W*$"
    rf"|^\W*(?:all |any |the |our |your |list )*{TEXTS} (?:(?:published|that came out|we (?:have|ran)) )?"
    rf"(?P<about4>(?:from|in|of|since|before|after|on|about|mentioning)\s[^?]+)\W*$",
    _I,
)
_QUOTED = re.compile(
    rf"^\W*(?:who(?: else| all)?|whom|which (?:people|persons?|sources|experts|officials)|what (?:people|sources"
    rf"|experts)) (?:{_ARE} |do(?:es)? [^?]*? )?(?:all )?(?:quoted|cited|interviewed|quote|cite|interview|speaks?"
    rf"|spoken to)\b(?P<about>[^?]*)\W*$"
    rf"|^\W*(?:which|what) (?P<kind>(?:[\w’'-]+ ){{1,4}}?){_ARE} (?:all )?(?:quoted|cited|interviewed|spoken"
    rf" to)\b(?P<about5>[^?]*)\W*$"
    r"|^\W*(?:list|name|show|give|who are)(?: me)? (?:everyone|everybody|all|every|each"
    r"|the)(?: of)?(?: the)?(?: (?:people|person|persons|sources|speakers|names|voices|experts|officials"
    r"|those))?(?: who| that| which)?(?: is| are| was| were)? ?"
    r"(?:quoted|cited|interviewed|speaks?|spoke|speaking)\b(?P<about2>[^?]*)\W*$"
    r"|^\W*(?:list|name|give|show|who are)(?: me)?(?: all)?(?: of)?(?: the)? (?:speakers|sources|quoted people"
    r"|people quoted|interviewees)\b(?P<about3>[^?]*)\W*$"
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
    r"^\W*(?:who|which people|what people|(?:list"
    r"|name)(?: all)?(?: the)?(?: people)?(?: everyone)?(?: who)?) (?:is|are|was|were)? ?(?:mentioned|named"
    r"|appears?)\b(?P<about>[^?]*)\W*$",
    _I,
)
_COMPARE = (
    re.compile(
        r"\bdifferences? between (?P<one>.+?) and (?P<other>.+?)(?P<about> (?:on|about|over|regarding|in"
        r"|when it comes to)\b.+)?\W*$",
        _I,
    ),
    re.compile(
        r"^\W*(?:please )?compare (?P<one>.+?) (?:and|with|to|against) (?P<other>.+?)(?P<about> (?:on|about|over"
        r"|regarding)\b.+)?\W*$",
        _I,
    ),
    re.compile(
        r"^\W*(?:how|where|in what) (?:do|does|did) (?P<one>.+?) and (?P<other>.+?) (?:differ|disagree|diverge"
        r"|compare|agree|contradict each other)\b(?P<about>.*?)\W*$",
        _I,
    ),
    re.compile(
        r"^\W*(?:do|does|did|are|is) (?P<one>.+?) and (?P<other>.+?) (?:(?:not )?agree|disagree|differ|contradict"
        r"|say the same|give the same|report the same|see eye to eye|at odds|on the same side"
        r"|of one mind)\b(?P<about>.*?)\W*$",
        _I,
    ),
    re.compile(
        r"^\W*(?:how|where) (?:do|does|did) (?P<one>.+?)['’]s? .*?\bdiffer from (?P<other>.+?)(?P<about> (?:on"
        r"|about|over)\b.+)?\W*$",
        _I,
    ),
    re.compile(
        r"^\W*what (?:do|does|did) (?P<one>.+?) and (?P<other>.+?) each (?:say|think|write|report|tell)\b"
        r"(?P<about>.*?)\W*$",
        _I,
    ),
    re.compile(
        r"^\W*(?:which|who|whose) (?P<topic>[^?,]+), (?:the )?(?P<one>[^?,]+?),? or (?:the )?(?P<other>[^?,]+?)"
        r"(?:, and\b[^?]*)?\W*$",
        _I,
    ),
    re.compile(r"\baccording to (?P<one>.+?),? and (?:according )?to (?P<other>.+?)\W*$", _I),
    re.compile(r"^\W*(?P<one>[^?]+?) (?:vs\.?|versus) (?P<other>[^?]+?)(?P<about> (?:on|about|over)\b.+)?\W*$", _I),
)
_AGREE = re.compile(
    rf"^\W*(?:do|does|did|are|is|how do|where do) (?:all |both )?(?:the |these |those )?(?:(?:two|three|different"
    rf"|various|other|news) )?(?:{TEXTS}|{OUTLETS}|sources|figures|accounts|numbers|sides|people quoted|they)"
    r"(?: all| both)? (?:(?:not )?agree|disagree|differ|contradict|conflict|say the same|give the same"
    r"|report the same|match|consistent|inconsistent)\b(?P<about>[^?]*)\W*$"
    r"|\bdifferences? (?:between|among) (?:the )?(?:\w+ )?(?:articles|reports|accounts|papers|sources|figures"
    r"|versions)\b(?P<about2>[^?]*)\W*$"
    r"|^\W*(?:is there|are there) (?:a |any )?(?:contradictions?|disagreements?|discrepanc\w+"
    r"|conflicts?)\b(?P<about3>[^?]*)\W*$",
    _I,
)
_TIMELINE = re.compile(
    r"\b(?:timelines?|chronolog\w+|sequence of events|order of events|history of (?:the )?(?:story|dispute|case"
    r"|affair)|step by step what happened)\b(?: (?:of|for|on|about|behind))?(?P<about>[^?]*)",
    _I,
)
_CHANGE = re.compile(
    r"^\W*(?:how|what|in what way)s? (?:has|have|had|did) (?P<about>[^?]*?)\s*\b(?:changed?|evolved?|shift(?:ed)?"
    r"|progress(?:ed)?|develop(?:ed)?|(?:risen|fallen|increased|decreased|grown) over time)\b(?P<about2>[^?]*)\W*$"
    r"|^\W*(?:has|have) (?P<about3>[^?]+?) (?:changed|shifted|evolved|moved)\b[^?]*\W*$"
    r"|^\W*did (?P<about4>[^?]+?) change (?:his|her|its|their) (?:mind|position|view|stance)\b[^?]*\W*$",
    _I,
)
_LATEST = re.compile(
    r"(?:^\W*(?:what(?:['’]s| is| are)?|any|give me|show me|tell me|is there)? ?(?:the |any )?(?:latest|newest"
    r"|most recent|recent|new|current)(?: (?:news|update|updates|development|developments|report|article|story"
    r"|information|word|status|state of affairs|on|about|in))+\b"
    r"(?: (?:news|update|is|are))*(?: (?:on|about|in|with|of|from|regarding|for))?|^\W*what(?:['’]s"
    r"| is) new(?: (?:on|about|in|with))?|^\W*(?:any )?(?:updates?|news) (?:on|about|from|regarding)"
    r"|^\W*(?:what is |what['’]s )?the (?:current )?(?:status|state of play) (?:of|on|with)|^\W*where (?:do"
    r"|does) (?:things|it|the matter) stand(?: now)? (?:on|with))(?P<about>[^?]*)\W*$"
    # "Harbour strike latest": key words.
    r"|^\W*(?!(?:who|whom|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|can|could|will|any"
    r"|the)\b)(?P<about2>(?:[\w’'-]+ ){1,6}?)(?:latest|(?:latest |recent )?(?:news|updates?|developments?))\W*$",
    _I,
)
_OVERVIEW = re.compile(
    rf"^\W*(?:what|whats)(?:['’]s| is| was| are| were)? (?P<about>(?:this|that|it|the|these"
    rf"|those)\b[^?]*?(?:\b(?:{ITEM}|{TEXTS})\b[^?]*?)?) (?:all )?about\W*$"
    r"|\b(?:summari[sz]e|summari[sz]ing|sum up|summary|overview|recap|tl;?dr|gist of|the gist|in a nutshell"
    r"|take-?aways?"
    r"|key (?:points?|facts?|messages?|findings?)|main (?:points?|facts?|messages?|findings?|ideas?|argument)"
    r"|essentials|highlights|bullet points)\b"
    r"(?: (?:of|on|for|from|about|in|:))?(?P<about2>[^?]*)\W*$"
    r"|^\W*(?:what|whats)(?:['’]s| is| was)? (?:going on|happening)(?: (?:with|in|at|to|around"
    r"|about))?(?P<about3>[^?]*)\W*$"
    r"|^\W*what (?:has )?happened(?: (?:in|at|to|with|during|on|after|around))?(?P<about4>[^?]*)\W*$"
    rf"|^\W*what (?:do|does|did|is|are|was|were|has|have)(?: the| this| that| these| your)*(?: (?:{TEXTS}|{ITEM}"
    rf"|{OUTLETS}|library|sources))? (?:say|said|report|reported|written|write|tell us|known|reported|wrote)"
    r"(?: (?:about|on|of|regarding|concerning|in))(?P<about5>[^?]*)\W*$"
    r"|^\W*(?:tell me|give me|i want|i need) (?:briefly |something |more |everything |all |information |details "
    r"|what you know |some background |background )*(?:about|on) (?P<about6>[^?]+)\W*$"
    r"|^\W*(?:what do (?:we|you) know|what is known|what(?:['’]s| is) the story|what(?:['’]s"
    r"| is) the background)(?: (?:about|on|of|behind|with|to))?(?P<about7>[^?]*)\W*$"
    rf"|^\W*(?:describe|explain|outline) (?P<about8>(?:this|that|the)\b[^?]*\b(?:{ITEM}|story|dispute|row|affair"
    rf"|situation|case|issue|conflict|debate|controversy|background)\b[^?]*)\W*$"
    r"|\b(?:synopsis|main thrust|upshot|(?:a|the|quick) (?:run-?down|round-?up|low-?down|digest|primer|basics)"
    r"|(?:quick|short) version|in (?:brief|short(?! supply\b)|a few (?:words|lines|sentences))|briefly(?=\W*$)"
    r"|(?:what(?:['’]s| is) the |[,:–-] ?)bottom line|boil(?:s|ed)?(?: (?:it|this|that))? down|catch (?:me|us) up"
    r"|what went on(?= in\b| at\b| with\b|\W*$)|the (?:crux|essence)|(?:one|single)[ -]paragraph)\b"
    r"(?: (?:of|on|for|about|to|with|in|at))?(?P<about9>[^?]*)\W*$"
    r"|^\W*(?:(?:please|can you|could you) )?(?:brief (?:me|us)|fill (?:me|us) in"
    r"|(?:get|bring) (?:me|us) up to (?:speed|date)|(?:walk|talk|run|take) (?:me|us) through)"
    r"(?: (?:on|about|with))?(?P<about10>[^?]*)\W*$"
    r"|^\W*(?:what|whats)(?:['’]s| is) the (?:deal|situation|fuss|state of play) (?:with|in|at|over|about|on)"
    r"(?P<about11>[^?]*)\W*$"
    r"|^\W*what (?:should|do|must) (?:i|we|you|people|readers) (?:need to |have to )?know (?:about|on)"
    r"(?P<about12>[^?]*)\W*$"
    rf"|^\W*(?:what|whats)(?:['’]s| is| was)? (?P<about13>[^?]{{1,80}}?\b{ITEM}\b[^?]{{0,40}}?) (?:all )?about\W*$"
    rf"|^\W*what (?:is|was) (?P<about14>[^?]{{0,80}}?\b{ITEM})\b [^?]{{0,40}}?(?:saying|arguing|getting at)\W*$",
    _I,
)
# The rest of a sentence that asks for an overview, after a subject that may come first.
_WRAPPING = re.compile(
    r"(?:\b(?:what|which|is|are|was|were|can|could|would|will|you|i|me|us|we|please|give|get|have|need|want|like|write"
    r"|show|provide|make|tell|some|any|its?|the|an?|a few|short|quick|brief|of|\d{1,2}|one|two|three|four|five)\b"
    r"|['’]s\b|[\s,.:;–-])+$",
    _I,
)
_STANCE = re.compile(
    r"^\W*(?:who(?: all| else)?|which (?:people|parties|politicians|groups|side)) (?:is|are|was|were|stands?"
    r"|comes? out|came out|spoke|speaks?)? ?"
    r"(?P<stance>against|for|in favou?r of|opposed to|opposes?|opposed|supports?|supported|backs?|backed"
    r"|criticises?|criticizes?|criticised|criticized|rejects?|rejected|defends?|defended|welcomes?|welcomed"
    r"|disagrees? with|agrees? with|doubts?|doubted|condemned|condemns|praised|praises|objects? to|objected to"
    r"|complained about|complains about|unhappy with|happy with)\b(?P<about>[^?]*)\W*$"
    r"|^\W*should (?P<about2>[^?]+)\W*$",
    _I,
)
_IS_STANCE = re.compile(
    r"^\W*(?:is|are|was|were) (?P<who>[^?]+?) (?:for|against|in favou?r of|opposed to|supportive of|critical of"
    r"|happy (?:with|about)|unhappy (?:with|about)|pleased (?:with|about)|angry (?:with|about|at)|worried about"
    r"|concerned about|optimistic about|sceptical (?:of|about)|skeptical (?:of|about))\s+(?P<about>[^?]+)\W*$"
    r"|^\W*(?:do|does|did) (?P<who2>[^?]+?) (?:support|oppose|back|favou?r|like|welcome|approve of|agree with"
    r"|disagree with|reject|want|regret)\s+(?P<about2>[^?]+)\W*$",
    _I,
)
_WANTS = re.compile(
    r"^\W*(?:what|how) (?:do|does|did) (?P<who>[^?]+?) (?:want|feel|hope|fear|expect|regret|like|dislike|plan"
    r"|intend|wish)\b(?P<about>[^?]*)\W*$",
    _I,
)
_WHY = re.compile(
    r"^\W*(?:and |but )?(?:why|how come|for (?:what|which) reasons?|what for)\b"
    r"|\b(?:what|which) (?:is|was|are|were) (?:the |a |his |her |its |their )?(?:main |official )?(?:reasons?"
    r"|causes?|explanation|grounds?|rationale|motives?)\b"
    r"|^\W*(?:and )?what (?:has |have |had )?(?:caused|led to|made|prompted|triggered|explains|set off|sparked"
    r"|provoked|brought about|drove|forced|(?:is|was) behind|fuell?ed)\b|\b(?:what"
    r"|which) (?:reasons?|causes?) (?:is|are|was|were|did|does|do|has|have)\b",
    _I,
)
_AUXILIARY = re.compile(
    r"^\W*(?:and |but |so )?(?:is|are|was|were|am|do|does|did|has|have|had|will|would|can|could|should|shall|may"
    r"|might|must|isn['’]?t|aren['’]?t|wasn['’]?t|weren['’]?t"
    r"|don['’]?t|doesn['’]?t|didn['’]?t|hasn['’]?t|haven['’]?t|won['’]?t|wouldn['’]?t|can['’]?t"
    r"|couldn['’]?t)\b\s+(?!please\b)\w",
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
    r"|announce|announced|claim|claimed|argue|argued|recommend|recommended|demand|demanded|ask for|call for"
    r"|called for"
    r"|suggest|suggested|propose|proposed|explain|explained|reply|replied|answer|answered|respond|comment|mention"
    r"|mentioned|state|stated|admit|admitted|deny|denied|declare|declared|insist|predict|predicted|advise|advised"
    r"|criticise|criticize|complain about|stress|emphasise|emphasize|note|noted|point out|object to|write|written"
    r"|wrote|stand|make of|have to say|had to say)"
)
_ADVERBS = (
    r"(?:(?:also|then|later|first|last|again|really|actually|exactly|ever|just|publicly|recently|himself"
    r"|herself|themselves|originally|\w+ly) )*"
)
_SAYS = re.compile(
    rf"^\W*(?:and |but |so )?(?:what|how|where)(?: else| exactly| more)? (?:do|does|did|has|have|had|is|was|are"
    rf"|were|would|will) (?P<who>(?:(?!\b(?:that|which|who)\b)[^?,])+?) {_ADVERBS}{_SPOKEN}\b(?P<about>[^?]*)\W*$"
    rf"|^\W*(?:has|have|had|did|does) (?P<who2>[^?,]+?) {_ADVERBS}(?:say|said|comment(?:ed)?|speak|spoken"
    rf"|mention(?:ed)?|talk(?:ed)?) ?(?:anything|something|a word|out)?\b(?= (?:about|on|of"
    rf"|regarding)\b)(?P<about2>[^?]*)\W*$"
    rf"|^\W*(?:what (?:is|are|was|were) )(?:the )?(?:position|views?|stance|opinions?|reaction|response|attitude"
    rf"|take|thoughts|comments?|statement|argument|criticism|verdict) of (?P<who3>[^?]+?)(?P<about3> (?:about|on|to"
    rf"|towards?|regarding|over)\b[^?]*)?\W*$"
    rf"|^\W*(?:what (?:is|are|was|were) )(?P<who4>[^?]+?)['’]s? (?:\w+ )?(?:position|views?|stance|opinions?"
    rf"|reaction|response|attitude|take|thoughts|comments?|statement|argument|criticism|verdict"
    rf"|words)(?P<about4> (?:about|on|to|towards?|regarding|over|of)\b[^?]*)?\W*$",
    _I,
)
_STANDS = re.compile(r"^\W*where (?:do|does|did) (?P<who>[^?]+?) stand\b", _I)
_NOT_SAYING = re.compile(
    r"\b(?:call|calls|called) (?:itself|himself|herself|themselves|it|them|him|her|the)\b|\bwhat (?:do|does"
    r"|did) [^?]+? (?:ask|tell|explain|announce|propose|demand|promise|pledge|call) (?:itself|himself|herself)\b",
    _I,
)

_CHINESE: tuple[tuple[Kind, str | None, re.Pattern[str]], ...] = (
    ("metadata", "author", re.compile(r"(?:谁写的|作者是谁|哪位记者|谁是(?:这篇文章的)?作者|记者是谁)")),
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
            r"(?:总结|概括|概述|摘要|要点|主要内容|讲(?:了|的是)什么|说(?:了|的是)什么(?:事|内容)|关于什么"
            r"|发生了什么|大意)"
        ),
    ),
    ("compare", None, re.compile(r"(?:有什么|有何|的)(?:区别|不同|差异|差别)|比较|一致吗|矛盾")),
    ("change", None, re.compile(r"(?:有什么|如何|怎么|发生了什么)(?:变化|改变)|怎么变")),
    ("why", None, re.compile(r"为什么|为何|原因|为啥|怎么会")),
    ("yes-no", None, re.compile(r"吗[？?]?$|是否|是不是|有没有|会不会|能不能")),
)


LONGEST = 1000  # characters of a question


def form_of(text: str, *, language: str) -> Form:
    """The kind of answer that the question wants; a lookup by default.

    Of a text longer than a question can be, only the end is read: the question comes last, and the patterns are
    quadratic.
    """
    text = text[-LONGEST:]
    if language != "en":
        return _chinese(text) if language == "zh" else Form("lookup")
    flat = re.sub(
        r"^(\W*(?:and |but |so )?(?:what|who|when|where|how))['’]s\b", r"\1 is", " ".join(text.split()), flags=_I
    )
    for read in (_of_corrections, _of_metadata, _of_lists, _of_comparing, _of_time, _of_overview, _of_saying):
        if found := read(flat):
            return found
    if _WHY.search(flat):
        return Form("why")
    if _AUXILIARY.match(flat):
        return Form("yes-no")
    return Form("lookup")


def _about(found: re.Match[str]) -> str:
    """The one group of those that are called about, about2 and so on that holds words."""
    parts = [value for name, value in found.groupdict().items() if name.startswith("about") and value]
    return " ".join(" ".join(parts).split()).strip(" ,.?!")


def _of_corrections(text: str) -> Form | None:
    found = _CORRECTIONS.search(text)
    return Form("corrections", None, _about(found)) if found else None


# A second question added to a first: "which paper ran it, and on what day".
_AND_DATE = re.compile(r"(?:,|\band\b)\s*(?:and )?(?:(?:on )?(?:what|which) (?:day|date)|when)\W*$", _I)


def _of_metadata(text: str) -> Form | None:
    if found := _AND_DATE.search(text):
        first = _of_metadata(text[: found.start()])
        return replace(first, wanted=f"{first.wanted} date") if first else None
    for wanted, pattern in (*_BARE_METADATA.items(), *_METADATA):
        if (found := pattern.search(text)) and not (wanted == "outlet" and _needs_saying(text)):
            who = found.groupdict().get("who")
            return Form("metadata", wanted, _about(found) if found.groupdict() else "", (who,) if who else ())
    return None


def _needs_saying(text: str) -> bool:
    """Whether "which paper" is asked about somebody or something in the news: "Which newspaper did Quist tell?"."""
    return bool(re.search(r"\b(?:did|does|do) (?!(?:this|that|it|the (?:article|story|report|piece))\b)", text, _I))


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


def _of_comparing(text: str) -> Form | None:
    if found := _AGREE.search(text):
        about = re.sub(
            r"^\W*(?:about|on|over|with each other|each other|regarding|in|as to|how)\s+", "", _about(found), flags=_I
        )
        return Form("compare", None, about)
    for pattern in _COMPARE:
        if found := pattern.search(text):
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
        return Form("timeline", None, _about(found) or re.sub(_TIMELINE, "", text).strip(" ,.?!"))
    if found := _LATEST.search(text):
        return Form("latest", None, _about(found))
    if (found := _CHANGE.search(text)) and _about(found):
        about = re.sub(
            r"\b(?:over (?:time|the (?:weeks|months|years))|since then|so far|recently|in the meantime)\b",
            "",
            _about(found),
            flags=_I,
        )
        return Form("change", None, " ".join(about.split()).strip(" ,.?!"))
    return None


def _of_overview(text: str) -> Form | None:
    found = _OVERVIEW.search(text)
    if not found or _FACT.match(text):
        return None
    if re.match(r"\W*what happen(?:ed|s)\b", text, _I) and re.search(r"\b(?:on|in|at) (?:\d|\w+ \d)", text):
        return None  # what happens on a day is looked up
    about = _about(found) or _WRAPPING.sub("", text[: found.start()])  # "The harbour column, what's the main point?"
    return Form("overview", None, re.sub(r"^(?:of|on|for|from|about|in|with)\s+", "", about, flags=_I))


def _of_saying(text: str) -> Form | None:
    if found := _STANCE.search(text):
        return Form("position", found.groupdict().get("stance") or "should", _about(found))
    if asks_who_said(text, language="en"):
        return Form("who-said")
    if _WHY.search(text):
        return None
    if found := _IS_STANCE.search(text):
        return Form("yes-no", "position", _about(found), (found["who"] or found["who2"],))
    if _FACT.match(text) and not _STANDS.match(text) or _NOT_SAYING.search(text):
        return None
    if _AUXILIARY.match(text) and not _SAYS.search(text):
        return None
    speaker, topic = asked_speaker(text, language="en")
    if speaker:
        return Form("said", None, "" if topic == text else topic, (speaker,))
    if found := _SAYS.search(text) or _WANTS.search(text):
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
        return Form("said", wanted, about, (who,)) if who else None
    return None


def asks_whether(text: str) -> bool:
    """Whether it begins with the verb, like a yes-or-no question."""
    return bool(_AUXILIARY.match(text))


def _chinese(text: str) -> Form:
    speaker, topic = asked_speaker(text, language="zh")
    for kind, wanted, pattern in _CHINESE:
        if pattern.search(text) and not (speaker and kind in ("overview", "yes-no")):
            left = re.sub(r"[？?。，]", " ", pattern.sub(" ", text))
            left = re.sub(
                r"^(?:这篇|那篇|关于|对于|有关|请)|(?:提到|讨论|写到|谈到)了?|(?:这|那)?篇?文章|报道|的(?=\s|$)|\s+",
                "",
                left,
            )
            return Form(kind, wanted, left)
    if asks_who_said(text, language="zh"):
        return Form("who-said")
    return Form("said", None, "" if topic == text else topic, (speaker,)) if speaker else Form("lookup")
