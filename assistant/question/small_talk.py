"""Messages to the assistant that are not about the articles: greetings, thanks, doubts, what it can do.

It knows the few words of small talk in the languages that people type here.
"""

from __future__ import annotations

import re
from typing import Literal

from index.language.word_lists import word_set

Talk = Literal["greeting", "thanks", "farewell", "doubt", "help", "holdings", "writing", "chat"]

LONGEST = 200  # characters of a message that can be small talk

# Words of a message that is only small talk, by kind.
_GREETING = word_set(
    "hi hello hey heya hiya yo howdy greetings morning afternoon evening hallo moin servus bonjour salut bonsoir hola "
    "buenas buenos ciao olá ola hej namaste"
)
_THANKS = word_set(
    "thanks thank thx ty cheers danke dankeschön merci gracias grazie obrigado obrigada tak great perfect excellent "
    "awesome nice cool wonderful brilliant fantastic amazing helpful appreciated super lovely good"
)
_FAREWELL = word_set("bye goodbye ciao tschüss tschüß adieu adiós adios later cya goodnight")
_DOUBT = word_set(
    "wrong incorrect nonsense rubbish false untrue bad stupid useless no nope hmm hm huh wtf really sure serious "
    "lol haha"
)
_FILLER = word_set(
    "there you u so much very a lot the and all again everyone everybody friend mate buddy sir madam to for your help "
    "that this it is was s ok okay k yes yeah yep well good day night see soon then now my dear are in advance many "
    "answer job work one not right at quite just oh ah wow alright fine i am m sorry please test testing bot assistant "
    "days dias días tardes tag abend beaucoup vielen muchas mucho tout le monde guten bien that's it's i'm thats"
)
_CHINESE: dict[Talk, re.Pattern[str]] = {
    "greeting": re.compile(r"^(?:你好|您好|嗨|哈[喽啰]|早上好|早安|晚上好|下午好|大家好)[呀啊吗]?$"),
    "thanks": re.compile(
        r"^(?:(?:非常|太|多)?(?:谢谢|感谢|多谢)(?:你|您|了|啦)*|很好|不错|太好了|好的|明白了|知道了)$"
    ),
    "farewell": re.compile(r"^(?:再见|拜拜|回头见|晚安)$"),
    "doubt": re.compile(r"^(?:不对|错了|你错了|这不对|你确定吗|真的吗|胡说)$"),
    "help": re.compile(
        r"^(?:你(?:能|会|可以)(?:做|干|帮我做?)?(?:些)?什么|你是谁|你叫什么(?:名字)?|怎么(?:用|使用)(?:你|这个)?|帮助|我(?:能|可以)问(?:你)?(?:些)?什么)$"
    ),
    "holdings": re.compile(
        r"^(?:(?:你|库里|这里)?(?:一共|总共)?有(?:多少|几)(?:篇)?文章|(?:你|库里|这里)有(?:哪些|什么)文章)$"
    ),
    "writing": re.compile(r"^(?:请)?(?:帮我|给我|替我)?(?:写|起草|编|翻译|画)(?:一)?(?:篇|首|个|封|张|段)?.{0,20}$"),
}
# Words for what the assistant is and does; with any other content word, a question to "you" is about something else.
_OWN = word_set(
    "do does doing did can could able help work works working name named called call made make built build created "
    "trained old age article articles text texts source sources news story stories paper papers library document "
    "documents file files language languages speak know understand read cover covers have hold contain answer answers "
    "answering question questions ask use using function functions robot human ai bot machine real person chatbot "
    "chatgpt gpt claude model llm assistant sure certain think feel feeling like love trust believe wrong right "
    "correct mistaken lying lie joking kidding mean get find found search searching come comes from up many much long "
    "kind kinds sort type types thing things else offer capable capabilities features feature purpose job task tasks "
    "hear see remember learn today going fine ready available free cost online internet web data training privacy save "
    "store stored good smart clever great nice helpful useful amazing awesome english german french spanish chinese "
    "italian happy alive sleep eat should start begin tool app system database collection there here"
)
_SECOND = re.compile(r"\b(?:you|your|yours|u|ur|yourself|you['’](?:re|ve|ll|d))\b", re.I)
_TO_ARTICLES = re.compile(
    r"\b(?:about|on|say|says|said|regarding|mention\w*)\b\s+(?!(?:you|yourself|this|it|that)\b)\w", re.I
)
_MAKING = re.compile(
    r"^\W*(?:(?:can|could|would|will) you |please |now )*(?:write|draft|compose|translate|rewrite|rephrase"
    r"|paraphrase|proofread|draw"
    r"|paint|generate|sing|invent|code|program|tell (?:me|us) a (?:joke|story|poem)|make up|schreib\w*|écri\w*"
    r"|escrib\w*)\b(?!.*\b(?:summary|summaries|overview|timeline|key points|list of|gist)\b)",
    re.I,
)
_HOLDINGS = re.compile(
    r"^\W*(?:how many (?:articles|texts|documents|sources|stories|papers)(?: (?:do you|does (?:it"
    r"|the library)) (?:have|hold|know|contain|cover|search)"
    r"| are (?:there|in (?:the|your|this) (?:library|collection|database))(?: (?:in total|altogether|here"
    r"|in (?:the|your|this) (?:library|collection|database)))?"
    r"| have you (?:got|read))?|(?:what|which) (?:articles|texts|documents|sources|outlets|newspapers"
    r"|papers)(?: (?:do you (?:have|know|cover|use|search|read)"
    r"|are (?:there|in (?:the|your|this) (?:library|collection|database))|have you (?:got|read)|can you (?:search"
    r"|see|read)))"
    r"|what(?:['’]s| is) in (?:the|your|this) (?:library|collection|database)|how (?:big|large|up to date) (?:is"
    r"|are) (?:the|your) (?:library|collection|database|articles|news))\W*$",
    re.I,
)
_HELP = re.compile(
    r"^\W*(?:i (?:do not|don['’]?t) (?:understand|get it|know what to (?:ask|do|say))"
    r"|what(?: kinds? of)? questions (?:can|could|should|may) i ask(?: you)?|help(?: me)?(?: please)?|how (?:do"
    r"|can|does|should) (?:i|we|this|it|one) (?:use (?:this|it|you)|work|start|begin|ask(?: (?:you|something"
    r"|questions?))?)"
    r"|what (?:can|should|could|may|do) i (?:ask|do|type|say|try)(?: (?:you|here|first))*(?: about)?|what(?:['’]s"
    r"| is) this(?: (?:app|tool|page|site|thing|about|for))*"
    r"|(?:show me |give me |any )?(?:examples?|some questions|example questions)|where (?:do|should) i (?:start"
    r"|begin)|commands?|menu|options?|instructions?|manual)\W*$",
    re.I,
)
_OF_ANSWER = re.compile(
    r"^\W*(?:no,?\s+)*(?:that(?:['’]s| is| was)?|this(?: is)?|it(?:['’]s| is)|your answer(?: is| was)?"
    r"|the answer is|you(?:['’]re| are))\s+"
    r"(?:just |so |completely |totally |simply |plain |not |really |all |very )*(?:wrong|incorrect|right|correct"
    r"|true|false|nonsense|rubbish|helpful|great|good"
    r"|bad|mistaken|useless|what i (?:asked|meant|wanted)|an? (?:mistake|error|lie|good (?:answer|point)))\W*$"
    r"|^\W*(?:and |but )?(?:is|was) (?:that|this|it) (?:really |actually )?(?:true|right|correct|so|accurate)\W*$",
    re.I,
)

# "Thanks, that was quick", which asks nothing.
_THANKED = re.compile(
    r"^(?:many |much )?(?:thanks|thank you|thx|cheers|great|perfect|brilliant|excellent|ok(?:ay)?)\b[^\w?]+"
    r"(?:that|this|it)(?:['’]s| is| was| has| helps| helped| will)\b[^?]*$",
    re.I,
)


# "How does it work?", "Is it serious?", but not "Are you sure about this?", "Is it true?".
_OF_IT = re.compile(
    r"^\W*(?:how (?:does|did|do|can) (?:it|this)|(?:is|was) (?:it|this) (?!(?:true|right|correct|wrong|false|so)\b))\b"
    r"(?!.*\b(?:you|i|we)\b)",
    re.I,
)


def small_talk(text: str, *, after: str = "") -> Talk | None:
    """The kind of small talk; None if the message asks about the articles.

    "How does it work?" asks about the articles if `after`, the message before it, does.
    """
    talk = _kind(text)
    if talk not in ("help", "doubt") or not after or _kind(after) is not None:
        return talk
    return None if _OF_IT.match(text) else talk


def _kind(text: str) -> Talk | None:
    bare = " ".join(text.split()).strip(" .!?,;:…~-)(。！？，")
    if not bare or len(bare) > LONGEST:
        return None
    if re.search(r"[\u3400-\u9fff]", bare):
        return next((talk for talk, pattern in _CHINESE.items() if pattern.match(bare)), None)
    if _HOLDINGS.match(bare):
        return "holdings"
    if _HELP.match(bare):
        return "help"
    if _OF_ANSWER.match(bare):
        praise = re.search(r"\b(?:right|correct|true|helpful|great|good)$", bare, re.I) and not re.search(
            r"\bnot\b|n['’]t\b", bare
        )
        return (
            "thanks"
            if praise and "?" not in text and not re.match(r"\W*(?:and |but )?(?:is|was)\b", bare, re.I)
            else "doubt"
        )
    if _THANKED.match(bare) and "?" not in text:
        return "thanks"
    if _MAKING.match(bare):
        return "writing"
    return _interjection(bare) or _to_the_assistant(bare)


def _interjection(text: str) -> Talk | None:
    """The kind of a message with only words of greeting, thanking, parting or doubting."""
    said = re.findall(r"[^\W\d]+(?:['’][^\W\d]+)?", text.casefold())
    if not said or len(said) > 10:
        return None
    kinds: dict[Talk, frozenset[str]]
    kinds = {"farewell": _FAREWELL, "greeting": _GREETING, "doubt": _DOUBT, "thanks": _THANKS}
    every = _FILLER.union(*kinds.values())
    if re.search(r"\d", text) or not set(said) <= every or _is_question_of(said):
        return None
    return next((kind for kind, words in kinds.items() if set(said) & words), "chat")


def _is_question_of(said: list[str]) -> bool:
    """Whether the words are only a fragment that depends on the previous question: "and the day?", "this one"."""
    return (
        said[0] in ("the", "and", "my", "this", "that", "it", "for", "in", "at", "was")
        and len(said) < 4
        and not set(said) & (_DOUBT | _GREETING | _FAREWELL | (_THANKS - {"good"}))
    )


def _to_the_assistant(text: str) -> Talk | None:
    """The kind of a question or remark about the assistant: "you" and only words for what it is and does."""
    if not _SECOND.search(text) or _TO_ARTICLES.search(text):
        return None
    rest = _SECOND.sub(" ", text.casefold())
    content = [word for word in re.findall(r"[^\W\d]+", rest) if word not in _CLOSED and word not in _OWN]
    if content or re.search(r"(?<!^)(?<![.!?] )\b[A-Z][a-z]", text):
        return None
    if re.search(r"\b(?:sure|certain|wrong|lying|mistaken|kidding|joking|mean)\b", text, re.I):
        return "doubt"
    return "help" if re.search(r"\b(?:can|do|help|use|ask|work|cover|know|who|what)\b", text, re.I) else "chat"


_CLOSED = word_set(
    "a an the and or but so if in on at by for from with of to into is are was were be been am i me my we us our it "
    "its this that these those what who which whom when where why how will would could can may might must shall should "
    "not no any some all more less very really just please as about s t re ve ll d m don doesn didn isn aren won "
    "exactly actually kind ever too also than then tell well how're what's who's hi hello hey ok okay thanks"
)
