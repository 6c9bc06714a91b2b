"""Words that tell what a run of capitalised words is: a person, a body, a thing, no name at all."""

# Words that stand before a person's name and say what he or she is.
TITLES = frozenset(
    """
    mr mr. mrs mrs. ms ms. miss dr dr. sir lord lady dame president vice-president premier prime
    minister ministers vice deputy foreign defense defence commerce finance treasury secretary
    state general secretary-general ambassador envoy senator sen sen. senators representative rep
    rep. congressman congresswoman speaker leader chairman chairwoman chairperson chair director
    spokesman spokeswoman spokesperson spokespeople governor gov gov. mayor admiral adm adm. gen
    gen. maj maj. lt lt. col col. sgt sgt. captain capt capt. colonel major lieutenant commander
    marshal professor prof prof. chancellor king queen prince princess pope emperor judge justice
    attorney national security adviser advisor counselor councilor councillor consul
    undersecretary assistant acting former ex-president reverend rev rev. rabbi bishop archbishop
    cardinal comrade analyst economist historian journalist reporter correspondent expert scholar
    diplomat official house majority minority whip chief executive officer ceo then-president
    then-house then special staff
    """.split()
)
# Those that a place or a body stands in front of: "Ohio Gov. John Roe".
OFFICES = frozenset(
    """
    president vice-president premier minister secretary ambassador envoy senator sen sen.
    representative rep rep. congressman congresswoman speaker leader chairman chairwoman chairperson
    chair director spokesman spokeswoman spokesperson governor gov gov. mayor chancellor adviser
    advisor commissioner undersecretary ceo chief coach judge justice attorney staff nominee
    candidate mr mr. mrs mrs. ms ms. dr dr.
    """.split()
)
# In front of a person: "Democrat Ann Roe".
PARTY_LABELS = frozenset("democrat republican".split())
# What still belongs to an office behind its first word: "Attorney General", "President-elect".
OFFICE_ENDS = frozenset((".", "-", "general", "elect"))
# What alone is no title: "former", and what others have in front of them.
TITLE_PARTS = frozenset(
    """
    former acting then special deputy vice assistant foreign national security defense defence
    state house general
    """.split()
)
POSTS = frozenset("embassy consulate mission".split())
FEMALE_TITLES = frozenset(
    """
    mrs mrs. ms ms. miss lady dame queen princess spokeswoman congresswoman chairwoman
    """.split()
)
MALE_TITLES = frozenset("mr mr. sir lord king prince spokesman congressman chairman".split())
TITLE_LINKS = frozenset(("of", "for", "-", ".", "and"))
PARTICLES = frozenset(
    "de da di du del della der den la le van von bin ibn al el ul dos das y".split()
)
WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
NO_NAMES = WEEKDAYS | frozenset(
    """
    january february march april may june
    july august september october november december i god
    """.split()
)
BODY_WORDS = frozenset(
    """
    ministry department house senate congress parliament committee council commission party
    university institute institution college school center centre group times post news journal
    daily press agency bank fund corporation corp corp. inc inc. co co. company union league
    association organization organisation federation alliance court office bureau administration
    service navy army force forces guard police command embassy consulate government network radio
    television tv magazine review foundation society board authority directorate treasury pentagon
    kremlin nato un eu asean g7 g20 campaign republicans democrats republican democrat security
    industries systems technologies group holdings caucus delegation mission team coalition front
    movement church airlines club chamber initiative project coast cabinet
    """.split()
)
# Last words of places, laws and events: they have names and cannot speak.
THINGS = frozenset(
    """
    act bill strait sea street square hall palace summit conference forum dialogue war treaty
    agreement accord protocol plan day week month year island islands shoal reef river mountain
    ocean peninsula airport base prize award olympics games age century line belt road
    city county town village province district valley beach harbor harbour bay lake
    constitution resolution charter declaration communique communiqué question issue covid covid-19
    """.split()
)
# First words of places: "New York", "South Hampton", "San Pedro" are nobody's names.
PLACE_STARTS = frozenset(
    """
    new north south east west northern southern eastern western central upper lower los las san
    santa são fort port mount saint st st. saudi hong costa puerto sri cape united great grand
    """.split()
)
