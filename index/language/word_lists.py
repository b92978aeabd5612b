"""English word lists that separate a name from the words around it: titles, places, kinds of organisation.

It holds only vocabulary: no rules and no names of people.
"""

from __future__ import annotations

from index.language.closed_lists import MONTHS, NEGATIONS, SHORT_MONTHS, TO_TEN, WEEKDAYS


def word_set(words: str) -> frozenset[str]:
    """The words of a text as a set, so that a vocabulary can be written as text."""
    return frozenset(words.split())


FUNCTION_WORDS = word_set(
    "the a an this that these those in on at by for from with of to into onto over under after before "
    "during since until while when where why how who whom whose which what if as but and or so yet "
    "because although though unless whether he she it they we i you his her its their our my your him "
    "them us me yes is are was were be been has have had do does did will would can could may "
    "might must shall should there here then than now also still only even just about against between "
    "among within through across despite according asked speaking however meanwhile moreover "
    "earlier later today yesterday tomorrow last next some many most all both each every other another "
    "such rather instead perhaps more less few several "
    "like unlike given seen once again always often sometimes nearby indeed true thus hence list "
    "everybody somebody name tell give find whatever whoever having being let please ok okay"
).union(NEGATIONS, TO_TEN)
DATES = frozenset({*MONTHS, *SHORT_MONTHS, "sept", *WEEKDAYS})
# What follows a name without being part of it: generations, degrees, honours, and seats in a parliament.
AFTER_NAMES = word_set("jr sr ii iii iv phd dphil md mba esq kc qc mp mep mla msp cbe obe mbe kbe dbe frs")
COURTESY = word_set("mr mrs ms miss mx")  # titles that anybody may have
# Words that may precede a name and are not part of it.
TITLES = word_set(
    "president vice-president vice prime minister premier chancellor king queen prince princess emperor "
    "secretary secretary-general senator sen rep representative congressman congresswoman governor gov "
    "mayor general gen colonel col captain capt lieutenant lt major sergeant sgt admiral dr doctor mr mrs "
    "ms miss mx sir lord lady dame baron baroness cllr professor prof judge justice pope archbishop bishop cardinal "
    "father sister rabbi imam sheikh chairman chairwoman chairperson chair chief executive ceo cfo cio coo cto "
    "director spokesperson spokesman spokeswoman ambassador envoy attorney commissioner deputy leader speaker "
    "democrat republican lawmaker mp officer detective inspector superintendent coach economist analyst "
    "researcher scientist author writer actor actress singer counterpart official candidate founder "
    "co-founder host reporter correspondent journalist historian lawyer activist teacher farmer student "
    "engineer principal manager exchequer treasurer councillor councilor editor columnist adviser advisor "
    "expert strategist fellow supporter resident owner pastor rev reverend saint st foreign defense "
    "defence finance interior former acting senior press"
)
# Roles by which "the ..." may name a person or people.
ROLES = TITLES - word_set(
    "foreign defense defence finance interior former acting senior press st vice chief prime"
) | word_set(
    "critics analysts officials experts researchers scientists economists lawmakers ministers leaders "
    "residents diplomats diplomat observers campaigners activists lawyers doctors prosecutors prosecutor "
    "witnesses witness supporters opponents historians scholars scholar employees workers man woman boy "
    "girl mother son daughter brother husband wife judges soldiers villagers parents students teachers "
    "authorities police spokespeople source sources investigators negotiators negotiator strongman "
    "billionaire boss veteran people farmers voters members member delegates senators governors "
    "presidents reporters journalists families survivors survivor victim delegation aide aides insider "
    "insiders regulators traders investors driver drivers passenger passengers"
)
# The last word of an organisation's name or phrase.
ORGANISATIONS = word_set(
    "ministry department government administration agency office bureau commission committee council "
    "court parliament congress senate house cabinet party company companies corporation corp inc ltd "
    "group bank fund union association organization organisation institute institution university college "
    "school foundation federation league club authority board army navy force forces police embassy "
    "consulate network times post news journal press reuters bloomberg xinhua afp ap bbc cnn cgtn team "
    "firm firms manufacturer airline hospital church nato un eu pentagon kremlin treasury fed white-house "
    "charity regulator watchdog operator developer retailer maker startup automaker carmaker drugmaker "
    "conglomerate publisher newspaper magazine broadcaster outlet website service services command "
    "airport city county state village town side sides tribunal panel alliance coalition campaign "
    "secretariat delegation industry chamber trust society exchange militia militants rebels opposition "
    "monarchy palace vatican democrats republicans conservatives liberals labour greens daily tribune "
    "herald gazette telegraph guardian observer"
)
# A run of capitalised words that ends with one of these names neither a person nor an organisation that speaks.
THINGS = word_set(
    "tower street road avenue park river sea ocean lake mountain mountains bridge island islands war cup "
    "games prize act treaty agreement accord constitution bible code summit conference festival day week "
    "month year century square hall building airport station valley bay strait province region peninsula "
    "empire dynasty republic theory law plan program programme initiative project deal award awards "
    "championship revolution movement thought wall door line way age era series album song film book "
    "novel system systems technology research policy customs partnership studies nominations lineup"
)
# Things that "say" something but are not people: a question about one does not ask for anyone's words.
DOCUMENTS = word_set(
    "article articles text passage paragraph paragraphs report reports column columns story piece "
    "document documents author authors writer page study law laws constitution bible koran quran book "
    "books treaty agreement contract rule rules act bill amendment clause section statute code theory "
    "theorem data evidence paper papers survey poll chapter scripture gospel legend myth tradition sign "
    "map label letter charter declaration resolution guidelines policy verse poem song lyrics hypothesis "
    "conjecture principle table figure definition word words term phrase editorial editor source sources "
    "news outlet summary excerpt speech transcript acid rain science history religion test results it "
    "this that you we i one people everyone someone anyone they he she him her them"
)
# Titles and nouns that fit only one pronoun; given names do not count here.
HE = word_set(
    "mr king prince sir lord spokesman chairman congressman emperor pope father actor businessman son "
    "brother husband man boy"
)
SHE = word_set(
    "mrs ms miss queen princess lady dame spokeswoman chairwoman congresswoman actress businesswoman "
    "daughter sister wife mother woman girl"
)
DEMONYMS = word_set(
    "american british french german dutch greek swiss danish polish czech thai israeli iraqi pakistani "
    "saudi afghan arab european chinese japanese russian canadian mexican indian cuban african asian "
    "western eastern northern southern democratic republican english irish scottish welsh spanish turkish "
    "finnish swedish norwegian"
)
