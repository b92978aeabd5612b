"""English verbs that attribute, in the classes of Levin's "English Verb Classes and Alternations" (1993).

A listed verb is a cue if the parse gives it a speaker and something said; any other verb only beside a quotation.
"""

from __future__ import annotations

from index.language.word_lists import word_set

# 37.7 say, 37.2 tell, 37.1 transfer of a message, with later members (VerbNet 3.4) that take a clause.
SAYING = word_set(
    "say tell add acknowledge admit affirm allege announce answer articulate assert attest aver avow claim clarify "
    "comment communicate concede confess confide confirm contend counter convey declare deny disclose divulge "
    "elaborate emphasize emphasise exclaim explain hint insinuate insist interject intimate joke maintain mention "
    "note observe opine posit proclaim profess pronounce propose quip reaffirm recall recount reiterate relate remark "
    "repeat reply report respond retort reveal signal specify state stipulate stress submit suggest summarize testify "
    "underline underscore verify volunteer imply inform notify assure reassure remind ask inquire enquire argue "
    "reason continue conclude rule point spell lay sum predict forecast project caution warn advise counsel recommend "
    "urge lament boast brag complain gripe grouse protest object rail apologize apologise dispute refute rebut reject "
    "dismiss pray swear vow pledge promise threaten"
)
# 37.3 manner of speaking: beside a quotation or with a clause.
SPEAKING = word_set(
    "babble bark bellow bleat boom call cackle chant chirp cluck croak croon cry drawl gasp groan growl grumble grunt "
    "holler howl moan mumble murmur mutter roar rumble scream screech shout shriek snap snarl sneer scoff splutter "
    "squeal stammer stutter thunder utter wail whimper whine whisper yell laugh sigh muse shrug smile grin fume gush"
)
# 37.4 instruments of communication, 25.4 transcribe.
WRITING = word_set("write tweet retweet post blog email e-mail text cable telegraph scribble pen caption type read")
# 37.9 advise, 58 urge and beg, 60 order, 37.13 promise: what is said is something to do.
DIRECTING = word_set(
    "admonish advise ask beg beseech call caution challenge command counsel demand direct encourage entreat exhort "
    "implore instruct invite order plead press push remind request summon tell urge warn"
)
PROMISING = word_set("promise pledge vow swear guarantee threaten offer agree undertake commit propose plan")
# 29.4 declare, 29.5 conjecture, 32 desire, 62 wish, 31.3 marvel: what is thought, wanted or feared.
BELIEVING = word_set(
    "assume believe conjecture consider doubt estimate expect fear feel figure guess hope hold hypothesize imagine "
    "judge presume reckon regret speculate suppose surmise suspect think trust worry wonder agree disagree anticipate "
    "foresee envision calculate complain accept"
)
WANTING = word_set("want wish hope prefer intend expect aim")
# Negated, they still state a belief: "does not think that".
NEG_RAISING = word_set("think believe expect suppose consider")
# 33 judgement, 29.2 characterize: the object is judged; what is said is the verb with all that follows.
JUDGING = word_set(
    "accuse applaud blame blast berate bemoan castigate champion chastise chide commend compliment condemn "
    "congratulate credit criticize criticise decry defend denounce deplore deride disparage excoriate fault hail "
    "lambast lambaste laud mock object oppose praise question rebuke rebut reproach reprimand ridicule salute scold "
    "slam thank tout"
)
CHARACTERIZING = word_set(
    "describe characterize characterise brand label dub call term portray depict cast refer liken"
)
# Verbs for which a bare object is enough: "denied the allegations", "announced a plan".
WITH_OBJECT = word_set(
    "announce deny reject dismiss dispute question express voice reveal confirm disclose propose highlight outline "
    "admit acknowledge concede echo allege pledge promise demand recommend request predict forecast detail list link "
    "compare blame reiterate stress emphasize emphasise underscore recall recount claim report mention note suggest "
    "warn explain lament second refute threaten state declare repeat urge tweet tease"
)
# Verbs whose object follows a preposition: "called for a vote", "admitted to it".
ABOUT = word_set("call push press argue plead appeal speak warn complain talk boast ask")
ADMITTING = word_set("admit confess agree")
# Verbs of studies and reports; of a person only with a clause.
FINDING = word_set(
    "find show indicate demonstrate discover determine establish document prove illustrate suggest reveal"
)
# What is promised, wanted, ordered or decided counts as a statement if a clause with "that" gives it.
WITH_THAT = PROMISING | WANTING | DIRECTING | WITH_OBJECT | word_set("decide")
CLAUSE = SAYING | SPEAKING | WRITING | BELIEVING | FINDING
VERBS = CLAUSE | JUDGING | CHARACTERIZING | WITH_THAT
# "a statement saying", "sources told": these nouns speak for their owner.
PAPERS = word_set(
    "statement report study survey poll paper letter article release memo email tweet post filing lawsuit complaint "
    "document book transcript indictment analysis editorial review brief data figure statistic research note message "
    "announcement blog record estimate forecast interview speech testimony census finding investigation column piece "
    "op-ed website page video guideline agreement order ruling law bill resolution declaration petition newspaper "
    "plan audit index assessment result suit motion affidavit dossier bulletin correction clarification"
)
# Nouns for people that cannot be recognised by their ending.
PEOPLE = word_set(
    "people person fan critic family couple friend crowd public parent mother father son daughter man woman child kid "
    "colleague ally aide insider sceptic skeptic student relative neighbour neighbor other some many most all few "
    "several half majority one country nation world community side both duo pair police"
)
# Nouns for people through whom a body speaks.
VOICES_OF = word_set("spokesperson spokesman spokeswoman spokespeople representative rep")
# Nouns of speech with an owner: "Trump's call for", "his demand to".
NOUNS = word_set(
    "call claim warning pledge promise appeal demand insistence assertion suggestion proposal argument admission "
    "complaint declaration vow assurance prediction plea contention accusation allegation belief view opinion fear "
    "hope statement remark comment message concern criticism denial threat offer conclusion testimony "
    "response answer advice verdict"
)
